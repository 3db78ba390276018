"""What is known of an answer: a value that the response controls refine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer before it is sent, and the headers that the controls gave it."""

    status: int = 200
    user_file: bool = False
    """The answer belongs to the route that serves what users sent."""
    secure: bool = False
    """It goes out over HTTPS."""
    inline: bool = False
    """A browser may show it in place: only what we drew ourselves, and only elsewhere."""
    name: str = ""
    suffix: str = ""
    media_type: str = ""
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def with_header(self, name: str, value: str) -> Reply:
        """Return this reply with the header *name* set to *value*, replacing any other."""
        return self.with_headers({**self.headers, name: value})

    def with_headers(self, headers: Mapping[str, str]) -> Reply:
        """Return this reply with *headers* and no others."""
        return replace(self, headers=MappingProxyType(dict(headers)))
