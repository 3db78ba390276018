"""What two people do with their files, move by move, as one probe.

A probe and not a state machine of Hypothesis': so it is judged, made minimal, recorded and
replayed like any other, on a live target too. `tests/attacks/test_stateful.py` drives the same
moves by the rules of such a machine and finds the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum

from attacks.model import (
    OTHER,
    OWNER,
    Body,
    Demand,
    Exchange,
    Meddling,
    Profile,
    SentFile,
)
from attacks.strategies.contents import BUILDERS
from attacks.uploads import upload
from attacks.visits import asking, deleting

PAGES = 3  # of a list that are asked for
STEMS = ("gauntlet-minutes", "gauntlet-протокол", "gauntlet-re\u0301sume\u0301")


class Kind(StrEnum):
    """What can be done."""

    UPLOAD = "upload"
    FETCH = "fetch"
    LIST = "list"
    DELETE = "delete"
    EXPIRE = "expire"


Move = tuple[Kind, str, int]
"""What is done, by whom, and with which: a name to upload under, or which upload so far."""


def actors(profile: Profile) -> tuple[str, ...]:
    """Return who can be told apart here: the owner, and another if one is known."""
    known = profile.headers.get(OTHER)
    return (OWNER, OTHER) if known and known != profile.headers.get(OWNER) else (OWNER,)


def kinds(profile: Profile) -> tuple[Kind, ...]:
    """Return what can be done here; to replace a file is to upload one of the same name."""
    routes = profile.routes
    told = {Kind.LIST: routes.listing, Kind.DELETE: routes.delete, Kind.EXPIRE: profile.ages}
    return tuple(kind for kind in Kind if told.get(kind, True))


def steps(profile: Profile, moves: Iterable[Move]) -> tuple[Exchange, ...]:
    """Return the exchanges of *moves*; one about no upload, or about no list, is left out."""
    found: list[Exchange] = []
    uploads: list[int] = []
    for kind, actor, number in moves:
        if kind is Kind.UPLOAD:
            uploads.append(len(found))
            found.append(_uploading(profile, actor, number, len(uploads)))
        elif kind is Kind.LIST:
            found += _listing(profile, actor)
        elif uploads:
            found.append(_about(profile, kind, actor, _pick(uploads, number)))
    return tuple(found)


def _pick(uploads: Sequence[int], number: int) -> int:
    return uploads[number % len(uploads)]


def _uploading(profile: Profile, actor: str, stem: int, number: int) -> Exchange:
    """Return an honest upload whose bytes no other of the probe has, where we can build them."""
    known = (sample for sample in profile.accepted if sample.extension in BUILDERS)
    sample = next(known, profile.sample)
    _, build = BUILDERS.get(sample.extension, ("", lambda _: sample.content))
    file = SentFile(
        filename=f"{STEMS[stem % len(STEMS)]}.{sample.extension}".encode(),
        content=Body((build(number),)),
        media_type=sample.media_type.encode(),
    )
    return upload(profile, file, demand=Demand.ACCEPT, actor=actor)


def _listing(profile: Profile, actor: str) -> list[Exchange]:
    routes = profile.routes
    if not routes.listing:
        return []
    pages = [
        routes.page.replace("{number}", str(n + 1)) for n in range(PAGES if routes.page else 1)
    ]
    return [asking(routes.listing + page, actor=actor) for page in pages]


def _about(profile: Profile, kind: Kind, actor: str, about: int) -> Exchange:
    if kind is Kind.DELETE:
        return deleting(profile, about, actor=actor)
    step = asking("{url}", about=about, actor=actor)
    return replace(step, meddling=Meddling.EXPIRE) if kind is Kind.EXPIRE else step
