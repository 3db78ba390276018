"""Who asks for what: everything a request says before its body, for the controls to judge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reference_app.ledger import Stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who may log in."""

    id: str
    name: str
    role: str = "uploader"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """An account, and how it was told."""

    account: Account
    by_cookie: bool
    """A browser sends a cookie by itself, on anybody's behalf; a token it does not."""
    form_token: str = ""
    """What a form of this session must carry."""


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
    origin: str = ""
    fetch_site: str = ""
    fetch_mode: str = ""
    identity: Identity | None = None
    count: Callable[[str, int], bool] = lambda _key, _limit: True
    """Count one more of *key* in this minute; false when that is over the limit."""

    @property
    def changes_something(self) -> bool:
        """Tell whether the method is one that may change state (RFC 9110 §9.2.1)."""
        return self.method not in {"GET", "HEAD", "OPTIONS"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who wants which file."""

    account: Account
    stored: Stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """That a request comes from a page of ours: what the form carried, and what it should."""

    expected: str
    given: str
