"""As remembered: files are what a plain list of all that was done says they are.

Denies, of uploads, fetches, lists and deletions by several people, that an own file is missing
or is another one, that a deleted or expired one is served or listed, and that somebody else's is
either. The list is a dict from the upload's step to its owner; who uploads the same name again
has two files. Bytes are compared with those that were served right after the upload, as a target
may write a file anew.

Blind to
    Uploads that were refused or could not be fetched back; a list that shows neither addresses
    nor ids; files that no page of the list that was asked for reaches; how long an expired file
    is still listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import PurePosixPath
from unicodedata import normalize

from attacks.model import (
    Confidence,
    Effect,
    Exchange,
    Meddling,
    Observation,
    Response,
    Seen,
    Severity,
    Verdict,
)
from attacks.oracles.judging import SERVED, judged, quoted, text_of

READING = (b"GET", b"HEAD")
FETCHED = (b"GET", b"{url}")  # and not what is said about the file
TELLING = 6  # a shorter id stands in any text


def as_remembered(seen: Observation) -> Verdict:
    """Hold if every answer is the one that the list of what was done leads to expect."""
    memory = Memory(seen)
    effects = [effect for number in range(len(seen.steps)) for effect in memory.step(number)]
    effects += memory.afterwards()
    if not memory.served:
        memory.gaps.append("no upload was stored and could be fetched back")
    return judged(effects, memory.gaps)


@dataclass(slots=True)
class Memory:
    """The list: which uploads are there, whose they are, and what became of the others."""

    seen: Observation
    there: dict[int, str] = field(default_factory=dict)
    gone: dict[int, str] = field(default_factory=dict)
    """What became of an upload: *deleted* or *expired*."""
    served: dict[int, bytes] = field(default_factory=dict)
    """What was served right after the upload."""
    pages: list[str] = field(default_factory=list)
    """The pages so far of the list that is being asked for."""
    gaps: list[str] = field(default_factory=list)

    def step(self, number: int) -> Iterator[Effect]:
        """Write down what step *number* did, and yield what is wrong with its answer."""
        exchange, step = self.seen.probe.steps[number], self.seen.steps[number]
        if exchange.meddling is Meddling.EXPIRE:
            self.gone |= dict.fromkeys(self.there, "expired")
            self.there.clear()
        if exchange.file is not None:
            self._uploaded(number, exchange, step)
        elif exchange.about is None:
            yield from self._listed(number, exchange, step)
        elif exchange.about in self.served:
            yield from self._visited(exchange.about, exchange, step)

    def afterwards(self) -> Iterator[Effect]:
        """Yield what is wrong with the last look at each upload, by who made it."""
        for number in self.served:
            again = self.seen.steps[number].refetched
            if again is not None:
                yield from self._answered(number, self.owner(number), again)

    def owner(self, number: int) -> str:
        """Return who made the upload."""
        return self.seen.probe.steps[number].actor

    def _uploaded(self, number: int, exchange: Exchange, step: Seen) -> None:
        if step.retrieved is not None and step.retrieved.status in SERVED and not step.refused:
            self.there[number] = exchange.actor
            self.served[number] = step.retrieved.body

    def _visited(self, about: int, exchange: Exchange, step: Seen) -> Iterator[Effect]:
        if step.response is None:
            self.gaps.append(step.failure or "no answer came")
        elif exchange.request.method in READING:
            if (exchange.request.method, exchange.request.path) == FETCHED:
                yield from self._answered(about, exchange.actor, step.response)
        elif self.there.get(about) == exchange.actor:
            if step.refused:
                self.gaps.append("the owner may not delete: look at routes.delete in the profile")
            else:
                self.gone[about] = "deleted"
                del self.there[about]

    def _answered(self, about: int, actor: str, answer: Response) -> Iterator[Effect]:
        """Judge the answer to a request for the file of upload *about*."""
        same = answer.status in SERVED and answer.body == self.served[about]
        own = self.owner(about) == actor
        if same and not own:
            yield _effect("somebody else was served a file", "object-authz", f"{actor} was")
        elif same and about in self.gone:
            control = "deletion" if self.gone[about] == "deleted" else "quarantine-state"
            yield _effect(f"{self._was(about)} is served", control, self._address(about))
        elif own and about in self.there and not same:
            told = f"{self._address(about)} is answered {answer.status}, {len(answer.body)} bytes"
            yield _effect("an own file is gone or another one", "exclusive-create", told)

    def _was(self, about: int) -> str:
        return "a deleted file" if self.gone[about] == "deleted" else "an expired file"

    def _address(self, about: int) -> str:
        return quoted(self.seen.steps[about].address)

    def _listed(self, number: int, exchange: Exchange, step: Seen) -> Iterator[Effect]:
        """Collect the pages of one look at a list, and judge them with the last one."""
        if step.response is None or step.response.status not in SERVED:
            self.gaps.append("the list was not shown: look at routes.listing in the profile")
            return
        self.pages.append(normalize("NFC", unescape(text_of(step.response.body))))
        later = self.seen.probe.steps[number + 1 : number + 2]
        if any(e.about is None and e.file is None and e.actor == exchange.actor for e in later):
            return
        pages, self.pages = self.pages, []
        yield from self._wrong(pages, exchange.actor)
        yield from self._lacking(pages, exchange.actor)

    def _wrong(self, pages: list[str], actor: str) -> Iterator[Effect]:
        """Yield what a list shows and must not."""
        for number in self.served:
            count = sum(self._shows(page, number) for page in pages)
            if count and self.owner(number) != actor:
                yield _effect("somebody else's file is listed", "no-listing", f"to {actor}")
            elif count and self.gone.get(number) == "deleted":
                yield _effect("a deleted file is listed", "deletion", self._address(number))
            elif count > 1 and len(set(pages)) == len(pages):
                yield _effect("a file is on two pages of a list", "no-listing", "as one of several")

    def _lacking(self, pages: list[str], actor: str) -> Iterator[Effect]:
        """Yield what a list lacks: whatever is older than what it shows last, or its name."""
        text = "\n".join(pages)
        own = [number for number, owner in self.there.items() if owner == actor]
        if own and not self._shows(text, own[-1]):
            self.gaps.append("the list does not show the address of the last upload")
            return
        if any(not self._shows(text, number) for number in own):
            yield _effect("an own file is not listed", "no-listing", "though a later one is")
        named = [name in text for name in map(self._name, own)]
        if any(named) and not all(named):
            yield Effect(
                signature="a file is listed under another name",
                detail="the list shows some names as they were sent, and not all",
                control="canonicalise-once",
                severity=Severity.LOW,
                confidence=Confidence.MEDIUM,
            )

    def _name(self, number: int) -> str:
        file = self.seen.probe.steps[number].file
        return normalize("NFC", text_of(file.filename)) if file else ""

    def _shows(self, text: str, number: int) -> bool:
        address = self.seen.steps[number].address.partition("?")[0]
        last = PurePosixPath(address).name
        return (last if len(last) >= TELLING else address) in text


def _effect(signature: str, control: str, detail: str) -> Effect:
    return Effect(signature=signature, detail=f"{signature}: {detail}", control=control)
