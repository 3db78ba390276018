"""The next honest request is answered."""

from __future__ import annotations

from attacks.model import Response
from attacks.oracles.still_serving import still_serving
from tests.attacks.oracles.builders import effects, exchange, holds, refused


def test_any_answer_below_500_holds():
    """A page that needs a login still serves."""
    assert holds(still_serving, (exchange(), refused()), honest=Response(status=404))


def test_no_answer_breaks():
    """A target that is gone after the probe is an effect."""
    found = effects(still_serving, (exchange(), refused()), honest=None)
    assert found == {"an honest request got no answer": ""}


def test_a_failure_breaks():
    """So is a target that only fails from then on."""
    found = effects(still_serving, (exchange(), refused()), honest=Response(status=500))
    assert found == {"an honest request was answered 500": ""}
