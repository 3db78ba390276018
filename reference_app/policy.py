"""The policy: every limit and every accepted type, in one frozen value.

No limit can be switched off. A policy that makes no sense is refused when it is built, long
before the first request, with the value, the limit and the remedy in the message.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from reference_app.controls.response_media_type import SERVED_AS
from reference_app.suffixes import ACTIVE

if TYPE_CHECKING:
    from collections.abc import Mapping

KIB = 1024
MIB = 1024 * KIB
LARGEST = 2**63 - 1  # what a database and TOML hold
NAME_BYTES = 1024  # what the ledger holds

ACCEPTED = MappingProxyType(
    {
        "txt": "text/plain",
        "pdf": "application/pdf",
        "png": "image/png",
        "jpg": "image/jpeg",
        "jpeg": "image/jpeg",
        "gif": "image/gif",
    }
)


class PolicyError(ValueError):
    """A setting that cannot be meant: the message says which, and what would do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the app accepts, and how much of it."""

    upload_folder: Path = Path("uploads")
    """Stored files live here and nowhere else; never below a web root."""
    ledger_url: str = ""
    """A SQLAlchemy URL; empty means an SQLite file beside the upload folder."""
    accepted: Mapping[str, str] = field(default_factory=lambda: ACCEPTED)
    """Lower-case suffix without dot, and its media type: one of those that the app serves."""

    max_body_bytes: int = 16 * MIB + 64 * KIB
    """The whole request body: one largest file and the multipart frame around it."""
    max_file_bytes: int = 16 * MIB
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
    stale_seconds: int = 3600
    """An unfinished upload older than this belongs to a process that has died."""

    def __post_init__(self) -> None:
        for each in fields(self):
            if each.type == "int":
                _limit(each.name, getattr(self, each.name))
        if self.max_file_bytes > self.max_body_bytes:
            raise PolicyError(
                f"max_file_bytes is {self.max_file_bytes}, over max_body_bytes "
                f"({self.max_body_bytes}); raise the body limit or lower the file limit"
            )
        if self.ledger_url:
            _lasting(self.ledger_url)
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
        known = {each.name for each in fields(cls)}
        if unknown := sorted(settings.keys() - known):
            raise PolicyError(
                f"unknown setting {unknown[0]!r}; known are {', '.join(sorted(known))}"
            )
        typed: dict[str, Any] = {name: _typed(name, value) for name, value in settings.items()}
        return cls(**typed)


def _typed(name: str, value: object) -> object:
    """Return *value* as the type that the field *name* has."""
    if name == "accepted":
        if isinstance(value, dict):
            return MappingProxyType(dict(value))
        raise PolicyError(f"accepted is {value!r}; give a table of suffix = 'media/type'")
    if name in {"upload_folder", "ledger_url"}:
        if isinstance(value, str) and (value or name == "ledger_url"):
            return Path(value) if name == "upload_folder" else value
        raise PolicyError(f"{name} is {value!r}; give a non-empty string")
    return value


def _limit(name: str, value: object) -> None:
    largest = NAME_BYTES if name == "max_name_bytes" else LARGEST
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= largest:
        raise PolicyError(f"{name} is {value!r}; give a whole number from 1 to {largest}")


def _lasting(url: str) -> None:
    """Refuse a database that is none, or that is gone with the process.

    The message does not repeat the URL, which may hold a password.
    """
    try:
        where = make_url(url)
    except (ArgumentError, ValueError) as error:  # the latter for a port that is no number
        raise PolicyError("ledger_url cannot be read; give a SQLAlchemy URL") from error
    # A name in SQLite's own URI form may mean memory as well.
    forgets = (where.database or ":memory:").startswith((":memory:", "file:"))
    if where.get_backend_name() == "sqlite" and forgets:
        raise PolicyError("ledger_url is SQLite in memory, which forgets; name a file by its path")


def _acceptable(suffix: object, media_type: object) -> None:
    if not isinstance(suffix, str) or not re.fullmatch(r"[a-z0-9]{1,16}", suffix):
        raise PolicyError(f"accepted suffix {suffix!r}; give 1-16 of a-z and 0-9, without the dot")
    if suffix in ACTIVE:
        raise PolicyError(f"accepted suffix {suffix!r} names an active type; leave it out")
    if not isinstance(media_type, str) or media_type not in SERVED_AS:
        raise PolicyError(
            f"media type {media_type!r} of {suffix!r} is not served; "
            f"give one of {', '.join(SERVED_AS)}"
        )
