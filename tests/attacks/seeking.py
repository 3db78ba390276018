"""Ask a strategy of probes what it reaches and what it shrinks to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st

from attacks.model import Attack, Limits, Probe, Profile
from attacks.strategies.contents import HONEST

T = TypeVar("T")

LIMITS = Limits(body=1 << 20, file=1 << 19, parts=10, field=1 << 16)

TXT = Profile(endpoint="/", field="file", accepted=(HONEST["txt"],), limits=LIMITS)
PNG = Profile(
    endpoint="/upload",
    field="photo",
    fields=(("album", "spring"),),
    accepted=(HONEST["png"], HONEST["jpg"], HONEST["txt"]),
    limits=LIMITS,
    storage_root="/srv/app/uploads",
)

QUIET = settings(
    max_examples=2000,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink),
)


def names(probe: Probe) -> tuple[bytes, ...]:
    """Return the file names that *probe* sends, step by step."""
    return tuple(step.file.filename for step in probe.steps if step.file)


def reached(attack: Attack, wanted: Callable[[bytes], bool], profile: Profile = TXT) -> bytes:
    """Return the plainest generated name that is *wanted*, or fail."""
    probes = attack.probes(profile)
    probe = find(probes, lambda p: any(map(wanted, names(p))), settings=QUIET)
    return next(filter(wanted, names(probe)))


def minimal(attack: Attack, profile: Profile = TXT) -> Probe:
    """Return the plainest probe of all."""
    return find(attack.probes(profile), lambda _: True, settings=QUIET)


def found(strategy: st.SearchStrategy[T], wanted: Callable[[T], bool]) -> T:
    """Return the plainest value of *strategy* that is *wanted*, or fail."""
    return find(strategy, wanted, settings=QUIET)
