"""A later step is about the file of an earlier one, wherever that is."""

from __future__ import annotations

import pytest

from attacks.addressing import addressed
from attacks.model import Exchange, Request, Response, Seen

THERE = Seen(response=Response(status=303), address="/files/09afzZ?v=1")


def path(text: bytes, seen: Seen = THERE) -> bytes | None:
    """Return the path that is asked for."""
    request = addressed(Exchange(request=Request(path=text), about=0), [seen])
    return request.path if request else None


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        (b"{url}", b"/files/09afzZ"),
        (b"/api/{id}/facts", b"/api/09afzZ/facts"),
        (b"/api/{absent}", b"/api/10bagG"),
        (b"{nowhere}?x", b"/files/10bagG?x"),
        (b"{folder}a.txt", b"/files/a.txt"),
        (b"/", b"/"),
    ],
)
def test_the_address_takes_its_place(text, filled):
    """What nobody has is of the same shape: each sign is the next of its kind."""
    assert path(text) == filled


def test_nothing_is_sent_where_nobody_knows_the_address():
    """A request about no file is as it is."""
    nowhere = Seen(response=None)
    plain = Exchange(request=Request(path=b"{url}"))

    assert path(b"{url}", nowhere) is None
    assert addressed(plain, [nowhere]) is plain.request
