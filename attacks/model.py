"""The nouns of the suite: what is sent, what is seen, and what is made of it.

Everything here is frozen. An attack builds `Probe` values, the engine turns each into
one `Observation`, and an oracle turns an observation into a `Verdict`. Nothing in this
module does any input or output. It is long because all the words stand here: whoever
reads it through can read the rest.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from hypothesis import strategies as st

# -- what is sent ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """One byte pattern, repeated to `size` bytes: a large body that is cheap to carry."""

    pattern: bytes
    size: int

    @property
    def block(self) -> int:
        """Return how many bytes are handed out at a time: whole patterns, about `CHUNK`."""
        return len(self.pattern) * max(1, CHUNK // len(self.pattern))


Piece = bytes | Fill

CHUNK = 64 * 1024  # bytes that a body hands out at a time
BODY_KEPT = 1024 * 1024  # bytes of an answer's body that an observation keeps


@dataclass(frozen=True, slots=True)
class Body:
    """A sequence of pieces that are sent one after the other."""

    pieces: tuple[Piece, ...] = ()

    @property
    def size(self) -> int:
        """Return the length in bytes."""
        return sum(p.size if isinstance(p, Fill) else len(p) for p in self.pieces)

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes, at most `CHUNK` (or one literal piece) at a time."""
        for piece in self.pieces:
            if isinstance(piece, Fill):
                yield from _repeated(piece)
            else:
                yield piece

    def sha256(self) -> str:
        """Return the hexadecimal digest of all the bytes."""
        digest = hashlib.sha256()
        for chunk in self.chunks():
            digest.update(chunk)
        return digest.hexdigest()

    def to_bytes(self) -> bytes:
        """Return all the bytes; for bodies that fit in memory."""
        return b"".join(self.chunks())


