"""Files unread: nothing that is served holds a file of the server's.

Denies that an answer holds a line that stands in a file of the system and in no request: the
first account of ``/etc/passwd``, as it is, in hexadecimal (as a decoder notes a profile that
it read), or in a compressed stream of the answer.

Blind to
    A file that was read and shown to nobody; other files; other encodings; what was drawn as a
    picture of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from attacks.model import Effect, Observation, Seen, Verdict
from attacks.oracles.judging import judged, quoted
from attacks.oracles.unpacking import streams

# passwd(5): the account of number 0 has a group of number 0
ACCOUNT = re.compile(rb"root:[^:\n]{0,200}:0:0:")
_HEX = re.compile(rb"(?:[0-9a-fA-F]{2}\s{0,2}){16,}")


def files_unread(seen: Observation) -> Verdict:
    """Hold if no answer holds the first line of /etc/passwd."""
    gaps = (s.failure for s in seen.steps if s.response is None and s.failure)
    return judged((f for step in seen.steps for f in _effects(step)), gaps)


def _effects(step: Seen) -> Iterator[Effect]:
    for answer in (step.response, step.retrieved, step.refetched):
        if answer and any(ACCOUNT.search(text) for text in _texts(answer.body)):
            told = quoted(step.address) if step.address else "an answer"
            yield Effect(
                signature="a file of the server's came back",
                detail=f"{told} holds the first line of /etc/passwd, which nobody sent",
            )


def _texts(body: bytes) -> Iterator[bytes]:
    for text in (body, *streams(body)):
        yield text
        for digits in _HEX.findall(text):
            plain = b"".join(digits.split())
            yield bytes.fromhex(plain.decode()[: len(plain) // 2 * 2])
