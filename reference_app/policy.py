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

import sqlalchemy as sa

from reference_app.scanning import scanner_for
from reference_app.suffixes import ACTIVE
from reference_app.type_sets import DEFAULT, EVERY, SETS

KIB = 1024
MIB = 1024 * KIB
LARGEST = 2**63 - 1  # what a database and TOML hold
NAME_BYTES = 1024  # what the ledger holds
CHOICES = frozenset({"accept", "allow", "deny"})
SIZES = """
    max_body_bytes max_file_bytes max_files max_pixels max_frames max_entries max_unpacked_bytes
    max_ratio
"""
PER_FEATURE = {"accepted", "image_handling", "text_fields", "retention_seconds", *SIZES.split()}
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
        if self.max_file_bytes > self.max_body_bytes:
            over = f"{self.max_file_bytes}, over max_body_bytes ({self.max_body_bytes})"
            remedy = "raise the body limit or lower the file limit"
            raise PolicyError(f"max_file_bytes is {over}; {remedy}")
        if self.image_handling not in {"reencode", "keep"}:
            raise PolicyError(f"image_handling is {self.image_handling!r}; say reencode or keep")
        if self.ledger_url:
            _lasting(self.ledger_url)
        try:
            scanner_for(self.scanner, self.scan_seconds)
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
        known = {each.name for each in fields(cls)} - {"features"}
        policy = cls(**_typed(settings, known))
        if not isinstance(features, dict):
            raise PolicyError("features is no table; write [features.NAME]")
        named = {name: _feature(policy, name, given) for name, given in features.items()}
        return replace(policy, features=MappingProxyType(named))

    def told(self) -> dict[str, Any]:
        """Return what a client may know of the policy, for the page and for programs."""
        limits = {name: getattr(self, name) for name in sorted(SIZES.split())}
        return {"accepted": dict(self.accepted), "image_handling": self.image_handling, **limits}


def _feature(policy: Policy, name: str, given: object) -> Policy:
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,31}", name):
        raise PolicyError(f"feature {name!r}: give 1-32 of a-z, 0-9 and -")
    if not isinstance(given, dict):
        raise PolicyError(f"feature {name!r} is no table; write [features.{name}]")
    return replace(policy, **_typed(given, PER_FEATURE))


def _typed(settings: dict[str, Any], known: set[str]) -> dict[str, Any]:
    """Return *settings* with each value as the type that its field has."""
    settings = {name: settings[name] for name in settings.keys() - CHOICES} | _types(settings)
    if unknown := sorted(settings.keys() - known):
        raise PolicyError(f"unknown setting {unknown[0]!r}; known are {', '.join(sorted(known))}")
    return {name: _value(name, value) for name, value in settings.items()}


def _types(settings: dict[str, Any]) -> dict[str, Mapping[str, str]]:
    """Combine sets, further suffixes and exceptions into the table of accepted types."""
    if not settings.keys() & CHOICES:
        return {}
    names = settings.get("accept", ["TEXT", "DOCUMENTS", "IMAGES"])
    allow, deny = settings.get("allow", {}), settings.get("deny", [])
    if not isinstance(names, list) or not isinstance(allow, dict) or not isinstance(deny, list):
        raise PolicyError("give accept and deny as lists, and allow as a table of suffix and type")
    if unknown := [name for name in names if name not in SETS]:
        raise PolicyError(f"accept names {unknown[0]!r}; there are {', '.join(SETS)}")
    every = {suffix: kind for name in names for suffix, kind in SETS[name].items()} | allow
    return {"accepted": {suffix: kind for suffix, kind in every.items() if suffix not in deny}}


def _value(name: str, value: object) -> object:
    kind = next(each.type for each in fields(Policy) if each.name == name)
    if kind == "Mapping[str, str]":
        if isinstance(value, dict):
            return MappingProxyType(value)
        raise PolicyError(f"{name} is {value!r}; give a table of suffix = 'media/type'")
    if kind == "tuple[str, ...]":
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return tuple(value)
        raise PolicyError(f"{name} is {value!r}; give a list of strings")
    if kind in {"Path", "str"}:
        if isinstance(value, str) and (value or name != "upload_folder"):
            return Path(value) if kind == "Path" else value
        raise PolicyError(f"{name} is {value!r}; give a non-empty string")
    return value


def _limit(name: str, value: object) -> None:
    largest = NAME_BYTES if name == "max_name_bytes" else LARGEST
    least = 0 if name == "proxy_hops" else 1
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= largest:
        raise PolicyError(f"{name} is {value!r}; give a whole number from {least} to {largest}")


def _lasting(url: str) -> None:
    """Refuse a database that is none, or that is gone with the process.

    The message does not repeat the URL, which may hold a password. A name in SQLite's own URI
    form may mean memory as well.
    """
    try:
        where = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError) as error:  # the latter for a port that is no number
        raise PolicyError("ledger_url cannot be read; give a SQLAlchemy URL") from error
    forgets = (where.database or ":memory:").startswith((":memory:", "file:"))
    if where.get_backend_name() == "sqlite" and forgets:
        raise PolicyError("ledger_url is SQLite in memory, which forgets; name a file by its path")


def _acceptable(suffix: object, media_type: object) -> None:
    """Refuse what has no reader, and what something, somewhere, runs (``active-content``)."""
    if not isinstance(suffix, str) or not re.fullmatch(r"[a-z0-9]{1,16}", suffix):
        raise PolicyError(f"accepted suffix {suffix!r}; give 1-16 of a-z and 0-9, without the dot")
    if suffix in ACTIVE:
        raise PolicyError(f"accepted suffix {suffix!r} names an active type; leave it out")
    if media_type not in EVERY.values():
        one = f"one of {', '.join(sorted(set(EVERY.values())))}"
        raise PolicyError(f"media type {media_type!r} of {suffix!r} has no reader; give {one}")
