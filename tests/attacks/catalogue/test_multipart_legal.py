"""What must be stored is legal: a parser that is not ours reads the very file that was meant."""

from __future__ import annotations

import pytest

from attacks import catalogue
from attacks.model import Attack, Framing, Profile
from tests.attacks.seeking import PNG, TXT
from tests.attacks.wire.reading import Read, content_type, pushed

FAMILIES = ("multipart", "size", "serving", "errors")
ATTACKS = [a for a in catalogue.load() if a.id.partition(".")[0] in FAMILIES]


@pytest.mark.parametrize("profile", [TXT, PNG], ids=["txt-only", "png-first"])
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.id)
def test_neighbours_are_read_as_meant(attack: Attack, profile: Profile):
    """One file part, in the right field, with the name and the bytes that were meant."""
    for probe in attack.neighbours(profile):
        step, *_ = probe.steps
        parts = pushed(step.request.body.to_bytes(), content_type(step.request))
        files = [part for part in parts if part.filename]

        assert step.file is not None
        assert files == [
            Read(profile.field, step.file.filename.decode(), step.file.content.to_bytes())
        ]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.id)
def test_neighbours_stay_within_limits(attack: Attack):
    """A neighbour is below every limit that the target states."""
    for probe in attack.neighbours(TXT):
        step, *_ = probe.steps
        limits, body = TXT.limits, step.request.body
        parts = pushed(body.to_bytes(), content_type(step.request))

        assert body.size < (limits.body or 0)
        assert len(parts) < (limits.parts or 0)
        assert step.file is not None
        assert step.file.content.size < (limits.file or 0)
        assert all(len(p.data) < (limits.field or 0) for p in parts if not p.filename)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.id)
def test_lengths_are_honest_but_where_the_length_is_the_attack(attack: Attack):
    """Only the attacks on the length declare another one than is sent."""
    lying = {"size.declared-length", "size.invalid-length", "size.body-limit"}
    steps = [step for probe in attack.seeds(TXT) for step in probe.steps]

    assert attack.id in lying or all(step.request.declared is None for step in steps)
    assert all(s.request.declared is None for s in steps if s.request.framing is Framing.CHUNKED)
