"""What is known of an upload: a value that each control refines or refuses."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of a part's Content-Disposition, as it stood on the wire."""

    name: str
    value: bytes
    quoted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An upload on its way from the first header to the stored file.

    Fields are filled from top to bottom; what is not known yet is empty.
    """

    # the request's own headers
    content_type: str = ""
    content_encoding: str = ""
    declared: int | None = None
    """Content-Length; ``None`` for a chunked body."""
    boundary: bytes = b""

    # counted while the body arrives
    received: int = 0
    parts: int = 0
    files: int = 0
    field_bytes: int = 0
    size: int = 0
    """Bytes of the file itself."""
    complete: bool = False
    """The closing boundary has been seen."""

    # from the part header
    lines: tuple[bytes, ...] = ()
    """The raw header lines of the current part."""
    parameters: tuple[Parameter, ...] = ()
    field: bytes = b""
    raw_name: bytes | None = None
    """The file name as sent; ``None`` for a text field."""

    # decided from the name
    name: str = ""
    """The canonical display name: never a path."""
    suffix: str = ""
    media_type: str = ""

    # decided by the server
    key: str = ""
    """The name on disk."""
    sha256: str = ""
    id: str = ""
    """The public name, the only one in a URL."""
