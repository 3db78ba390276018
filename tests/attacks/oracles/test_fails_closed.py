"""What can be read in two ways is refused."""

from __future__ import annotations

from attacks.model import Demand, Response, Stored
from attacks.oracles.fails_closed import fails_closed
from tests.attacks.oracles.builders import (
    change,
    download,
    effects,
    exchange,
    holds,
    observe,
    refused,
    stored,
    unclear,
    unseen,
)

BAD = exchange(b"a.txt", demand=Demand.REFUSE, rivals=(b"b.png",))
TAKEN = {"a broken request was stored": ""}


def detail(step, sent=BAD):
    """Return what the oracle says of *step*."""
    return fails_closed(observe((sent, step))).effects[0].detail


def test_refusals_and_legal_requests_hold():
    """No answer with nothing stored is a refusal too."""
    assert holds(fails_closed, (BAD, refused()), (exchange(), stored()))
    assert holds(fails_closed, (BAD, refused(response=None, refused=False)))


def test_a_stored_file_breaks_and_names_the_reading():
    """The name on disk, or the name of the download, shows which reader won."""
    assert effects(fails_closed, (BAD, stored(change("b.png")))) == TAKEN
    assert '"b.png"' in detail(stored(change("b.png")))
    served = stored(retrieved=download(content_disposition=b'inline; filename="a.txt"'))
    assert '"a.txt"' in detail(served)


def test_a_reading_that_does_not_show_is_left_out():
    """A key of the server's, a header that cannot be read, a request without a file."""
    odd = stored(change("9c1f"), retrieved=download(content_disposition=b"inline; ="))
    assert "the name taken" not in detail(odd)
    nameless = exchange(None, demand=Demand.REFUSE)
    assert "nothing" in detail(stored(response=None), nameless)


def test_success_with_nothing_stored_breaks():
    """The client is told that all is well, and its file is gone."""
    step = refused(refused=False, response=Response(status=302))
    assert effects(fails_closed, (BAD, step)) == {"a broken request was answered as a success": ""}


def test_nobody_saw_is_unclear():
    """Unless the answer is a refusal."""
    assert unclear(fails_closed, (BAD, unseen()))
    assert holds(fails_closed, (BAD, refused(stored=Stored.UNSEEN)))
