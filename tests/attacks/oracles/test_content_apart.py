"""What users sent lives on a host where nobody is logged in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attacks.model import Routes, Stored
from attacks.oracles.content_apart import content_apart
from tests.attacks.oracles.builders import PROFILE, effects, exchange, holds, unclear
from tests.attacks.oracles.people import SILENT, answered, asked, owned, setting, visit

APART = replace(PROFILE, routes=Routes(content_host="content.example"))
THERE = visit(headers=((b"Host", b"content.example"),))
HTML = ((b"Content-Type", b"text/html"),)


@pytest.mark.parametrize(
    ("step", "what"),
    [
        (answered(200, b"", HTML), "answers pages of the app"),
        (setting(b"sid=1"), "sets a cookie"),
        (answered(201, stored=Stored.YES), "takes uploads"),
    ],
)
def test_the_app_on_the_host_for_content_breaks(step, what):
    """Pages, cookies, uploads."""
    seen = effects(content_apart, (THERE, step), profile=APART)

    assert seen == {f"the host for content {what}": ""}


def test_a_file_on_the_apps_host_breaks():
    """The bytes come from where the cookies are."""
    assert effects(content_apart, owned(), (asked(), answered(200, b"hello\n")), profile=APART) == {
        "the app's own host serves what users sent": ""
    }


def test_hosts_that_keep_apart_hold():
    """An error page there, a redirect or another page here."""
    nameless = exchange(None), owned()[1]

    assert holds(content_apart, (THERE, answered(404, b"", HTML)), profile=APART)
    assert holds(content_apart, (THERE, answered(200, b"ok")), profile=APART)
    assert holds(content_apart, owned(), (asked(), answered(303)), profile=APART)
    assert holds(content_apart, owned(), (asked(), answered(200, b"<form>")), profile=APART)
    assert holds(content_apart, owned(), (asked(), SILENT), profile=APART)
    assert holds(content_apart, nameless, (asked(), answered(200, b"hello\n")), profile=APART)


def test_no_answer_is_unclear():
    """Nobody said anything."""
    assert unclear(content_apart, (THERE, SILENT), profile=APART)
