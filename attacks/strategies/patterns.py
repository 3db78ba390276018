"""Names written as patterns, so that a table of variants reads like the names it sends.

In a pattern ``GOOD`` stands for the extension of the profile's honest sample and ``BAD``
for an active one that the target does not accept; every other byte is sent as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import GENERATED, Body, Probe, Profile
from attacks.strategies import extensions
from attacks.strategies.owned import may_be_sent
from attacks.uploads import honest_file, named, upload

Patterns = Mapping[str, bytes]

Text = tuple[bytes, bytes]
"""A name and what the file holds."""
Texts = Mapping[str, Text]


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


def texts(profile: Profile, files: Texts) -> tuple[Probe, ...]:
    """Return each of the named *files* that this target may be sent, name and text spelled."""
    return tuple(_text(profile, *f, v) for v, f in files.items() if may_be_sent(profile, f[0]))


def generated_texts(profile: Profile, files: st.SearchStrategy[Text]) -> st.SearchStrategy[Probe]:
    """Return each of *files* that this target may be sent."""
    harmless = files.filter(lambda file: may_be_sent(profile, file[0]))
    return harmless.map(lambda file: _text(profile, *file))


def _text(profile: Profile, name: bytes, text: bytes, variant: str = GENERATED) -> Probe:
    """Return a file of *text*, or of honest bytes where the target takes no text."""
    last = name.rpartition(b".")[2].decode("utf-8", "replace")
    takes = {sample.extension: sample for sample in profile.accepted}
    sample = takes.get(last) or takes.get("txt")
    file = honest_file(profile)
    if sample is not None:
        told, content = sample.media_type.encode(), Body((spelled(profile, text),))
        file = replace(file, content=content, media_type=told)
    file = replace(file, filename=spelled(profile, name))
    return Probe(steps=(upload(profile, file),), variant=variant)
