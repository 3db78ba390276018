"""The policy: every limit and every accepted type, in one frozen value.

No limit can be switched off. A policy that makes no sense is refused when it is built, long
before the first request, with the value, the limit and the remedy in the message. A TOML file
gives the same settings, and may name further upload features, each with its own types and sizes:

    accept = ["IMAGES", "TEXT"]      # ready-made sets
    allow = { log = "text/plain" }   # and more suffixes of the types that have a reader
    deny = ["gif"]
    max_file_bytes = 1048576
    [features.avatars]               # at /to/avatars and /api/to/avatars
    accept = ["IMAGES"]
    max_pixels = 1000000
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from reference_app import scanning
from reference_app.suffixes import ACTIVE
from reference_app.type_sets import DEFAULT, EVERY, SETS

KIB = 1024
MIB = 1024 * KIB
LARGEST = 2**63 - 1  # what a database and TOML hold
NAME_BYTES = 1024  # what the ledger holds
CHOICES = frozenset({"accept", "allow", "deny"})
SIZED = "body_bytes entries file_bytes files frames pixels ratio unpacked_bytes"
SIZES = [f"max_{each}" for each in SIZED.split()]
SHAPES: dict[Any, tuple[Any, Any, str]] = {
    "Mapping[str, str]": (dict, MappingProxyType, "a table of suffix = 'media/type'"),
    "tuple[str, ...]": (list, tuple, "a list of strings"),
    "Path": (str, Path, "a non-empty string"),
    "str": (str, str, "a string"),
}
"""By a field's type: what TOML gives, what is made of it, and what is wanted."""
PER_FEATURE = {"accepted", "image_handling", "text_fields", "retention_seconds", *SIZES}
"""A feature shares the store, the ledger and the people with the app around it."""


class PolicyError(ValueError):
    """A setting that cannot be meant: the message says which, and what would do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the app accepts, and how much of it."""

    upload_folder: Path = Path("uploads")
    """Stored files live here and nowhere else; never below a web root."""
    ledger_url: str = ""
    """A SQLAlchemy URL; empty means an SQLite file beside the upload folder."""
    accepted: Mapping[str, str] = field(default_factory=lambda: DEFAULT)
    """Lower-case suffix without dot, and its media type: one of those that have a reader."""
    image_handling: str = "reencode"
    """``reencode``: pictures are redrawn; ``keep``: their bytes stay as they were sent."""
    text_fields: tuple[str, ...] = ()
    """Text fields that a form may carry, as often as it likes, beside the app's own."""
    features: Mapping[str, Policy] = field(default_factory=lambda: MappingProxyType({}))
    """Further upload features by name: this policy with other types and sizes."""

    max_body_bytes: int = 16 * MIB + 64 * KIB
    """The whole request body: the largest files and the multipart frame around them."""
    max_file_bytes: int = 16 * MIB
    max_files: int = 1
    """Files in one request; with more than one, each has its own outcome."""
    max_parts: int = 16
    max_field_bytes: int = 64 * KIB
    """All text fields of a request together; they are kept in memory."""
    max_part_header_bytes: int = 4 * KIB
    max_preamble_bytes: int = 1 * KIB
    """Text before the first boundary is legal (RFC 2046 §5.1.1) and useless."""
    max_name_bytes: int = 255
    """The longest name that common file systems can hold, in UTF-8 bytes."""
    max_drain_bytes: int = 256 * KIB
    """How much of a refused body is still read, so that the client sees the answer."""

    max_pixels: int = 40_000_000
    max_frames: int = 60
    max_entries: int = 1000
    """Members of an archive."""
    max_unpacked_bytes: int = 64 * MIB
    max_ratio: int = 100
    decode_seconds: int = 10
    decode_memory_bytes: int = 1024 * MIB
    """What the child that decodes may use, Python and libraries included."""
    scanner: str = "test-file"
    """``clamd:/path/of/socket`` or ``clamd:host:port``; ``test-file`` knows EICAR alone."""
    scan_seconds: int = 20

    quota_bytes: int = 1024 * MIB
    """What one account may keep."""
    quota_files: int = 10_000
    min_free_bytes: int = 256 * MIB
    """What stays free on the disk whatever anybody uploads."""
    uploads_per_minute: int = 120
    downloads_per_minute: int = 600
    logins_per_minute: int = 10
    rate_storage: str = "memory://"
    """Where the counts are kept; ``redis://...`` shares them between workers."""
    page_size: int = 50
    session_seconds: int = 8 * 3600
    retention_seconds: int = 365 * 24 * 3600
    stale_seconds: int = 3600
    """An unfinished upload older than this belongs to a process that has died."""

    trusted_hosts: tuple[str, ...] = ()
    """Names that the app answers to; none means loopback only."""
    proxy_hops: int = 0
    """How many proxies in front may say who the client is."""
    content_host: str = ""
    """A host name for downloads alone, where nobody is logged in."""

    def __post_init__(self) -> None:
        for each in fields(self):
            if each.type == "int":
                _limit(each.name, getattr(self, each.name))
        over = (
            f"max_file_bytes is over max_body_bytes, {self.max_body_bytes}; raise it or lower that"
        )
        _insist(self.max_file_bytes <= self.max_body_bytes, over)
        known = f"image_handling is {self.image_handling!r}; say reencode or keep"
        _insist(self.image_handling in {"reencode", "keep"}, known)
        try:
            scanning.scanner_for(self.scanner, self.scan_seconds)
        except ValueError as error:
            raise PolicyError(str(error)) from error
        for suffix, media_type in self.accepted.items():
            _acceptable(suffix, media_type)

    @property
    def database(self) -> str:
        """The ledger's URL, with the default filled in."""
        beside = self.upload_folder.with_name(f"{self.upload_folder.name}.sqlite3")
        return self.ledger_url or f"sqlite:///{beside}"

    @classmethod
    def from_toml(cls, path: Path) -> Policy:
        """Read a policy file; what it leaves out keeps its default.

        Raises:
            PolicyError: not TOML, an unknown setting, or a value out of range.
        """
        try:
            settings = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise PolicyError(f"{path}: {error}; give a readable TOML file in UTF-8") from error
        features = settings.pop("features", {})
        policy = cls(**_typed(settings, {each.name for each in fields(cls)}))
        _insist(isinstance(features, dict), "features is no table; write [features.NAME]")
        named = {name: _feature(policy, name, given) for name, given in features.items()}
        return replace(policy, features=MappingProxyType(named))

    def told(self) -> dict[str, Any]:
        """Return what a client may know of the policy, for the page and for programs."""
        limits = {name: getattr(self, name) for name in SIZES}
        return {"accepted": dict(self.accepted), "image_handling": self.image_handling, **limits}


