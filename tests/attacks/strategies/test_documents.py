"""Documents that act are documents, to a reader that is not ours."""

from __future__ import annotations

import io

import pikepdf
import pytest

from attacks.strategies.documents import ACTING, packed, pdf, stream

READABLE = sorted(ACTING.keys() - {"encrypted"})


def opened(data):
    """Return the document; nothing in it needs to be repaired."""
    return pikepdf.open(io.BytesIO(data), attempt_recovery=False)


@pytest.mark.parametrize("name", READABLE)
def test_one_page_is_readable(name):
    """A viewer shows it, and does what it says."""
    with opened(ACTING[name]) as document:
        assert len(document.pages) == 1
        assert {"/OpenAction", "/Names", "/AcroForm"} & set(
            document.Root
        ) or "/AA" in document.pages[0]


def test_an_escaped_name_is_the_name():
    """ISO 32000-2, section 7.3.5."""
    assert b"/JavaScript" not in ACTING["spelled-name"]
    with opened(ACTING["spelled-name"]) as document:
        assert document.Root.OpenAction.S == "/JavaScript"


def test_a_packed_action_is_in_no_raw_byte():
    """Who searches the file finds nothing."""
    assert b"OpenAction" not in ACTING["packed-action"]
    with opened(packed(b"/Lang (en)")) as document:
        assert document.Root.Lang == "en"


def test_encryption_is_claimed():
    """A reader asks for a password."""
    with pytest.raises(pikepdf.PasswordError):
        opened(ACTING["encrypted"])


def test_further_objects_are_numbered_on():
    """The first of them is the fourth."""
    with opened(pdf(more=(stream(b"data"),))) as document:
        assert document.get_object(4, 0).read_bytes() == b"data"


def test_an_update_replaces_the_catalogue():
    """The first end says nothing of an action; a reader goes by the last."""
    data = ACTING["updated-action"]
    assert data.count(b"%%EOF") == 2
    assert b"OpenAction" not in data[: data.index(b"%%EOF")]
    with opened(data) as document:
        assert document.Root.OpenAction.S == "/JavaScript"
