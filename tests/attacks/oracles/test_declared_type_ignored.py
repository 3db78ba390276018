"""Nothing that is done with a file follows from what its part claimed."""

from __future__ import annotations

from dataclasses import replace

from attacks.oracles.declared_type_ignored import declared_type_ignored
from tests.attacks.oracles.builders import (
    download,
    effects,
    exchange,
    holds,
    refused,
    stored,
    unclear,
)

SERVED = {"a file is served as the type that its client declared": ""}
TAKEN = {"a file was taken for what its part claimed": ""}


def claiming(media_type, content=b"hello\n", name=b"report.txt"):
    """Return an upload whose part says *media_type*."""
    sent = exchange(name, content)
    return replace(sent, file=replace(sent.file, media_type=media_type))


def test_a_type_that_only_the_client_gave_breaks():
    """With or without parameters, whatever its case."""
    sent = claiming(b"text/html; charset=utf-7")
    for told in (b"text/html", b"Text/HTML; charset=utf-8"):
        step = stored(retrieved=download(content_type=told))
        assert effects(declared_type_ignored, (sent, step)) == SERVED


def test_types_of_the_target_hold():
    """Its own table, the unknown type, another active type, none at all, no file."""
    page = claiming(b"text/html")
    for told in (b"text/plain", b"application/octet-stream", b"text/xml", None):
        assert holds(declared_type_ignored, (page, stored(retrieved=download(content_type=told))))
    unknown = b"application/octet-stream"
    saved = claiming(unknown), stored(retrieved=download(content_type=unknown))
    assert holds(declared_type_ignored, saved)
    honest = claiming(b"image/png"), stored(retrieved=download(content_type=b"image/png"))
    assert holds(declared_type_ignored, honest)
    assert holds(declared_type_ignored, (exchange(None), stored(retrieved=download())))


def test_a_claim_that_lets_a_file_in_breaks():
    """The same bytes, refused with one claim and stored with another."""
    first, second = claiming(b"text/plain"), claiming(b"image/png")
    kept = stored(retrieved=download())
    assert effects(declared_type_ignored, (first, refused()), (second, kept)) == TAKEN


def test_two_files_are_not_compared():
    """Nor two that fared alike, nor a claim that shuts out what would have been taken."""
    first, second = claiming(b"text/plain"), claiming(b"image/png")
    other, kept = claiming(b"image/png", b"other"), stored(retrieved=download())
    assert holds(declared_type_ignored, (first, refused()), (other, kept))
    assert holds(declared_type_ignored, (first, refused()), (second, refused()))
    assert holds(declared_type_ignored, (first, kept), (second, kept))
    assert holds(declared_type_ignored, (first, kept), (second, refused()))
    assert holds(declared_type_ignored, (exchange(None), refused()), (second, kept))


def test_a_file_that_was_not_fetched_is_unclear():
    """Its type is not known."""
    assert unclear(declared_type_ignored, (claiming(b"text/html"), stored()))
