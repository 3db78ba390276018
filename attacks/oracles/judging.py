"""What the oracles share: how effects become a verdict, and what was kept of a step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attacks.model import (
    HELD,
    Change,
    ChangeKind,
    Demand,
    Effect,
    Observation,
    Response,
    Seen,
    Stored,
    Verdict,
    broken,
    inconclusive,
)

SERVED = (200, 206)  # the statuses that carry a file


def judged(effects: Iterable[Effect], gaps: Iterable[str] = ()) -> Verdict:
    """Return BROKEN with the first effect of each signature, else INCONCLUSIVE, else HELD."""
    first: dict[str, Effect] = {}
    for effect in effects:
        first.setdefault(effect.signature, effect)
    if first:
        return broken(*first.values())
    reason = next(iter(gaps), "")
    return inconclusive(reason) if reason else HELD


def maybe_stored(step: Seen) -> bool:
    """Tell whether the file was kept, or may have been: nobody saw, and it was not refused."""
    return step.stored is Stored.YES or (step.stored is Stored.UNSEEN and not step.refused)


def kept_files(step: Seen) -> tuple[Change, ...]:
    """Return the files that *step* created or changed below the storage root."""
    changes = step.disk.changes if step.disk else ()
    return tuple(c for c in changes if c.inside and c.sha256 and c.kind is not ChangeKind.REMOVED)


def served(step: Seen) -> Response | None:
    """Return the answer that carried the file back, if there was one."""
    answer = step.retrieved
    return answer if answer is not None and answer.status in SERVED else None


def unserved(step: Seen) -> str:
    """Return why nothing can be said of how the file is served; empty if it was served."""
    if served(step) is not None or not maybe_stored(step):
        return ""
    return "the file was not fetched back: say in the profile how it is retrieved"


def unanswered(steps: Iterable[Seen]) -> Iterator[str]:
    """Yield why there is nothing to judge, for each of *steps* that got no answer."""
    return (step.failure or "no answer came" for step in steps if step.response is None)


def over_a_limit(seen: Observation) -> bool:
    """Return whether the probe asks for more than is allowed: some step must be refused."""
    return any(step.demand is Demand.REFUSE for step in seen.probe.steps)


def at_a_glance(answer: Response | None) -> tuple[int, bool]:
    """Return the status of *answer*, and whether a form is in it: what a visitor sees at once."""
    return (answer.status, b"<form" in answer.body.lower()) if answer else (0, False)


def text_of(name: bytes) -> str:
    """Return *name* as text; bytes that are not UTF-8 become lone surrogates, as on disk."""
    return name.decode("utf-8", "surrogateescape")


def quoted(value: bytes | str) -> str:
    """Return *value* between quotes, for a detail; reports escape what is in it."""
    return f'"{text_of(value) if isinstance(value, bytes) else value}"'


def place(path: str, step: Seen) -> str:
    """Return *path* for a detail: below the storage root as a reader knows it, else whole."""
    root = step.disk.root if step.disk else ""
    inside = bool(root) and path.startswith(f"{root}/")
    return quoted(path.removeprefix(f"{root}/") if inside else path)