def _repeated(fill: Fill) -> Iterator[bytes]:
    block = fill.pattern * (fill.block // len(fill.pattern))
    left = fill.size
    while left > 0:
        yield block[:left]
        left -= len(block)


Header = tuple[bytes, bytes]


class Framing(StrEnum):
    """How the end of a request body is told."""

    DECLARED = "declared"  # Content-Length
    CHUNKED = "chunked"  # Transfer-Encoding: chunked
    LITERAL = "literal"  # headers and body are sent as they are, whatever they say of the end


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One HTTP request, byte for byte; `Host` and connection headers come from the target."""

    path: bytes
    method: bytes = b"POST"
    headers: tuple[Header, ...] = ()
    body: Body = Body()
    framing: Framing = Framing.DECLARED
    declared: bytes | None = None
    """The literal Content-Length to send, when it lies about the body."""
    pause: float | None = None
    """Seconds between the pieces of the body, each of which then arrives by itself; in process
    without delay. ``None``: the body flows, and nobody can tell its pieces apart."""
    half_close: bool = False
    """Whether the client ends its half of the connection behind the body."""


class Demand(StrEnum):
    """What a correct server does with one exchange."""

    ACCEPT = "accept"  # legal: must be stored
    REFUSE = "refuse"  # no correct server stores it
    EITHER = "either"  # may be refused, or stored harmlessly


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one parser makes of the request that carries a file."""

    parser: str
    refused: bool = False
    names: tuple[bytes, ...] = ()
    """Of the files that it finds in the expected field, in order."""
    digests: tuple[str, ...] = ()
    """Of what is in them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFile:
    """The file that one exchange carries, as the attacker means it."""

    filename: bytes
    """The raw bytes between the quotes of the file-name parameter."""
    content: Body
    media_type: bytes
    rivals: tuple[bytes, ...] = ()
    """Other names that another reader of the same request would take."""
    readings: tuple[Reading, ...] = ()
    """What parsers that are at hand make of the request, where the attack has asked them."""


class Meddling(StrEnum):
    """What is done to a stored file behind the target's back."""

    FLIP = "flip"  # one byte of it is changed
    LINK = "link"  # a symbolic link to a file elsewhere takes its place
    EXPIRE = "expire"  # time passes until it, and whatever else is stored, is over


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request of a probe, who sends it, and what is demanded of the answer."""

    request: Request
    file: SentFile | None = None
    demand: Demand = Demand.EITHER
    actor: str = "a"
    about: int | None = None
    """Index of an earlier step. Where its file is takes the place of ``{url}`` in the path, the
    last segment of that the place of ``{id}``, the rest that of ``{folder}``; ``{absent}`` and
    ``{nowhere}`` are an id and a path like these that nobody has.
    """
    meddling: Meddling | None = None
    """Done to the file of step `about` before this one is sent."""
    stowaways: tuple[SentFile, ...] = ()
    """Files that the same bytes bring along, of which none may be kept."""


GENERATED = "generated"
OWNER, OTHER = "a", "b"  # two people with equal rights
FRESH = "fresh"  # a person in a session that is begun for one probe, and may be spoilt
NOBODY = "nobody"  # somebody whom the target does not know


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What one case sends: exchanges in order."""

    steps: tuple[Exchange, ...]
    variant: str = GENERATED
    """The name of a concrete technique, or `GENERATED`."""
    witnesses: tuple[str, ...] = ()
    """Absolute paths that a broken target would create; looked for afterwards."""
    together: int = 0
    """How many of the last steps are sent at the same moment, each by a thread of its own."""
    measured: bool = False
    """Whether it is written down what each step cost; a step that cost `DEAR` is the last."""


# -- what is seen ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One HTTP response; `head` is the raw status line and headers where there was a wire.

    Of the body, the first `BODY_KEPT` bytes are kept.
    """

    status: int
    headers: tuple[Header, ...] = ()
    body: bytes = b""
    head: bytes = b""

    def header(self, name: bytes) -> tuple[bytes, ...]:
        """Return every value of the header *name*, in order of arrival."""
        return tuple(value for key, value in self.headers if key.lower() == name.lower())


class ChangeKind(StrEnum):
    """What happened to a path."""

    CREATED = "created"
    MODIFIED = "modified"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One path that differs after a step."""

    kind: ChangeKind
    path: str
    inside: bool
    """Whether the path lies strictly below the storage root."""
    size: int = 0
    mode: int = 0
    """Permission bits, as in `stat.S_IMODE`."""
    sha256: str = ""
    """Digest of the content after the step; empty for directories and removed paths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskView:
    """What one step did to the file system, as far as the target lets us look."""

    root: str
    changes: tuple[Change, ...] = ()
    escaped: tuple[str, ...] = ()
    """Paths outside the storage root that were opened for writing, renamed, linked ..."""
    left_open: int = 0
    """Descriptors on storage files that are still open after the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one exchange cost the processes that serve the target."""

    seconds: float
    """Of processor time, in whatever thread or child it was spent."""
    memory: int = 0
    """Bytes by which they grew at the most."""
    written: int = 0
    """Bytes handed to the kernel: to files, and to pipes and sockets too."""
    descriptors: int = 0
    """Descriptors that are open afterwards and were not before."""


DEAR = 0.3  # seconds of processor time after which nothing larger is tried


class Stored(StrEnum):
    """Whether the file of an exchange was kept, told by effects and never by the answer."""

    YES = "yes"
    NO = "no"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Everything seen of one exchange."""

    response: Response | None
    failure: str = ""
    """Why there is no response, or not the whole of it; in our words."""
    refused: bool = False
    """The answer is an error, or equals the refusal that calibration recorded."""
    stored: Stored = Stored.UNSEEN
    bytes_read: int | None = None
    """Body bytes that the target took, where that can be told."""
    exception: str = ""
    """Type of the exception that the target logged, where that can be seen."""
    disk: DiskView | None = None
    retrieved: Response | None = None
    """The file fetched back right after the step."""
    refetched: Response | None = None
    """The same URL fetched again when all steps were done."""
    address: str = ""
    """Path of the file that the step stored; of a step about another one, the path asked for."""
    log: tuple[str, ...] = ()
    """Lines that the target logged meanwhile, where the log can be read."""
    reached: tuple[str, ...] | None = None
    """Hosts and addresses that the target asked for meanwhile; ``None`` where nobody sees."""
    cost: Cost | None = None
    """What it cost; ``None`` where the probe does not ask, or nobody can tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """Everything seen while a probe ran; written once, never edited."""

    probe: Probe
    profile: Profile
    steps: tuple[Seen, ...]
    honest: Response | None = None
    """The answer to an honest page request, sent after the probe."""

    def pairs(self) -> tuple[tuple[Exchange, Seen], ...]:
        """Return each exchange beside what was seen of it."""
        return tuple(zip(self.probe.steps, self.steps, strict=True))


# -- what is made of it ---------------------------------------------------------------


class Outcome(StrEnum):
    """The three results of a judgement; only `HELD` is good."""

    HELD = "held"
    BROKEN = "broken"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One thing that happened and must not."""

    signature: str
    """The class of the effect: no payload, port, line or time; part of a finding's identity."""
    detail: str
    """The same in full, for a reader. May hold client bytes: escape before showing."""
    control: str = ""
    """The one control that would have stopped it; empty: all that the attack aims at."""
    severity: Severity | None = None
    """How bad this effect is, whatever the attack was after; ``None``: as bad as that."""
    confidence: Confidence | None = None
    """How sure this effect is to matter at the most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one oracle makes of one observation."""

    outcome: Outcome
    reason: str = ""
    effects: tuple[Effect, ...] = ()


HELD = Verdict(outcome=Outcome.HELD)


def broken(*effects: Effect) -> Verdict:
    """Return BROKEN for *effects*, or HELD when there are none."""
    if not effects:
        return HELD
    return Verdict(outcome=Outcome.BROKEN, effects=effects, reason=effects[0].detail)


def inconclusive(reason: str) -> Verdict:
    """Return INCONCLUSIVE: the oracle could not look, and says why."""
    return Verdict(outcome=Outcome.INCONCLUSIVE, reason=reason)


Oracle = Callable[[Observation], Verdict]


class Severity(IntEnum):
    """How bad a broken verdict is, for the target's owner."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    @property
    def label(self) -> str:
        """Return the name as it is written in records and on the command line."""
        return self.name.lower()


class Confidence(IntEnum):
    """How sure a finding is to matter on this target."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3

    @property
    def label(self) -> str:
        """Return the name as it is written in records."""
        return self.name.lower()


class Weight(StrEnum):
    """What one case costs; the levels give heavy attacks fewer cases."""

    LIGHT = "light"
    HEAVY = "heavy"  # bodies of megabytes, or many requests


class Capability(StrEnum):
    """What a target lets the suite see or do."""

    DISK = "disk"
    RETRIEVE = "retrieve"
    SOCKET = "socket"
    TWO_ACTORS = "two-actors"
    LOGS = "logs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """One technique family; the docstring of its module is its lesson."""

    id: str
    title: str
    severity: Severity
    controls: tuple[str, ...]
    cwe: tuple[int, ...]
    asvs: tuple[str, ...]
    wstg: tuple[str, ...] = ()
    oracles: tuple[Oracle, ...]
    seeds: Callable[[Profile], tuple[Probe, ...]]
    """The named variants, replayed first, in order."""
    probes: Callable[[Profile], st.SearchStrategy[Probe]]
    neighbours: Callable[[Profile], tuple[Probe, ...]]
    """Honest relatives of the attack, which must be stored, or a refusal proves nothing."""
    confidence: Confidence = Confidence.HIGH
    needs: frozenset[Capability] = frozenset()
    weight: Weight = Weight.LIGHT
    note: Callable[[], str] = lambda: ""
    """What a result rests on beside the target, such as the parsers that were asked."""


# -- what is known of a target --------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An honest file of one type."""

    extension: str
    """Lower case, without the dot."""
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits that a target states, in bytes or counts; ``None`` where nobody knows."""

    body: int | None = None
    file: int | None = None
    parts: int | None = None
    field: int | None = None
    uploads_per_minute: int | None = None
    downloads_per_minute: int | None = None
    logins_per_minute: int | None = None
    quota_files: int | None = None
    """Files that one person may have."""
    quota_bytes: int | None = None
    """Bytes that the files of one person may have together."""
    pixels: int | None = None
    """Of a picture: width times height."""
    frames: int | None = None
    entries: int | None = None
    """Members of an archive."""
    unpacked: int | None = None
    """Bytes of an archive once it is unpacked."""


class RetrievalKind(StrEnum):
    """Where the URL of a stored file is found."""

    LOCATION = "location"  # the redirect of the upload's answer
    LINK = "link"  # a link in the answer's body, or in the page redirected to
    TEMPLATE = "template"  # a URL with {name} in it
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieval:
    """How a stored file is fetched back."""

    kind: RetrievalKind = RetrievalKind.NONE
    template: str = ""
    """With TEMPLATE, a path that holds {name}; with LINK, what the path of a file begins with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """The answer to an upload that the target refuses: what a refusal looks like here."""

    status: int
    location: bytes = b""
    body_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Routes:
    """Paths of a target beside the upload; empty where nobody knows.

    ``{id}`` and ``{url}`` are those of `Exchange.about`.
    """

    listing: str = ""
    """The page of one's own files; empty: the upload page."""
    page: str = ""
    """What leads from the listing to page ``{number}``, counted from one: ``?page={number}``."""
    delete: str = ""
    """What the owner's form posts to, its hidden fields in the body."""
    delete_method: str = "POST"
    metadata: str = ""
    """Facts about one file."""
    put: str = ""
    """Where a raw body is put under a name: ``{name}``."""
    logout: str = ""
    export: str = ""
    """The list of one's own files as CSV."""
    content_host: str = ""
    """A host that serves stored files and nothing else."""
    admin: tuple[str, ...] = ()
    """Method and path of what another role may do, such as ``GET /quarantine``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """The form by which one person logs in. Its values are marks, see `Profile.secrets`."""

    path: str
    fields: tuple[tuple[str, str], ...]
    password: str = ""
    """The name of the field that holds the secret."""
    multipart: bool = False
    headers: tuple[Header, ...] = ()
    """The cookies that the page of the form set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What the suite knows of a target."""

    endpoint: str
    field: str
    page: str = "/"
    fields: tuple[tuple[str, str], ...] = ()
    """Further text fields that every upload must carry."""
    accepted: tuple[Sample, ...] = ()
    """One honest file for each type that calibration saw accepted; never empty in a run."""
    limits: Limits = Limits()
    retrieval: Retrieval = Retrieval()
    storage_root: str = ""
    """Directory that stored files go to; empty where it cannot be seen."""
    state_paths: tuple[str, ...] = ()
    """Paths outside the storage root that honest uploads touch too (a ledger, a log)."""
    refusals: tuple[Refusal, ...] = ()
    headers: Mapping[str, tuple[Header, ...]] = dataclasses.field(default_factory=dict)
    """Extra headers (cookies, tokens) per actor."""
    forms: Mapping[str, tuple[tuple[str, str], ...]] = dataclasses.field(default_factory=dict)
    """What `fields` is for other actors: a token may be bound to a session."""
    tokens: tuple[str, ...] = ()
    """The fields that prove that a form was filled in on a page of the target."""
    logins: Mapping[str, Login] = dataclasses.field(default_factory=dict)
    secrets: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """What each mark stands for. A mark is written wherever a secret would be, and takes its
    place again when a request is sent: so no record holds one, and a probe outlives a session."""
    routes: Routes = Routes()
    hosts: tuple[str, ...] = ()
    """The host names that the target answers to, where that is known."""
    disposable: bool = False
    """Whether the target is thrown away after the run: only then are names sent that could
    replace files of its own."""
    ages: bool = False
    """Whether the time of stored files can be made to pass: `Meddling.EXPIRE`."""

    @property
    def sample(self) -> Sample:
        """Return the honest file that attacks dress up."""
        return self.accepted[0]

    def fields_of(self, actor: str) -> tuple[tuple[str, str], ...]:
        """Return the text fields that an upload by *actor* carries."""
        return self.forms.get(actor, self.fields)
