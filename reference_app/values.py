"""What the controls are handed: values that each of them refines or refuses.

A ``Visit`` says who asks for what, a ``Candidate`` is an upload on its way, an ``Examination`` one
that has arrived whole; ``Access`` is somebody's wish for a stored file, ``Proof`` what a form
carried, and a ``Reply`` an answer before it is sent.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, Self

from reference_app import formats, policy, scanning, storage
from reference_app.sandbox import Sandbox

HEAD_BYTES = 512

Policy = policy.Policy
"""The settings, which every control is handed as well."""


class Account(NamedTuple):
    """Somebody who may log in."""

    id: str
    name: str
    role: str = "uploader"


class Identity(NamedTuple):
    """An account, and how it was told."""

    account: Account
    form_token: str = ""
    """What a form of this session must carry; empty for a script, whose token no browser sends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A request, as far as its headers go."""

    method: str
    endpoint: str
    """The name of the route; empty where there is none."""
    host: str
    own_origin: str
    """Scheme, host and port, as a browser would write them in ``Origin``."""
    source: str
    """The address of the client, or of the last proxy that is not ours."""
    browser: Mapping[str, str] = field(default_factory=dict)
    """What a browser says of the page that asks, ``Origin`` and ``Sec-Fetch-*``, by header."""
    identity: Identity | None = None
    count: Callable[[str, int], bool] = lambda _key, _limit: True
    """Count one more of *key* in this minute; false when that is over the limit."""

    @property
    def account_id(self) -> str:
        """Whose request it is; empty while nobody is known."""
        return self.identity.account.id if self.identity else ""

    @property
    def changes_something(self) -> bool:
        """Tell whether the method is one that may change state (RFC 9110 §9.2.1)."""
        return self.method not in {"GET", "HEAD", "OPTIONS"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A row, and the file that it stands for."""

    owner: str = ""
    """Identifier of the account."""
    feature: str = ""
    """Which of the policy's upload features; the empty one is the app's own."""
    name: str = ""
    """The canonical display name: never a path."""
    suffix: str = ""
    media_type: str = ""
    size: int = 0
    """Bytes of the file itself."""
    sha256: str = ""
    key: str = ""
    """The name on disk."""
    id: str = ""
    """The public name, the only one in a URL."""
    created: float = 0.0
    expires: float | None = None
    state: str = "receiving"
    scan: str = ""
    """What the scanner said."""
    reserved: int = 0
    """Bytes of the owner's quota that it holds, before and after its size is known."""


class Access(NamedTuple):
    """Who wants which file."""

    account: Account
    stored: Stored


class Proof(NamedTuple):
    """That a request comes from a page of ours: what the form carried, and what it should."""

    expected: str
    given: str


class Parameter(NamedTuple):
    """One parameter of a part's Content-Disposition, as it stood on the wire."""

    name: str
    value: bytes
    quoted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate(Stored):
    """An upload on its way from the first header to the stored file that it becomes.

    What is not known yet is empty. Known are first who sends it and what the request's own headers
    say, then what is counted while the body arrives, then the part header, what the name decides,
    and what the server decides.
    """

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

    received: int = 0
    parts: int = 0
    files: int = 0
    fields: tuple[bytes, ...] = ()
    """Names of the text fields so far."""
    field_bytes: int = 0
    head: bytes = b""
    """The first bytes of the file, at most `HEAD_BYTES`."""
    complete: bool = False
    """The end of the body has been seen, and is its end."""

    lines: tuple[bytes, ...] = ()
    """The raw header lines of the current part."""
    parameters: tuple[Parameter, ...] = ()
    field: bytes = b""
    raw_name: bytes | None = None
    """The file name as sent; ``None`` for a text field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """A file that has arrived whole, and what is needed to judge its content."""

    candidate: Candidate
    file: storage.Sink
    """The bytes that will be stored; a control may hand over others."""
    facts: formats.Facts = field(default_factory=formats.Facts)
    """What the file's own structure says of it."""
    new_sink: Callable[[], storage.Sink]
    """Opens another private file in the store."""
    sandbox: Sandbox
    process: Callable[..., Any]
    """Has a job done in the sandbox."""
    scanner: scanning.Scanner
    scan: scanning.ScanResult | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer before it is sent, and the headers that the controls gave it."""

    user_file: bool = False
    """The answer belongs to the route that serves what users sent."""
    secure: bool = False
    """It goes out over HTTPS."""
    inline: bool = False
    """A browser may show it in place: only what we drew ourselves, and only elsewhere."""
    name: str = ""
    suffix: str = ""
    media_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def with_header(self, name: str, value: str) -> Self:
        """Return this reply with the header *name* set to *value*, replacing any other."""
        return replace(self, headers={**self.headers, name: value})
