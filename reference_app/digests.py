"""``Repr-Digest``: a client may say which bytes it means, and is always told which were kept."""

import re
from base64 import b64encode

from reference_app.errors import Malformed

SHA_256 = re.compile(r"(?:^|,)\s*sha-256=:([0-9A-Za-z+/]{43}=):\s*(?:,|$)")


def repr_digest(sha256: str) -> str:
    """Return the field's value for a digest in hexadecimal (RFC 9530 §3)."""
    return f"sha-256=:{b64encode(bytes.fromhex(sha256)).decode('ascii')}:"


def insist(claimed: str, sha256: str) -> None:
    """Compare what was claimed with what has arrived.

    Raises:
        Malformed: they differ, or no SHA-256 can be read from the field.
    """
    if not claimed:
        return
    found = SHA_256.search(claimed)
    if found is None or f"sha-256=:{found[1]}:" != repr_digest(sha256):
        raise Malformed("The Repr-Digest is not that of the bytes.", code="integrity-digest")
