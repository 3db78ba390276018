"""Whoever reads the log learns of what was refused, and of what was stored."""

from __future__ import annotations

from attacks.oracles.refusal_logged import refusal_logged
from tests.attacks.oracles.builders import effects, exchange, holds, refused, stored, unclear
from tests.attacks.oracles.people import SILENT, answered, visit


def test_silence_breaks():
    """About a refusal, or about a file that was stored."""
    assert effects(refusal_logged, (exchange(), refused())) == {
        "a refusal left no line in the log": ""
    }
    assert effects(refusal_logged, (exchange(), stored())) == {
        "an upload left no line in the log": ""
    }


def test_a_line_holds():
    """And a page that is shown needs none."""
    assert holds(refusal_logged, (exchange(), refused(log=("no",))))
    assert holds(refusal_logged, (exchange(), stored(log=("yes",))))
    assert holds(refusal_logged, (visit(), answered(200)))
    assert holds(refusal_logged, (exchange(), answered(200)))


def test_no_answer_is_unclear():
    """Nobody knows what became of it."""
    assert unclear(refusal_logged, (exchange(), SILENT))
