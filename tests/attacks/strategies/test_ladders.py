"""The same request in growing sizes."""

from __future__ import annotations

from dataclasses import replace

import hypothesis
import pytest

from attacks.model import Limits
from attacks.strategies.ladders import Place, Pump, Scale, lengths, pumped, pumps
from tests.attacks.seeking import PNG, TXT
from tests.attacks.wire.reading import content_type, pushed

PUMP = Pump(token=b"abc", before=b"<", after=b">")


def bodies(place, pump=PUMP, profile=TXT):
    """Return the whole body of each step."""
    return [step.request.body.to_bytes() for step in pumped(profile, place, pump).steps]


@pytest.mark.parametrize("profile", [TXT, PNG], ids=["txt", "png"])
@pytest.mark.parametrize("place", Place)
def test_only_the_repeated_part_differs(place, profile):
    """Prefix and suffix stand around it once, in one form that is otherwise the same."""
    probe = pumped(profile, place, PUMP)
    sent = bodies(place, profile=profile)

    assert probe.measured
    assert all(body.count(b"<abcabc") == body.count(b"abcabc>") == 1 for body in sent)
    assert len({body.replace(b"abc", b"") for body in sent}) == 1
    assert sent[0].count(b"abc") * 64 <= sent[-1].count(b"abc") + 64


@pytest.mark.parametrize("place", sorted(set(Place) - {Place.LINES, Place.PREAMBLE, Place.PARTS}))
def test_the_form_stays_legal_around_it(place):
    """A strict reader finds the file's part, whatever is repeated beside it."""
    pump = Pump(token=b"; a=b" if place in {Place.PARAMETERS, Place.MEDIA_TYPE} else b"abc")
    step = pumped(TXT, place, replace(pump, scale=Scale.SHORT)).steps[0]

    names = [each.name for each in pushed(step.request.body.to_bytes(), content_type(step.request))]
    assert TXT.field in names


def test_lengths_grow_by_whole_tokens():
    """Few repetitions one after the other; many, four times as many at each step."""
    assert lengths(TXT, Scale.SHORT, 2)[:3] == (16, 22, 28)
    assert lengths(TXT, Scale.LONG, 4) == (6_248, 25_000, 100_000, 400_000)
    assert lengths(replace(TXT, limits=Limits()), Scale.HUGE, 1)[-1] == 13_500_000
    assert lengths(replace(TXT, limits=Limits(file=1000)), Scale.HUGE, 1) == (56, 225, 900)


@hypothesis.given(pumps(b"a", b";"))
@hypothesis.settings(max_examples=20, derandomize=True, database=None)
def test_what_is_drawn_is_made_of_the_tokens(pump):
    """One token or several are repeated, with some or none around."""
    assert pump.token
    assert set(pump.before + pump.token + pump.after) <= set(b"a;")
