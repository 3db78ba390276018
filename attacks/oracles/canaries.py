"""What is looked for in bytes that come back: marks that no honest file holds.

An attack hides them, an oracle looks for them. None of them does anything by itself.
"""

from __future__ import annotations

HIDDEN = b"gauntlet-hidden-payload"
"""Stands for what a second reader of the same bytes would run."""
PLACE = b"gauntlet-place-52N13E"
"""Stands for what a camera notes beside the picture."""
# Two halves, which no compiler joins: a scanner shall not flag this file, nor its bytecode.
EICAR = b"".join((rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-", b"ANTIVIRUS-TEST-FILE!$H+H*"))
"""The test file that every malware scanner reports (EICAR, 2003)."""
ENTITY = (b"gauntlet-", b"expanded")
"""Two entities; joined only by a parser that expands them."""
FETCHED = b"gauntlet-fetched"
"""What a `data:` URL of ours stands for; requests hold it in base64 alone."""
HOST = "gauntlet-egress.invalid"
"""A name that never resolves (RFC 2606, section 2)."""
