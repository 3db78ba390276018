"""What the oracles about somebody's file share: which steps are about which file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from attacks.model import Demand, Exchange, Observation, Seen, Stored
from attacks.oracles.judging import SERVED


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """A step that must be refused, and the upload that it is about."""

    owned: Exchange
    file: Seen
    """What was seen of the upload."""
    asked: Exchange
    answer: Seen

    @property
    def gap(self) -> str:
        """Return why nothing can be said, or an empty string."""
        if self.answer.response is None:
            return self.answer.failure or "no answer came"
        if self.file.stored is not Stored.YES:
            return "the file that the request was about was not seen stored"
        return ""

    @property
    def contents(self) -> tuple[bytes, ...]:
        """Return the bytes of the file, as they were sent and as they are served."""
        sent = self.owned.file.content.to_bytes() if self.owned.file else b""
        served = self.file.retrieved.body if self.file.retrieved else b""
        return tuple(each for each in (sent, served) if each)


def touches(seen: Observation) -> Iterator[Touch]:
    """Yield each step that must be refused and is about the file of an earlier one."""
    pairs = seen.pairs()
    for asked, answer in pairs:
        if asked.about is not None and asked.demand is Demand.REFUSE:
            owned, file = pairs[asked.about]
            yield Touch(owned=owned, file=file, asked=asked, answer=answer)


def logins(seen: Observation) -> tuple[tuple[Exchange, Seen], ...]:
    """Return the steps that log somebody in."""
    paths = {login.path for login in seen.profile.logins.values()}
    return tuple(
        (exchange, step)
        for exchange, step in seen.pairs()
        if exchange.request.method == b"POST"
        and exchange.request.path.partition(b"?")[0].decode("latin-1") in paths
    )


def is_there(seen: Seen) -> bool:
    """Return whether the file was served right after its upload."""
    return seen.retrieved is not None and seen.retrieved.status in SERVED