def _insist(fact: object, told: str) -> None:
    if not fact:
        raise PolicyError(told)


def _feature(policy: Policy, name: str, given: Any) -> Policy:
    named = re.fullmatch(r"[a-z][a-z0-9-]{0,31}", name)
    _insist(named, f"feature {name!r}: give 1-32 of a-z, 0-9 and -")
    _insist(isinstance(given, dict), f"feature {name!r} is no table; write [features.{name}]")
    return replace(policy, **_typed(given, PER_FEATURE))


def _typed(settings: dict[str, Any], known: set[str]) -> dict[str, Any]:
    """Return *settings* with each value as the type that its field has."""
    settings = {name: settings[name] for name in settings.keys() - CHOICES} | _types(settings)
    unknown = ", ".join(settings.keys() - known)
    _insist(not unknown, f"unknown setting {unknown!r}; known are {', '.join(sorted(known))}")
    return {name: _value(name, value) for name, value in settings.items()}


def _types(settings: dict[str, Any]) -> dict[str, Any]:
    """Combine sets, further suffixes and exceptions into the table of accepted types."""
    if not settings.keys() & CHOICES:
        return {}
    names = settings.get("accept", ["TEXT", "DOCUMENTS", "IMAGES"])
    allow, deny = settings.get("allow", {}), settings.get("deny", [])
    told = "give accept and deny as lists, and allow as a table of suffix and type"
    _insist((type(names), type(allow), type(deny)) == (list, dict, list), told)
    _insist({*names} <= {*SETS}, f"accept names {names}; there are {', '.join(SETS)}")
    every = {suffix: kind for name in names for suffix, kind in SETS[name].items()} | allow
    return {"accepted": {suffix: kind for suffix, kind in every.items() if suffix not in deny}}


def _value(name: str, value: Any) -> Any:
    """Return what TOML gave as what the field holds; numbers are judged with the others."""
    kind = next(each.type for each in fields(Policy) if each.name == name)
    if kind not in SHAPES:
        return value
    given, made, told = SHAPES[kind]
    strings = isinstance(value, given) and all(isinstance(each, str) for each in value)
    _insist(strings and (value or kind != "Path"), f"{name} is {value!r}; give {told}")
    return made(value)


def _limit(name: str, value: object) -> None:
    largest = NAME_BYTES if name == "max_name_bytes" else LARGEST
    least = 0 if name == "proxy_hops" else 1
    whole = isinstance(value, int) and not isinstance(value, bool) and least <= value <= largest
    _insist(whole, f"{name} is {value!r}; give a whole number from {least} to {largest}")


def _acceptable(suffix: object, media_type: object) -> None:
    """Refuse what has no reader, and what something, somewhere, runs (``active-content``)."""
    plain = isinstance(suffix, str) and re.fullmatch(r"[a-z0-9]{1,16}", suffix)
    _insist(plain, f"accepted suffix {suffix!r}; give 1-16 of a-z and 0-9, without the dot")
    _insist(suffix not in ACTIVE, f"accepted suffix {suffix!r} names an active type; leave it out")
    told = f"{suffix}: {media_type!r} has no reader; give one of {sorted({*EVERY.values()})}"
    _insist(media_type in EVERY.values(), told)
