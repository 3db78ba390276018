"""Names that are stored, and then shown: on the list of one's files and where else they go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import GENERATED, Probe, Profile
from attacks.uploads import honest_name, named
from attacks.visits import asking


def listed(profile: Profile, stem: str, *, variant: str = GENERATED) -> Probe:
    """Return a probe that stores an honest file under *stem* and then opens the list."""
    return then(profile, stem, profile.routes.listing or profile.page, variant=variant)


def then(profile: Profile, stem: str, path: str, *, variant: str = GENERATED) -> Probe:
    """Return a probe that stores an honest file under *stem* and then asks for *path*."""
    name = stem.encode("utf-8", "surrogateescape") + honest_name(profile, "")
    stored = named(profile, name, variant=variant)
    return replace(stored, steps=(*stored.steps, asking(path)))


def all_listed(profile: Profile, stems: Mapping[str, str]) -> tuple[Probe, ...]:
    """Return one probe for each of *stems*, by the name of its variant."""
    return tuple(listed(profile, stem, variant=variant) for variant, stem in stems.items())


def mixed(tokens: tuple[str, ...], most: int = 6) -> st.SearchStrategy[str]:
    """Return stems that mix *tokens*."""
    return st.lists(st.sampled_from(tokens), min_size=1, max_size=most).map("".join)
