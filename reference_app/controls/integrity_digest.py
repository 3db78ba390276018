"""``integrity-digest``: what is served is what was stored, and what was stored is what was sent.

Stops
    Bytes that changed on the disk, by accident or by somebody who got in another way: the file
    is read through and compared before its first byte is sent. A client may say in
    ``Repr-Digest`` which bytes it means, and is always told which were kept.

Does not stop
    Somebody who can write to the ledger as well.

References
    - ASVS v5.0.0-11.4.1, CWE-353, CWE-354
    - RFC 9530 §3 (Repr-Digest)
"""

import hashlib
import io
import re
from base64 import b64encode

from reference_app import errors, values

SHA_256 = re.compile(r"(?:^|,)\s*(sha-256=:[0-9A-Za-z+/]{43}=:)\s*(?:,|$)")


def integrity_digest(file: io.BufferedReader, sha256: str) -> None:
    """Compare the digest of the whole file; leave the file at its beginning."""
    if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
        raise errors.Fault("The file is damaged and is not served.", code="integrity-digest")
    file.seek(0)


def claimed_digest(candidate: values.Candidate, _policy: object) -> None:
    """Compare what was claimed with what has arrived; a claim that cannot be read is refused."""
    found = SHA_256.search(candidate.digest)
    if candidate.digest and (found is None or found[1] != repr_digest(candidate.sha256)):
        raise errors.Malformed("The Repr-Digest is not that of the bytes.")


def repr_digest(sha256: str) -> str:
    """Return the field's value for a digest in hexadecimal."""
    return f"sha-256=:{b64encode(bytes.fromhex(sha256)).decode('ascii')}:"
