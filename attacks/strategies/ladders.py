"""The same request in growing sizes: something said again and again, where a parser reads it.

A `Pump` is what makes a pattern backtrack or a loop begin anew: a prefix, a token that is repeated,
and a suffix that spoils the match. Repetitions are `Fill` pieces, so that a large one is cheap.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from hypothesis import strategies as st

from attacks.model import GENERATED, Body, Exchange, Fill, Piece, Probe, Profile, Request
from attacks.strategies.framing import text_sample
from attacks.uploads import form_for, post
from attacks.wire.multipart import BOUNDARY, Form, Part, disposition, quoted

HOLE = b"{pumped}"
CLOSING = b"--" + BOUNDARY + b"--\r\n"
LARGEST = 15_000_000  # bytes of a body, where no limit is stated


class Scale(StrEnum):
    """How far the repetitions go."""

    SHORT = "short"  # 8 to 38 tokens, three more at a time: for what doubles with each
    LONG = "long"  # 6 to 400 kilobytes: for what grows with the square
    HUGE = "huge"  # up to the limit of the target: for what is looked through again at each read


def lengths(profile: Profile, scale: Scale, token: int) -> tuple[int, ...]:
    """Return growing lengths in bytes, for a repeated token of *token* bytes."""
    if scale is Scale.SHORT:
        return tuple(count * token for count in range(8, 39, 3))
    if scale is Scale.LONG:
        return tuple((6_250 << step) // token * token for step in (0, 2, 4, 6))
    limits = (profile.limits.file, profile.limits.body, LARGEST)
    most = min(limit for limit in limits if limit is not None) * 9 // 10
    return tuple((most >> step) // token * token for step in (4, 2, 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pump:
    """A token that is repeated between a prefix and a suffix."""

    token: bytes
    before: bytes = b""
    after: bytes = b""
    scale: Scale = Scale.LONG

    def pieces(self, length: int) -> tuple[Piece, ...]:
        """Return prefix, *length* bytes of the token, and suffix."""
        return self.before, Fill(pattern=self.token, size=length), self.after


class Place(StrEnum):
    """Where in the form of an upload a pump stands."""

    PREAMBLE = "preamble"
    PARAMETERS = "parameters"  # behind those of the file's Content-Disposition
    NAME = "name"  # the file's name, before the extension
    MEDIA_TYPE = "media-type"  # behind the file's type
    LINES = "lines"  # one line of the file's part header, or several
    CONTENT = "content"  # before that of a text
    PARTS = "parts"  # behind the file's part
    EPILOGUE = "epilogue"


Placed = tuple[Place, Pump]


def pumped(profile: Profile, place: Place, pump: Pump, variant: str = GENERATED) -> Probe:
    """Return a probe that sends an honest upload with *pump* at *place*, in growing sizes."""
    form = _with_hole(profile, place)
    before, after = form.body().to_bytes().split(HOLE)
    sizes = lengths(profile, pump.scale, len(pump.token))
    bodies = (Body((before, *pump.pieces(size), after)) for size in sizes)
    return climbing((post(profile, form, body=body) for body in bodies), variant)


def climbing(requests: Iterable[Request], variant: str = GENERATED) -> Probe:
    """Return a probe that sends *requests*, each larger than the one before, and measures them."""
    steps = tuple(Exchange(request=request) for request in requests)
    return Probe(steps=steps, variant=variant, measured=True)


def each_pumped(profile: Profile, pumps: Mapping[str, Placed]) -> tuple[Probe, ...]:
    """Return a probe for each of *pumps*, by the name of the variant."""
    return tuple(pumped(profile, place, pump, name) for name, (place, pump) in pumps.items())


def pumps(*tokens: bytes) -> st.SearchStrategy[Pump]:
    """Draw what is repeated, and what stands around it, from *tokens*."""
    repeated = st.lists(st.sampled_from(tokens), min_size=1, max_size=3).map(b"".join)
    scales = st.sampled_from((Scale.SHORT, Scale.LONG))
    around = st.lists(st.sampled_from((b"", *tokens)), max_size=2).map(b"".join)
    return st.builds(Pump, token=repeated, before=around, after=around, scale=scales)


def _with_hole(profile: Profile, place: Place) -> Form:
    """Return the form of an honest upload, a text if such are taken, with `HOLE` at *place*."""

    def at(where: Place) -> bytes:
        return HOLE if where is place else b""

    sample = text_sample(profile) or profile.sample
    name = quoted(b"filename", at(Place.NAME) + f"report.{sample.extension}".encode())
    headers = (
        disposition(quoted(b"name", profile.field.encode()), name) + at(Place.PARAMETERS),
        b"Content-Type: " + sample.media_type.encode() + at(Place.MEDIA_TYPE),
        *filter(None, [at(Place.LINES)]),
    )
    part = Part(headers=headers, body=Body((at(Place.CONTENT) + sample.content,)))
    form = replace(form_for(profile, part), preamble=at(Place.PREAMBLE), closed=False)
    return replace(form, epilogue=at(Place.PARTS) + CLOSING + at(Place.EPILOGUE))
