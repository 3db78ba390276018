"""A file or a field does not make the target ask anybody for anything."""

from __future__ import annotations

from types import SimpleNamespace

from attacks.model import HELD, Outcome, Response
from attacks.oracles.canaries import FETCHED, HOST
from attacks.oracles.no_egress import no_egress
from tests.attacks.oracles.builders import download

ASKED = "the target asked for a host that an upload names"
OPENED = "a URL in an upload was fetched"


def seen(*, reached=(), **answers):
    """Return an observation of one step in which these hosts were asked."""
    step = {"response": None, "retrieved": None, "reached": reached} | answers
    return SimpleNamespace(steps=(SimpleNamespace(**step),))


def signatures(observation):
    """Return what the oracle finds."""
    return [effect.signature for effect in no_egress(observation).effects]


def test_a_host_that_was_asked_for_breaks():
    """By its name, or with a port."""
    assert signatures(seen(reached=("localhost", HOST))) == [ASKED]
    assert signatures(seen(reached=(f"{HOST}:80",))) == [ASKED]


def test_a_url_that_was_opened_breaks():
    """Its text is in the file, or in the answer, and was in no request."""
    assert signatures(seen(retrieved=download(FETCHED))) == [OPENED]
    assert signatures(seen(response=Response(status=400, body=FETCHED))) == [OPENED]


def test_other_hosts_hold():
    """A scanner and a database are asked as well."""
    assert no_egress(seen(reached=("127.0.0.1:3310",), retrieved=download())) == HELD


def test_unseen_is_unclear():
    """On a live target nobody sees its connections."""
    assert no_egress(seen(reached=None)).outcome is Outcome.INCONCLUSIVE
