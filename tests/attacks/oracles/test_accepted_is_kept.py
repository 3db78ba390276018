"""Accepted is kept: whoever came at the same moment."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attacks.model import Outcome, Response, Stored
from attacks.oracles.accepted_is_kept import accepted_is_kept
from tests.attacks.oracles.builders import OK, download, exchange, observe, refused, stored
from tests.attacks.oracles.people import SILENT

SENT = exchange()
KEPT = stored(retrieved=download(), refetched=download(), address="/f/1")
LOST = replace(KEPT, stored=Stored.NO)


def judged(*steps, together=2, sent=SENT):
    """Return outcome and signatures for a group of uploads."""
    seen = observe(*((sent, step) for step in steps))
    verdict = accepted_is_kept(replace(seen, probe=replace(seen.probe, together=together)))
    return verdict.outcome, {effect.signature for effect in verdict.effects}


def test_an_upload_that_is_not_there_breaks():
    """It was taken, and nothing of it was kept."""
    nowhere = replace(LOST, retrieved=None, refetched=None, address="")

    assert judged(KEPT, nowhere)[1] == {"an upload that was taken is not there"}


@pytest.mark.parametrize("again", [download(b"other"), Response(status=404)])
def test_an_upload_that_was_replaced_breaks(again):
    """Its address has another's bytes, or nothing."""
    _, signatures = judged(KEPT, replace(KEPT, refetched=again))

    assert signatures == {"an upload that was taken at the same moment as others was replaced"}


def test_what_is_there_or_was_refused_holds():
    """Bytes are only compared where they are kept as they are."""
    picture = exchange()
    picture = replace(picture, file=replace(picture.file, media_type=b"image/png"))
    anew = replace(KEPT, refetched=download(b"anew"))

    assert judged(KEPT, refused())[0] is Outcome.HELD
    assert judged(KEPT, anew, sent=picture)[0] is Outcome.HELD
    assert judged(replace(KEPT, refetched=None), KEPT)[0] is Outcome.HELD
    assert judged(LOST, together=0)[0] is Outcome.HELD
    odd = replace(LOST, response=Response(status=500), refused=False, refetched=None)
    assert judged(KEPT, odd)[0] is Outcome.HELD


def test_silence_and_no_address_are_unclear():
    """Nobody knows what became of it."""
    assert judged(KEPT, SILENT)[0] is Outcome.INCONCLUSIVE
    assert judged(KEPT, stored(response=OK))[0] is Outcome.INCONCLUSIVE
