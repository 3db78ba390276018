"""A file has the same headers however it is asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attacks.model import Exchange, Request
from attacks.oracles.steady_headers import steady_headers
from tests.attacks.oracles.builders import (
    download,
    effects,
    exchange,
    holds,
    refused,
    stored,
    unclear,
    unseen,
)

FIRST = (exchange(), stored(retrieved=download()))


def asked(answer, method=b"GET"):
    """Return the pairs of an upload and of a request about it, answered with *answer*."""
    about = Exchange(request=Request(path=b"{url}?a", method=method), about=0)
    return FIRST, (about, unseen(response=answer))


@pytest.mark.parametrize(
    ("header", "value", "control"),
    [
        ("content_type", b"text/html", "response-media-type"),
        ("content_disposition", b"inline", "attachment-disposition"),
        ("content_security_policy", None, "content-csp-sandbox"),
        ("x_content_type_options", None, "nosniff"),
        ("content_encoding", b"gzip", "response-media-type"),
    ],
)
def test_another_header_breaks(header, value, control):
    """Whether it is changed, dropped or added."""
    title = header.replace("_", "-").title()
    assert effects(steady_headers, *asked(download(**{header: value}))) == {
        f"{title} changes with the request": control
    }


@pytest.mark.parametrize(
    ("answer", "method"),
    [
        (download(b""), b"HEAD"),
        (download(b"hel"), b"GET"),
        (download(b"callback(hello\n)"), b"GET"),
    ],
)
def test_the_file_is_known_by_its_bytes(answer, method):
    """A part of it, a frame around it, its head; each with the headers of the download or not."""
    assert holds(steady_headers, *asked(answer, method))
    bare = replace(answer, headers=())
    assert len(effects(steady_headers, *asked(bare, method))) == 4


@pytest.mark.parametrize(
    "answer",
    [
        download(b"", content_type=b"text/html"),
        download(b"GET, HEAD", content_disposition=None),
        replace(download(b"", content_type=b"text/html"), status=304),
        download(b"--x..", content_type=b"multipart/byteranges; boundary=x"),
    ],
)
def test_another_answer_may_differ(answer):
    """What carries no file is no download; parts have a type of their own."""
    assert holds(steady_headers, *asked(answer))


def test_a_refusal_keeps_nosniff():
    """An error about a file may be sniffed as well, if it says nothing."""
    bare = replace(download(), status=416, headers=())
    assert effects(steady_headers, *asked(bare)) == {
        "an answer about a file can be sniffed": "nosniff"
    }
    assert holds(steady_headers, *asked(replace(download(), status=416)))


def test_a_worker_stays_in_its_folder():
    """The header by which a script takes over the whole site."""
    let_out = download(service_worker_allowed=b"/")
    assert effects(steady_headers, *asked(let_out)) == {
        "a service worker is let out of its folder": "response-media-type"
    }


def test_without_an_answer_or_a_download_it_is_unclear():
    """There is nothing to compare."""
    (first, _), (about, _) = asked(download())
    assert unclear(steady_headers, FIRST, (about, unseen(response=None)))
    assert unclear(steady_headers, (first, refused()), (about, unseen()))
