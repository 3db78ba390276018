"""File modes: every accepted type is uploaded once, and text in several sizes."""

from __future__ import annotations

from attacks.catalogue.storage.file_mode import ATTACK
from tests.attacks.seeking import PNG, found, minimal, names


def test_each_accepted_type_is_a_seed():
    """A target that treats one type apart is seen."""
    variants = [probe.variant for probe in ATTACK.seeds(PNG)]

    assert variants == ["type-png", "type-jpg", "type-txt"]


def test_reaches_other_sizes():
    """A file that is spooled may get another mode than one that is not."""
    probe = found(ATTACK.probes(PNG), lambda p: p.steps[0].request.body.size > 10_000)

    assert names(probe) == (b"private.txt",)


def test_shrinks_to_the_first_type():
    """A counterexample is the profile's own sample."""
    assert names(minimal(ATTACK, PNG)) == (b"private.png",)
