"""Known method: an odd method is refused."""

from __future__ import annotations

from attacks.oracles.known_method import known_method
from tests.attacks.oracles.builders import effects, holds
from tests.attacks.oracles.people import SILENT, answered, visit

TRACE = visit(method=b"TRACE", headers=((b"X-Gauntlet", b"canary-7d1f"), (b"X", b"no")))


def test_success_breaks():
    """The page is shown whatever the method."""
    found = effects(known_method, (visit(method=b"GAUNTLET"), answered(200)))

    assert found == {"an unknown method was answered with success": ""}


def test_an_answer_that_repeats_the_request_breaks():
    """Whatever its status."""
    found = effects(known_method, (TRACE, answered(405, b"X-Gauntlet: canary-7d1f")))

    assert found == {"an answer repeats the headers of the request": ""}


def test_a_refusal_and_an_ordinary_method_hold():
    """Silence is not success."""
    assert holds(known_method, (TRACE, answered(405, b"no")))
    assert holds(known_method, (TRACE, SILENT))
    assert holds(known_method, (visit(), answered(200)))
