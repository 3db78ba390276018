"""Build exchanges and probes: honest uploads, with exactly one thing changed.

Attacks start from these, so that each probe is legal for every control but the one it
aims at; otherwise another control would refuse it and hide a missing one.
"""

from __future__ import annotations

from collections.abc import Iterable

from attacks.model import (
    OWNER,
    Body,
    Demand,
    Exchange,
    Framing,
    Header,
    Probe,
    Profile,
    Request,
    SentFile,
)
from attacks.wire.multipart import Form, Part, file_part, text_part


def honest_name(profile: Profile, stem: str = "report") -> bytes:
    """Return *stem* with the extension of the profile's honest sample."""
    return f"{stem}.{profile.sample.extension}".encode()


def honest_file(profile: Profile, stem: str = "report") -> SentFile:
    """Return an upload that the target is known to accept."""
    sample = profile.sample
    return SentFile(
        filename=honest_name(profile, stem),
        content=Body((sample.content,)),
        media_type=sample.media_type.encode(),
    )


def form_for(profile: Profile, *parts: Part, actor: str = OWNER) -> Form:
    """Return a form with the text fields of *actor* in front of *parts*."""
    return Form(parts=texts(profile.fields_of(actor)) + parts)


def texts(fields: Iterable[tuple[str, str]]) -> tuple[Part, ...]:
    """Return the part of each text field."""
    return tuple(text_part(n.encode(), v.encode()) for n, v in fields)


def part_for(profile: Profile, file: SentFile) -> Part:
    """Return the honest part for *file* in the profile's field."""
    return file_part(profile.field.encode(), file.filename, file.content, file.media_type)


def post(
    profile: Profile,
    form: Form,
    *,
    body: Body | None = None,
    headers: tuple[Header, ...] = (),
    framing: Framing = Framing.DECLARED,
    declared: bytes | None = None,
) -> Request:
    """Return the request that sends *form* (or *body* under its Content-Type)."""
    return Request(
        path=profile.endpoint.encode(),
        headers=(form.content_type(), *headers),
        body=form.body() if body is None else body,
        framing=framing,
        declared=declared,
    )


def upload(
    profile: Profile, file: SentFile, *, demand: Demand = Demand.EITHER, actor: str = OWNER
) -> Exchange:
    """Return the exchange that uploads *file* as a browser of *actor* would."""
    form = form_for(profile, part_for(profile, file), actor=actor)
    return Exchange(request=post(profile, form), file=file, demand=demand, actor=actor)


def named(
    profile: Profile,
    filename: bytes,
    *,
    variant: str,
    demand: Demand = Demand.EITHER,
    witnesses: tuple[str, ...] = (),
) -> Probe:
    """Return a probe with honest bytes under *filename*."""
    sample = profile.sample
    file = SentFile(
        filename=filename,
        content=Body((sample.content,)),
        media_type=sample.media_type.encode(),
    )
    step = upload(profile, file, demand=demand)
    return Probe(steps=(step,), variant=variant, witnesses=witnesses)


def honest(profile: Profile, stem: str = "report") -> Probe:
    """Return an upload that must be stored."""
    return named(profile, honest_name(profile, stem), variant="honest", demand=Demand.ACCEPT)
