"""Hidden until checked: what is given out while an upload is under way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attacks.model import OWNER, Demand
from attacks.oracles.hidden_until_checked import hidden_until_checked
from tests.attacks.oracles.builders import exchange, observe, refused, stored
from tests.attacks.oracles.people import SILENT, answered, asked, owned

SENT = exchange(b"late.png", b"broken")
READ = asked(actor=OWNER, demand=Demand.EITHER)


def told(upload, *answers):
    """Return outcome and signatures of an upload with readers beside it."""
    seen = observe(owned(), (SENT, upload), *((READ, answer) for answer in answers))
    seen = replace(seen, probe=replace(seen.probe, together=1 + len(answers)))
    verdict = hidden_until_checked(seen)
    return verdict.outcome.value, {effect.signature for effect in verdict.effects}


@pytest.mark.parametrize("status", [200, 206])
def test_bytes_that_were_served_and_then_refused_break(status):
    """One reader is enough."""
    given = answered(status, b"broken")

    assert told(refused(), answered(404), given) == (
        "broken",
        {"a file was served while it was checked"},
    )


@pytest.mark.parametrize("answer", [answered(404), answered(200, b"else"), SILENT])
def test_anything_else_holds(answer):
    """A page, another file, or nothing; also the bytes in an answer that is an error."""
    assert told(refused(), answer) == ("held", set())
    assert told(refused(), answered(404, b"broken")) == ("held", set())


def test_an_upload_that_was_taken_is_unclear():
    """It may be fetched now; whether it could be before, nobody can say."""
    assert told(stored(), answered(200, b"broken"))[0] == "inconclusive"
    assert told(SILENT, answered(404))[0] == "inconclusive"


def test_a_probe_without_a_race_holds():
    """There is nothing to judge."""
    assert hidden_until_checked(observe(owned())).outcome.value == "held"
