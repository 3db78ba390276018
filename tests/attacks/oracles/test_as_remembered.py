"""Files are what a plain list of all that was done says they are."""

from __future__ import annotations

from dataclasses import replace

from attacks.model import OTHER, OWNER, Demand, Meddling, Response
from attacks.oracles.as_remembered import as_remembered
from tests.attacks.oracles.builders import download, effects, exchange, holds, stored, unclear
from tests.attacks.oracles.people import SILENT, answered, asked, visit

FIRST, SECOND = "/files/0123456789abcdef", "/files/fedcba9876543210"
GONE = "an own file is gone or another one"


def upload(address=FIRST, body=b"1", actor=OWNER, name=b"report.txt", **seen):
    """Return an upload that is served at its address, first and last."""
    known = {"retrieved": download(body), "refetched": download(body), "address": address}
    return replace(exchange(name, body), actor=actor), stored(**{**known, **seen})


ONE = upload()
TWO = upload(SECOND, b"2")
ONCE = upload(refetched=None)


def fetch(body=b"1", status=200, about=0, actor=OWNER, **step):
    """Return a look at the file of an upload."""
    ask = replace(asked(actor=actor, about=about, demand=Demand.EITHER), **step)
    return ask, answered(status, body)


def listing(*shown, actor=OWNER, page=b"?page=1", status=200):
    """Return a page of a list."""
    return visit(b"/" + page, actor=actor), answered(status, " ".join(shown).encode())


def delete(about=0, actor=OWNER, status=303):
    """Return a deletion."""
    return asked(b"POST", b"/files/{id}/delete", actor=actor, about=about), answered(status, b"")


def test_what_was_uploaded_is_there_for_its_owner():
    """Served, listed, and refused to the other, whatever the answer to that says."""
    assert holds(as_remembered, ONE, fetch(), listing(FIRST, "report.txt"))
    assert holds(as_remembered, ONE, fetch(b"no", 404, actor=OTHER), listing(actor=OTHER))
    assert holds(as_remembered, ONE, fetch(b"a login form", 200, actor=OTHER))


def test_an_own_file_that_is_gone_or_another_breaks():
    """By a look in between, or by the last one."""
    assert effects(as_remembered, ONE, fetch(b"no", 404)) == {GONE: "exclusive-create"}
    assert effects(as_remembered, ONE, TWO, fetch(b"2")) == {GONE: "exclusive-create"}
    lost = upload(refetched=Response(status=404))
    assert effects(as_remembered, lost) == {GONE: "exclusive-create"}


def test_a_file_of_somebody_elses_breaks():
    """Served or listed."""
    served = {"somebody else was served a file": "object-authz"}
    assert effects(as_remembered, ONE, fetch(actor=OTHER)) == served
    listed = {"somebody else's file is listed": "no-listing"}
    assert effects(as_remembered, ONE, listing(FIRST, actor=OTHER)) == listed


def test_a_deleted_file_breaks_when_it_shows():
    """Served in between or at the end, or still in the list."""
    served = {"a deleted file is served": "deletion"}
    assert effects(as_remembered, ONCE, delete(), fetch()) == served
    assert effects(as_remembered, ONE, delete()) == served
    listed = {"a deleted file is listed": "deletion"}
    assert effects(as_remembered, ONCE, delete(), listing(FIRST)) == listed
    assert holds(as_remembered, ONCE, delete(), fetch(b"no", 404), listing())


def test_only_the_owner_deletes():
    """What another asks for changes nothing in the list, however it is answered."""
    assert holds(as_remembered, ONE, delete(actor=OTHER), fetch())
    removed = effects(as_remembered, ONE, delete(actor=OTHER), fetch(b"no", 404))
    assert removed == {GONE: "exclusive-create"}
    assert holds(as_remembered, ONCE, delete(), delete(status=404))


def test_an_expired_file_breaks_when_it_is_served():
    """Time passes before the step that says so; what comes later has its own time."""
    over = fetch(b"no", 404, meddling=Meddling.EXPIRE)
    assert holds(as_remembered, ONCE, over, TWO, fetch(b"2", about=2), listing(FIRST, SECOND))
    served = {"an expired file is served": "quarantine-state"}
    assert effects(as_remembered, ONCE, fetch(meddling=Meddling.EXPIRE)) == served


def test_a_list_that_lacks_an_own_file_breaks():
    """What is older than the last one shown must be on the pages too."""
    lacking = {"an own file is not listed": "no-listing"}
    assert effects(as_remembered, ONE, TWO, listing(SECOND)) == lacking
    pages = listing(SECOND), listing(FIRST, page=b"?page=2")
    assert holds(as_remembered, ONE, TWO, *pages)


def test_a_file_on_two_pages_breaks():
    """A target that knows no pages shows the same one again, and that is none of it."""
    overlapping = listing(FIRST, SECOND), listing(FIRST, page=b"?page=2")
    twice = {"a file is on two pages of a list": "no-listing"}
    assert effects(as_remembered, ONE, TWO, *overlapping) == twice
    assert holds(as_remembered, ONE, listing(FIRST), listing(FIRST, page=b"?page=2"))


def test_the_pages_of_two_people_are_two_lists():
    """And so are those before and after an upload."""
    theirs = upload(SECOND, b"2", actor=OTHER)
    looks = listing(FIRST), listing(SECOND, actor=OTHER)
    assert holds(as_remembered, ONE, theirs, *looks)
    assert holds(as_remembered, ONE, listing(FIRST), TWO, listing(FIRST, SECOND))


def test_a_name_is_listed_in_one_spelling():
    """Composed, however it was sent; a list without names says nothing of them."""
    accented = upload(SECOND, b"2", name="re\u0301sume\u0301.txt".encode())
    other = {"a file is listed under another name": "canonicalise-once"}
    shown = FIRST, SECOND, "report.txt"
    assert effects(as_remembered, ONE, accented, listing(*shown, "resume.txt")) == other
    assert holds(as_remembered, ONE, accented, listing(*shown, "r&eacute;sum&eacute;.txt"))
    assert holds(as_remembered, ONE, accented, listing(FIRST, SECOND))


def test_a_short_id_is_looked_for_with_its_path():
    """Any text holds a single digit."""
    short = upload("/files/7?x=1")
    assert holds(as_remembered, short, listing("/files/7", "7"))
    assert unclear(as_remembered, short, listing("7"))


def test_facts_about_a_file_are_not_the_file():
    """Only its own address is compared, and only by a whole answer."""
    assert holds(as_remembered, ONE, (asked(path=b"/api/{id}", actor=OWNER), answered(200)))
    assert holds(as_remembered, ONE, (asked(b"HEAD", actor=OWNER), answered(200, b"")))


def test_nothing_that_was_served_is_unclear():
    """Refused, or not fetched back: then later steps are about nothing."""
    assert unclear(as_remembered, upload(retrieved=None), fetch(b"no", 404))
    assert unclear(as_remembered, upload(refused=True), fetch(b"no", 404))
    assert unclear(as_remembered, upload(retrieved=Response(status=404)), fetch(b"no", 404))


def test_what_was_not_answered_or_not_shown_is_unclear():
    """No answer, a list that is refused or shows no address, a deletion that is refused."""
    assert unclear(as_remembered, ONE, (asked(actor=OWNER), SILENT))
    assert unclear(as_remembered, ONE, listing(status=404))
    assert unclear(as_remembered, ONE, (visit(actor=OWNER), SILENT))
    assert unclear(as_remembered, ONE, listing("report.txt"))
    assert unclear(as_remembered, ONE, delete(status=403))
