"""Names written as patterns, so that a table of variants reads like the names it sends.

In a pattern ``GOOD`` stands for the extension of the profile's honest sample and ``BAD``
for an active one that the target does not accept; every other byte is sent as it is.
"""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from attacks.model import GENERATED, Probe, Profile
from attacks.strategies import extensions
from attacks.strategies.owned import may_be_sent
from attacks.uploads import named

Patterns = Mapping[str, bytes]


def spelled(profile: Profile, pattern: bytes, bad: str = "") -> bytes:
    """Return *pattern* as a name for *profile*, with the first active extension for ``BAD``."""
    chosen = bad or extensions.unwanted(profile)[0]
    return pattern.replace(b"BAD", chosen.encode()).replace(
        b"GOOD", profile.sample.extension.encode()
    )


def variants(profile: Profile, patterns: Patterns) -> tuple[Probe, ...]:
    """Return honest bytes under each of the named *patterns* that this target may be sent."""
    names = {variant: spelled(profile, pattern) for variant, pattern in patterns.items()}
    return tuple(named(profile, n, variant=v) for v, n in names.items() if may_be_sent(profile, n))


def generated(profile: Profile, names: st.SearchStrategy[bytes]) -> st.SearchStrategy[Probe]:
    """Return honest bytes under each of *names* that this target may be sent."""
    harmless = names.filter(lambda name: may_be_sent(profile, name))
    return harmless.map(lambda name: named(profile, name, variant=GENERATED))
