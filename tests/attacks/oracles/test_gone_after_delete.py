"""What was deleted is not served, and its bytes are not kept."""

from __future__ import annotations

from attacks.model import OWNER, ChangeKind, Stored
from attacks.oracles.gone_after_delete import gone_after_delete
from tests.attacks.oracles.builders import change, disk, effects, exchange, holds, stored, unclear
from tests.attacks.oracles.people import SILENT, answered, asked, owned

GONE = disk(change("k", None, ChangeKind.REMOVED))
DELETE = asked(b"POST", b"/delete/{id}", actor=OWNER)
AGAIN = asked(actor=OWNER)
SERVED = {"a deleted file is served": ""}


def deleted(**seen):
    """Return a deletion that went well."""
    return DELETE, answered(303, b"", **{"disk": GONE, **seen})


def test_a_file_that_is_still_served_breaks():
    """Right after, in part, or when all was done."""
    once = owned(refetched=None)

    assert effects(gone_after_delete, once, deleted(), (AGAIN, answered(200))) == SERVED
    assert effects(gone_after_delete, once, deleted(), (AGAIN, answered(206))) == SERVED
    assert effects(gone_after_delete, owned(), deleted()) == SERVED


def test_bytes_that_stay_break():
    """The row is gone, the path is not."""
    assert effects(gone_after_delete, owned(refetched=None), deleted(disk=disk())) == {
        "the bytes of a deleted file stay on disk": ""
    }


def test_what_is_gone_holds():
    """Seen on disk or not; and where nothing was deleted there is nothing to say."""
    once = owned(refetched=None)
    unseen = exchange(), stored(refetched=None)

    assert holds(gone_after_delete, once, deleted(), (AGAIN, answered(404)), (AGAIN, SILENT))
    assert holds(gone_after_delete, unseen, deleted(disk=None))
    assert holds(gone_after_delete, owned(), (AGAIN, answered(200)))
    assert holds(gone_after_delete, once, deleted(), (DELETE, answered(404)))


def test_a_deletion_that_failed_is_unclear():
    """Refused, not answered, or of a file that was not there."""
    lost = exchange(), stored(stored=Stored.NO)

    assert unclear(gone_after_delete, owned(), (DELETE, answered(403)))
    assert unclear(gone_after_delete, owned(), (DELETE, SILENT))
    assert unclear(gone_after_delete, lost, deleted())
