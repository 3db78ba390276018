"""Answers tell nothing of the inside."""

from __future__ import annotations

import html

import pytest

from attacks.model import Body, Fill, Response
from attacks.oracles.no_disclosure import no_disclosure
from tests.attacks.oracles.builders import (
    ROOT,
    change,
    download,
    effects,
    exchange,
    holds,
    refused,
    stored,
)

TRACE = 'Traceback (most recent call last):\n  File "/usr/lib/app/views.py", line 3\n'
LEAKS = [
    (TRACE, {"an answer holds a traceback", "an answer holds a path of the server"}),
    ("\n\tat org.site.Upload.store(Upload.java:42)", {"an answer holds a traceback"}),
    ("<title>OSError // Werkzeug Debugger</title>", {"an answer is a debugger page"}),
    ("/opt/v/lib/python3.11/site-packages/x", {"an answer holds a path of the server"}),
    ("[Errno 36] File name too long: '/data/aaa'", {"an answer holds a path of the server"}),
    (r"cannot open C:\inetpub\files\a.txt", {"an answer holds a path of the server"}),
    (f"saved to {ROOT}/x", {"an answer holds a path of the server"}),
    ("flask_uploads.exceptions.UploadError", {"an answer names an exception class"}),
    ("UNIQUE constraint failed: files.name", {"an answer holds SQL text"}),
]


def answer(text, status=400, **headers):
    """Return an answer that says *text*."""
    lines = tuple((k.replace("_", "-").encode(), v) for k, v in headers.items())
    return Response(status=status, headers=lines, body=text.encode())


@pytest.mark.parametrize(("text", "signatures"), LEAKS)
def test_a_leak_breaks(text, signatures):
    """In the answer, escaped or not, and in the page asked for afterwards."""
    for body in (text, html.escape(text)):
        found = effects(no_disclosure, (exchange(), refused(response=answer(body))))
        assert found == dict.fromkeys(signatures, "generic-errors")
    if ROOT not in text:
        assert (
            set(effects(no_disclosure, (exchange(), refused()), honest=answer(text))) == signatures
        )


def test_a_failed_fetch_and_a_header_are_looked_at():
    """They are answers like any other."""
    step = stored(retrieved=answer(TRACE, 404))
    assert "an answer holds a traceback" in effects(no_disclosure, (exchange(), step))
    step = refused(response=answer("", location=f"{ROOT}/a".encode()))
    assert effects(no_disclosure, (exchange(), step))


def test_a_path_seen_on_disk_is_the_servers():
    """Nobody else can know it."""
    step = stored(change("4f9c"), response=answer(f'{{"saved": "{ROOT}/4f9c"}}', 200))
    assert list(effects(no_disclosure, (exchange(), step))) == [
        "an answer holds a path of the server"
    ]


def test_a_served_file_and_the_clients_own_words_hold():
    """The bytes of a file are the client's, and so is what it wrote in the request."""
    step = stored(retrieved=download(TRACE.encode()))
    assert holds(no_disclosure, (exchange(), step))
    name = b"%2fhome%2fme%2fa.py"
    sent = exchange(name, body=Body((b"x", Fill(pattern=b"x", size=9))))
    assert holds(no_disclosure, (sent, refused(response=answer("no: /home/me/a.py"))))


def test_scripts_and_ordinary_pages_hold():
    """A page may have URLs and code of its own."""
    page = "<script>throw new site.UploadError()</script><a href='/home/files/a.txt'>Select a file"
    assert holds(no_disclosure, (exchange(), refused(response=answer(page))), honest=None)


NAME = b"<img src=x onerror=alert(1)>.txt"


def test_live_markup_in_a_refusal_breaks():
    """A name that is repeated raw where a browser reads HTML."""
    for headers in ({}, {"content_type": b"text/html"}):
        step = refused(response=answer(f"no: {NAME.decode()}", **headers))
        assert effects(no_disclosure, (exchange(NAME), step)) == {
            "an answer repeats a file name as markup": "generic-errors"
        }


def test_dead_markup_holds():
    """Escaped, in JSON, not an error, not markup, or on the page anyway."""
    raw = answer(f"no: {NAME.decode()}")
    assert holds(no_disclosure, (exchange(NAME), refused()))
    json = answer(NAME.decode(), content_type=b"application/json")
    assert holds(no_disclosure, (exchange(NAME), refused(response=json)))
    thanks = answer(NAME.decode(), 200)
    assert holds(no_disclosure, (exchange(NAME), stored(response=thanks)))
    assert holds(no_disclosure, (exchange(NAME), refused(response=raw)), honest=raw)
    assert holds(no_disclosure, (exchange(None), refused(response=raw)))
