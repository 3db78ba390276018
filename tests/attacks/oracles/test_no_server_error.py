"""No answer is a failure of the server."""

from __future__ import annotations

import pytest

from attacks.model import Framing, Response
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


def test_not_implemented_is_no_failure_for_a_framing_by_hand():
    """RFC 9112 asks for 501 where a transfer coding is unknown; for any other request it is one."""
    unknown = stored(response=Response(status=501))

    assert holds(no_server_error, (exchange(framing=Framing.LITERAL), unknown))
    assert effects(no_server_error, (exchange(), unknown)) == {"an upload was answered 501": ""}
    assert effects(no_server_error, (exchange(framing=Framing.LITERAL), stored(response=FAILED)))
    assert holds(no_server_error, (exchange(framing=Framing.LITERAL), stored(response=None)))
