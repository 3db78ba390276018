"""No answer is a failure of the server."""

from __future__ import annotations

import pytest

from attacks.model import Response
from attacks.oracles.no_server_error import no_server_error
from tests.attacks.oracles.builders import PAGE, effects, exchange, holds, refused, stored

FAILED = Response(status=503)


def test_refusals_and_missing_answers_hold():
    """A status in the four hundreds is a good answer; none is another oracle's matter."""
    assert holds(no_server_error, (exchange(), refused()), (exchange(), stored(response=None)))


@pytest.mark.parametrize(
    ("seen", "honest", "signature"),
    [
        ({"response": FAILED}, PAGE, "an upload was answered 503"),
        ({"retrieved": FAILED, "refetched": FAILED}, PAGE, "fetching back was answered 503"),
        ({}, FAILED, "an honest request was answered 503"),
    ],
)
def test_a_failure_breaks_with_its_status(seen, honest, signature):
    """Each kind of request has its own signature, with the status in it."""
    found = effects(no_server_error, (exchange(), stored(**seen)), honest=honest)
    assert found == {signature: ""}
