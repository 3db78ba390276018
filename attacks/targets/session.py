"""What every target offers: a session that sends requests and looks at the disk."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from attacks.model import (
    Capability,
    Cost,
    DiskView,
    Header,
    Limits,
    Request,
    Response,
    Retrieval,
    Routes,
)


class TargetError(Exception):
    """The target cannot be loaded, reached or used; the message says what to do."""


class TargetUsageError(TargetError):
    """What was asked for is no target, or one that must not be attacked: a mistake in usage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What is said about a target beforehand; calibration finds out the rest."""

    endpoint: str = ""
    field: str = ""
    page: str = ""
    fields: Mapping[str, str] = dataclasses.field(default_factory=dict)
    accepted: tuple[str, ...] = ()
    """Extensions to try; empty: all that the suite has an honest file for."""
    limits: Limits = Limits()
    retrieval: Retrieval = Retrieval()
    storage_root: str = ""
    disposable: bool = False
    """Whether the target may lose files of its own."""
    headers: Mapping[str, tuple[Header, ...]] = dataclasses.field(default_factory=dict)
    """Headers and cookies that each actor sends with every request."""
    logins: Mapping[str, tuple[str, Mapping[str, str]]] = dataclasses.field(default_factory=dict)
    """For each actor, the path of a login form, and its fields, to post once for the cookies."""
    routes: Routes = dataclasses.field(default_factory=Routes)
    hosts: tuple[str, ...] = ()
    log_file: str = ""
    """Where a live target writes its log; seen only when on this machine."""
    pid: int = 0
    """The process of a live target on this machine, whose cost can be measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back for one request."""

    response: Response | None
    failure: str = ""
    """Why there is no response, or not the whole of it."""
    bytes_read: int | None = None
    """Body bytes that the target took, where that can be told."""
    exception: str = ""
    """The type of an exception that the target logged, where that can be seen."""
    reached: tuple[str, ...] | None = None
    """Hosts and addresses that the target asked for meanwhile; ``None`` where nobody sees."""
    cost: Cost | None = None
    """What it cost, where that was measured."""


class Session(Protocol):
    """An open target."""

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Return what the transport itself lets us do."""

    @property
    def ages(self) -> bool:
        """Return whether `age` can be asked for."""

    def age(self) -> None:
        """Let the time of every file that is stored now be over."""

    @property
    def host(self) -> str:
        """Return the host that requests are sent to, as it stands in URLs."""

    @property
    def pid(self) -> int:
        """Return the process that serves, which other processes may help; 0 if unknown."""

    @property
    def storage_root(self) -> str:
        """Return the folder that the target was built around, or an empty string."""

    def send(self, request: Request) -> Reply:
        """Send *request* and return what came back; never raises for a broken target."""

    def log(self) -> tuple[str, ...]:
        """Return the lines logged since the last call; nothing where the log cannot be read."""

    def written(self) -> tuple[str, ...]:
        """Return the paths written since the last call of this or of `look`."""

    def watch(self, storage_root: str, state_paths: tuple[str, ...]) -> None:
        """Look at *storage_root* from now on; changes of *state_paths* are nobody's business."""

    def look(self) -> DiskView | None:
        """Return what changed since the last look, or ``None`` where the disk is unseen."""


class Target(Protocol):
    """Something that can be attacked."""

    @property
    def name(self) -> str:
        """Return a name that stays the same between runs."""

    @property
    def hints(self) -> Hints:
        """Return what is known beforehand."""

    @property
    def renews(self) -> bool:
        """Return whether each session starts from nothing."""

    def open(self) -> AbstractContextManager[Session]:
        """Start a session.

        Raises:
            TargetError: the target cannot be built or reached.
        """
