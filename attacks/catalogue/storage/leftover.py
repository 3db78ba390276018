"""An upload that is refused after part of it was written.

What it does
    Sends a legal head and enough of a file that the server has begun to write it, then ends
    the body: in the middle of the file, just before its closing delimiter, or in the head
    of the part that follows. The declared length is what is sent, so the request itself is
    whole; only the form breaks off.

Why it works
    The branch that refuses is the one that nobody tested. A temporary file without an owner
    fills the disk, one under its final name is served as half a file, and a descriptor that
    stays open keeps the space even after a clean-up.

Expected defence
    Write to a temporary file that vanishes by itself, publish it only when the body is
    complete, and release both on every path. Refusing must leave the store as it was.

References
    - CWE-459, CWE-460
    - OWASP ASVS v5.0.0-2.3.3, WSTG-ERRH-01
    - RFC 2046, section 5.1.1
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import (
    GENERATED,
    Attack,
    Body,
    Demand,
    Exchange,
    Fill,
    Piece,
    Probe,
    Profile,
    SentFile,
    Severity,
)
from attacks.oracles.nothing_left_behind import nothing_left_behind
from attacks.strategies import contents
from attacks.uploads import form_for, honest, part_for, post
from attacks.wire.multipart import BOUNDARY, Form, text_part

WRITTEN = 256 * 1024  # more than any server keeps in memory before it writes: 64 kB are usual
DASHES = b"--\r\n"


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return bodies that end at four places."""
    file = contents.roomy(profile, _room(profile))
    end, whole = _end_of_file(profile, file), _form(profile, file).body().size
    ends = {
        "in-the-file": end * 7 // 8,
        "before-the-delimiter": end,
        "in-the-next-head": end + len(b"\r\n--" + BOUNDARY + b"\r\nContent-"),
        "before-the-last-dashes": whole - len(DASHES),
    }
    return tuple(_cut(profile, file, end, variant) for variant, end in ends.items())


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Choose how large the file is, and stop behind it; small ones first."""

    def broken_off(size: int) -> Probe:
        file = contents.roomy(profile, size)
        return _cut(profile, file, _end_of_file(profile, file), GENERATED)

    return st.integers(0, _room(profile)).map(broken_off)


def _room(profile: Profile) -> int:
    """Return how much to send: enough to be written, and well within the limits."""
    limits = (profile.limits.body, profile.limits.file)
    return min([WRITTEN, *(limit // 2 for limit in limits if limit is not None)])


def _form(profile: Profile, file: SentFile) -> Form:
    return form_for(profile, part_for(profile, file), text_part(b"note", b"the end"))


def _end_of_file(profile: Profile, file: SentFile) -> int:
    """Return how many bytes go before the delimiter that closes the file."""
    bare = form_for(profile, part_for(profile, file))
    return bare.body().size - len(b"\r\n--" + BOUNDARY + DASHES)


def _cut(profile: Profile, file: SentFile, end: int, variant: str) -> Probe:
    form = _form(profile, file)
    request = post(profile, form, body=_first(form.body(), end))
    step = Exchange(request=request, file=file, demand=Demand.REFUSE)
    return Probe(steps=(step,), variant=variant)


def _first(body: Body, end: int) -> Body:
    """Return the first *end* bytes of *body*, without writing a fill out."""
    pieces: list[Piece] = []
    for piece in body.pieces:
        size = min(end, piece.size if isinstance(piece, Fill) else len(piece))
        pieces.append(replace(piece, size=size) if isinstance(piece, Fill) else piece[:size])
        end -= size
    return Body(tuple(pieces))


ATTACK = Attack(
    id="storage.leftover",
    title="An upload that is refused after part of it was written",
    severity=Severity.MEDIUM,
    controls=("temp-hygiene", "atomic-publish"),
    cwe=(459, 460),
    asvs=("v5.0.0-2.3.3",),
    wstg=("WSTG-ERRH-01",),
    oracles=(nothing_left_behind,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
