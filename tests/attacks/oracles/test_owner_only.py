"""Owner only: bytes, name, digest and address of a file are its owner's."""

from __future__ import annotations

import pytest

from attacks.model import OWNER, Stored
from attacks.oracles.owner_only import owner_only
from tests.attacks.oracles.builders import digest, download, effects, exchange, holds, unclear
from tests.attacks.oracles.people import ADDRESS, OWNED, SILENT, answered, asked, owned

HANDED = {"the bytes of a file were handed to somebody else": ""}
TOLD = {"somebody else was told about a file": ""}


def test_the_bytes_for_somebody_else_break():
    """As they were sent, or as they are served when they were written anew."""
    anew = owned(retrieved=download(b"anew"))

    assert effects(owner_only, owned(), (asked(), answered(200, b"hello\n"))) == HANDED
    assert effects(owner_only, anew, (asked(), answered(403, b"anew"))) == HANDED


@pytest.mark.parametrize(
    "text", [b"<li>gauntlet-owned.txt", digest(b"hello\n").encode(), ADDRESS.encode()]
)
def test_a_fact_about_the_file_breaks(text):
    """In a list, in a page of metadata, in a link."""
    assert effects(owner_only, owned(), (asked(path=b"/"), answered(200, text))) == TOLD


def test_what_tells_nothing_holds():
    """A refusal, an error that repeats the path, a redirect to the login, the owner's own look."""
    back = answered(303, ADDRESS.encode(), address=ADDRESS)

    assert holds(owner_only, owned(), (asked(), answered(404, ADDRESS.encode())))
    assert holds(owner_only, owned(), (asked(), back))
    assert holds(owner_only, owned(), (asked(), answered(200, b"nothing")))
    assert holds(owner_only, owned(), (asked(actor=OWNER), answered(200, b"hello\n")))
    assert holds(owner_only, owned(retrieved=None), (asked(), answered(200, b"")))


def test_without_a_file_or_an_answer_it_is_unclear():
    """There was nothing to hand out, or nobody said anything."""
    lost = OWNED, owned()[1].__class__(response=None, stored=Stored.NO)

    assert unclear(owner_only, lost, (asked(), answered()))
    assert unclear(owner_only, owned(), (asked(), SILENT))
    nameless = exchange(None), owned()[1]
    assert holds(owner_only, nameless, (asked(), answered(200, b"gauntlet-owned.txt")))
