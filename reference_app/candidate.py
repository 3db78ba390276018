"""What is known of an upload: values that each control refines or refuses."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from reference_app.formats import Facts
from reference_app.sandbox import Sandbox
from reference_app.scanning import Scanner, ScanResult
from reference_app.storage.sink import Sink

HEAD_BYTES = 512


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

    # the request's own headers, and who sent them
    owner: str = ""
    """Identifier of the account."""
    feature: str = ""
    """Which of the policy's upload features; the empty one is the app's own."""
    max_files: int = 1
    """How many files this route takes at once."""
    content_type: str = ""
    content_encoding: str = ""
    declared: int | None = None
    """Content-Length; ``None`` for a chunked body."""
    disposition: str = ""
    """Content-Disposition of a file that comes without a form."""
    digest: str = ""
    """Repr-Digest, as the client claims it."""
    boundary: bytes = b""

    # counted while the body arrives
    received: int = 0
    parts: int = 0
    files: int = 0
    fields: tuple[bytes, ...] = ()
    """Names of the text fields so far."""
    field_bytes: int = 0
    size: int = 0
    """Bytes of the file itself."""
    head: bytes = b""
    """The first bytes of the file, at most `HEAD_BYTES`."""
    complete: bool = False
    """The end of the body has been seen, and is its end."""

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
    reserved: int = 0
    """Bytes of the owner's quota that are held until the size is known."""
    sha256: str = ""
    id: str = ""
    """The public name, the only one in a URL."""
    created: float = 0.0
    expires: float | None = None
    state: str = "receiving"


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """A file that has arrived whole, and what is needed to judge its content."""

    candidate: Candidate
    file: Sink
    """The bytes that will be stored; a control may hand over others."""
    facts: Facts = field(default_factory=Facts)
    """What the file's own structure says of it."""
    new_sink: Callable[[], Sink]
    """Opens another private file in the store."""
    sandbox: Sandbox
    process: Callable[..., Any]
    """Has a job done in the sandbox."""
    scanner: Scanner
    scan: ScanResult | None = None
