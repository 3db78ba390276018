"""Own host: a made-up name is nowhere to be found."""

from __future__ import annotations

import pytest

from attacks.model import Demand
from attacks.oracles.own_host import own_host
from tests.attacks.oracles.builders import effects, holds, unclear
from tests.attacks.oracles.people import SILENT, answered, visit

HOST = b"gauntlet.example"
HEADERS = ((b"Host", HOST), (b"Accept", b"text"))
PLAIN = visit(), answered(200, b"page")


def made_up(demand=Demand.EITHER):
    """Return the page under a made-up host."""
    return visit(demand=demand, headers=HEADERS)


@pytest.mark.parametrize(
    "step",
    [answered(200, b"http://gauntlet.example/"), answered(303, b"", ((b"Location", HOST),))],
)
def test_the_name_in_an_answer_breaks(step):
    """In a page or in a redirect."""
    found = effects(own_host, PLAIN, (made_up(), step))

    assert found == {"an answer holds a host that the client made up": ""}


def test_another_host_that_is_served_breaks_if_the_names_are_known():
    """Only then must it be refused."""
    served = answered(200, b"page")

    assert holds(own_host, PLAIN, (made_up(), served))
    assert effects(own_host, PLAIN, (made_up(Demand.REFUSE), served)) == {
        "a request for another host was served": ""
    }


def test_a_header_of_a_proxy_that_changes_the_answer_breaks():
    """It should be as if it were not there."""
    believed = (made_up(Demand.ACCEPT), answered(400, HOST))

    assert effects(own_host, PLAIN, believed) == {
        "a header that only a proxy may write changed the answer": ""
    }
    assert holds(own_host, PLAIN, (made_up(Demand.ACCEPT), answered(200)))
    assert holds(own_host, (visit(), SILENT), believed)


def test_a_refusal_holds_and_silence_is_unclear():
    """A refusal may name what it refuses."""
    assert holds(own_host, PLAIN, (made_up(Demand.REFUSE), answered(400, HOST)))
    assert unclear(own_host, PLAIN, (made_up(), SILENT))
