"""Not embedded: what a page of another site is given."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attacks.model import OWNER, Demand, Stored
from attacks.oracles.not_embedded import not_embedded
from tests.attacks.oracles.builders import download, effects, holds, unclear
from tests.attacks.oracles.people import SILENT, answered, asked, owned

EMBEDS = asked(actor=OWNER, headers=((b"Sec-Fetch-Dest", b"image"),))
SERVED = answered(200, b"hello\n")


def test_a_file_that_is_served_breaks():
    """As it was sent, or as it is served to its owner; whole, or as a range."""
    broken = {"a page of another site can embed a stored file": ""}
    anew = owned(retrieved=download(b"anew"))

    assert effects(not_embedded, owned(), (EMBEDS, SERVED)) == broken
    assert effects(not_embedded, anew, (EMBEDS, answered(206, b"anew"))) == broken


@pytest.mark.parametrize("answer", [answered(403), answered(303, b""), answered(200, b"<form>")])
def test_a_refusal_or_a_page_holds(answer):
    """A login page is nobody's file."""
    assert holds(not_embedded, owned(), (EMBEDS, answer))


def test_what_the_owner_may_do_holds():
    """Nothing demands that this be refused."""
    assert holds(not_embedded, owned(), (replace(EMBEDS, demand=Demand.ACCEPT), SERVED))


def test_no_answer_and_no_file_are_unclear():
    """There was nothing to embed, or nobody knows what was given."""
    assert unclear(not_embedded, owned(), (EMBEDS, SILENT))
    assert unclear(not_embedded, owned(stored=Stored.NO), (EMBEDS, SERVED))
