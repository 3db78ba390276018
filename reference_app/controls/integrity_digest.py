"""``integrity-digest``: what is served is what was stored, or nothing.

Stops
    Bytes that changed on the disk, by accident or by somebody who got in another way: the file
    is read through and compared before its first byte is sent.

Does not stop
    Somebody who can write to the ledger as well.

References
    - ASVS v5.0.0-11.4.1, CWE-353, CWE-354
"""

import hashlib
import io

from reference_app.errors import Fault


def integrity_digest(file: io.BufferedReader, sha256: str) -> None:
    """Compare the digest of the whole file; leave the file at its beginning."""
    if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
        raise Fault("The file is damaged and is not served.", code="integrity-digest")
    file.seek(0)
