"""Chosen bytes under the name and the type of a file that the target accepts.

An attack on content writes its variants as tables, one for each type, and sends those of the
types that the target is known to take; where there is none, it has nothing to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hypothesis import strategies as st

from attacks.model import GENERATED, Body, Demand, Probe, Profile, Sample, SentFile
from attacks.strategies.contents import BUILDERS
from attacks.uploads import honest, upload

Content = bytes | Body
Tables = Mapping[str, Mapping[str, Content]]
"""By extension, then by variant."""

BINARY = ("png", "jpg", "gif", "webp", "pdf", "zip")
IMAGES = ("png", "jpg", "gif", "webp")
TEXTS = ("txt", "csv")


def of_types(profile: Profile, *extensions: str) -> tuple[Sample, ...]:
    """Return one accepted sample for each media type of *extensions*."""
    wanted = {BUILDERS[extension][0] for extension in extensions}
    found: dict[str, Sample] = {}
    for sample in profile.accepted:
        if sample.media_type in wanted:
            found.setdefault(sample.media_type, sample)
    return tuple(found.values())


def holding(
    profile: Profile,
    sample: Sample,
    content: Content,
    *,
    variant: str = GENERATED,
    demand: Demand = Demand.REFUSE,
    media_type: bytes | None = None,
    witnesses: tuple[str, ...] = (),
) -> Probe:
    """Return the upload of *content* as if it were *sample*."""
    file = SentFile(
        filename=f"holding.{sample.extension}".encode(),
        content=Body((content,)) if isinstance(content, bytes) else content,
        media_type=sample.media_type.encode() if media_type is None else media_type,
    )
    step = upload(profile, file, demand=demand)
    return Probe(steps=(step,), variant=variant, witnesses=witnesses)


def from_tables(
    profile: Profile, tables: Tables, *, demand: Demand = Demand.REFUSE
) -> tuple[Probe, ...]:
    """Return the variants of every type that is accepted."""
    return tuple(
        holding(profile, sample, content, variant=f"{name}-{sample.extension}", demand=demand)
        for sample in of_types(profile, *tables)
        for name, content in tables[_key(sample, tables)].items()
    )


def _key(sample: Sample, tables: Iterable[str]) -> str:
    """Return the extension under which the tables know the type of *sample*."""
    return next(e for e in tables if BUILDERS[e][0] == sample.media_type)


def drawn(
    profile: Profile, extensions: tuple[str, ...], contents: st.SearchStrategy[bytes]
) -> st.SearchStrategy[Probe]:
    """Put drawn *contents* under the name of one of the accepted *extensions*."""
    samples = of_types(profile, *extensions)
    if not samples:
        return st.nothing()
    return st.builds(
        lambda sample, content: holding(profile, sample, content),
        st.sampled_from(samples),
        contents,
    )


def honest_each(profile: Profile, *extensions: str) -> tuple[Probe, ...]:
    """Return an honest upload of each accepted type: what the attack dresses up is taken."""
    plain = tuple(
        holding(profile, s, s.content, variant=f"honest-{s.extension}", demand=Demand.ACCEPT)
        for s in of_types(profile, *extensions)
    )
    return plain or (honest(profile),)
