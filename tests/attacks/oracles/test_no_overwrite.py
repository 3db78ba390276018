"""A later upload leaves an earlier one alone."""

from __future__ import annotations

from attacks.model import ChangeKind, Response
from attacks.oracles.no_overwrite import no_overwrite
from tests.attacks.oracles.builders import (
    change,
    download,
    effects,
    exchange,
    holds,
    refused,
    stored,
    unclear,
    unseen,
)

SAME = {"a second upload replaced the first": "exclusive-create"}
OTHER = {"different names became one file": "exclusive-create"}
ONE, TWO = exchange(b"a b.txt", b"1"), exchange(b"a_b.txt", b"2")
AGAIN = exchange(b"a b.txt", b"2")
FIRST = stored(change("f", b"1"))


def test_two_files_hold():
    """Each upload has a path of its own."""
    assert holds(no_overwrite, (ONE, FIRST), (TWO, stored(change("g", b"2"))))


def test_steps_without_a_file_or_refused_hold():
    """What was not stored cannot be lost."""
    assert holds(no_overwrite, (exchange(None), FIRST), (ONE, refused()), (TWO, FIRST))


def test_a_changed_or_removed_file_breaks():
    """The names tell the two effects apart."""
    changed = stored(change("f", b"2", ChangeKind.MODIFIED))
    assert effects(no_overwrite, (ONE, FIRST), (AGAIN, changed)) == SAME
    removed = stored(change("f", None, ChangeKind.REMOVED))
    assert effects(no_overwrite, (ONE, FIRST), (TWO, removed)) == OTHER


def test_a_step_without_a_file_can_lose_one():
    """Whatever comes later, the first file must stay."""
    removed = stored(change("f", None, ChangeKind.REMOVED))
    assert effects(no_overwrite, (ONE, FIRST), (exchange(None), removed)) == OTHER


def test_a_file_written_anew_is_found_by_its_creation():
    """A target that re-encodes is watched by the path that it created."""
    first = stored(change("f", b"encoded"))
    changed = stored(change("f", b"other", ChangeKind.MODIFIED))
    assert effects(no_overwrite, (ONE, first), (AGAIN, changed)) == SAME


def test_an_index_and_a_move_hold():
    """A file of the server's own, and one that went elsewhere whole, are not lost."""
    first = stored(change("f", b"1"), change("index", b"i"))
    index, gone = (
        change("index", b"j", ChangeKind.MODIFIED),
        change("f", None, ChangeKind.REMOVED),
    )
    later = stored(index, gone, change("moved", b"1"))
    assert holds(no_overwrite, (ONE, first), (TWO, later))


def test_two_fetches_tell_where_the_disk_is_hidden():
    """Equal bodies hold; the other file, or any other bytes, break."""
    kept = stored(retrieved=download(b"1"), refetched=download(b"1"))
    assert holds(no_overwrite, (ONE, kept), (TWO, stored()))
    lost = stored(retrieved=download(b"1"), refetched=download(b"2"))
    assert effects(no_overwrite, (ONE, lost), (AGAIN, stored())) == SAME
    odd = stored(retrieved=download(b"1"), refetched=download(b"?"))
    assert effects(no_overwrite, (ONE, odd), (TWO, stored())) == OTHER


def test_re_encoded_files_are_compared_as_served():
    """The later file, as it is served, stands at the first one's URL."""
    lost = stored(retrieved=download(b"e1"), refetched=download(b"e2"))
    later = stored(retrieved=download(b"e2"))
    assert effects(no_overwrite, (ONE, lost), (TWO, later)) == OTHER


def test_a_page_that_changes_holds():
    """Two bodies of which neither is known to be a file prove nothing."""
    page = stored(retrieved=download(b"<p>1"), refetched=download(b"<p>2"))
    assert holds(no_overwrite, (ONE, page), (exchange(None), stored()))


def test_nothing_to_look_at_is_unclear():
    """Neither disk nor a second fetch, or a link that is used up."""
    assert unclear(no_overwrite, (ONE, unseen()), (TWO, unseen()))
    gone = stored(retrieved=download(b"1"), refetched=Response(status=404))
    assert unclear(no_overwrite, (ONE, gone), (TWO, stored()))
