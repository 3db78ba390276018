"""One test for each bug found so far, each under the story of how it showed."""

from __future__ import annotations

import itertools
import secrets
import socket

import pytest

from attacks.model import Body, Fill, Framing, Profile, Request, SentFile
from attacks.retrieve import get
from attacks.targets.http import HttpTarget
from attacks.targets.wsgi import WsgiTarget
from attacks.uploads import form_for, part_for, post, upload
from reference_app import create_app
from reference_app.policy import Policy
from tests import live
from tests.apps import reference, tutorial
from tests.reference_app import helpers

PROFILE = Profile(endpoint="/", field="file")
STEP = 65_536  # what Werkzeug's form parser reads at once


def sent(name=b"report.txt", content=b"line\n"):
    """Return the upload of a text file."""
    return upload(
        PROFILE, SentFile(filename=name, content=Body((content,)), media_type=b"text/plain")
    )


def answered(target, *requests):
    """Return the last answer to *requests*, and what it leads to, on a fresh app."""
    with target.open() as session:
        *_, answer = (session.send(request).response for request in requests)
        places = answer.header(b"Location")
        return answer, get(session, places[0].decode()) if places else None


def filling(remainder):
    """Return an upload whose body is *remainder* bytes longer than one read of the parser."""
    frame = sent(content=b"").request.body.size
    return sent(content=b"x" * (STEP + remainder - frame))


# https://github.com/pallets/werkzeug/issues/3285: the parser hands out what may be the first
# byte of a line end, and again when the rest of it turns up in the next read.


@pytest.mark.parametrize("remainder", range(6))
def test_werkzeug_stores_one_byte_too_many(remainder):
    """Werkzeug itself: goes red on the day that upstream mends it, and is to be removed then."""
    exchange = filling(remainder)
    _, download = answered(tutorial.target, exchange.request)
    surplus = b"\r" if remainder == 3 else b""

    assert download.body == exchange.file.content.to_bytes() + surplus


@pytest.mark.parametrize("remainder", range(6))
def test_the_reference_app_stores_what_was_sent(remainder):
    """The same bodies, whatever their length."""
    exchange = filling(remainder)

    assert answered(reference.target, exchange.request)[1].body == exchange.file.content.to_bytes()


# `multipart.PushMultipartParser(strict=True)` refuses a valid body whose last line end arrives in
# a read of its own: a body one or two bytes longer than a multiple of the read size.


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_a_body_in_small_pieces_is_the_same_body(tmp_path, size):
    """However a network cuts the body up, it is taken."""
    app = create_app(Policy(upload_folder=tmp_path / "files"), secret_key=secrets.token_hex(32))
    request = sent().request
    ((_, content_type),) = request.headers
    whole = request.body.to_bytes()
    pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
    answer = helpers.post(app, whole, pieces=pieces, content_type=content_type.decode())

    assert answer.status == 201
    assert helpers.fetch(app, answer).body == b"line\n"


# `secure_filename` lets a name grow: one "㎯" (three bytes) becomes "rads2". Eighty of them made
# an ASCII download name of 404 bytes, which no client can save under.


def test_the_ascii_download_name_does_not_grow():
    """A plain name takes the place of one that no file system holds."""
    _, download = answered(reference.target, sent("㎯".encode() * 80 + b".txt").request)
    (value,) = download.header(b"Content-Disposition")

    assert value.startswith(b"attachment; filename=\"download.txt\"; filename*=UTF-8''%E3%8E%AF")


# `secure_filename` makes a device name of an honest one: "Ćon.txt" became "Con.txt", and "文.txt"
# became "txt", a name without a suffix.


@pytest.mark.parametrize("name", ["Ćon.txt", "文.txt", "é-.txt", "İ.txt"])
def test_the_ascii_download_name_is_of_use(name):
    """Neither a device, nor without a suffix, nor an option of some command."""
    _, download = answered(reference.target, sent(name.encode()).request)
    plain = download.header(b"Content-Disposition")[0].split(b'"')[1]

    assert plain.endswith(b".txt")
    assert plain.lower() not in {b"con.txt", b".txt"}
    assert not plain.startswith((b"-", b"."))


# The look-alike rule counted the dots of an ellipsis as a hidden suffix: "wait… what.txt" was
# refused, though everybody sees that there is one.


def test_an_ellipsis_is_no_hidden_suffix():
    """An ellipsis is read as what it looks like; what can run is still refused behind it."""
    assert answered(reference.target, sent("wait… what.txt".encode()).request)[0].status == 303
    assert answered(reference.target, sent("wait…php.txt".encode()).request)[0].status == 400


# gunicorn raises exceptions of its own, no OSError, out of `read` when a chunk is malformed: the
# app took them for a fault of its own and answered 500.


@pytest.fixture(scope="module")
def served():
    """Serve the reference app behind gunicorn."""
    with live.gunicorn("reference_app:create_app_from_environment()") as running:
        yield running


@pytest.mark.xdist_group("regressions-gunicorn")
@pytest.mark.parametrize("chunk", [b"zz\r\n", b"5;\x00\r\nabc", b"-5\r\n", b"5\r\nabcdefgh\r\n"])
def test_a_bad_chunk_is_400(served, chunk):
    """The client's mistake is told as the client's, on a real server."""
    head = (
        b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"
        b"Content-Type: multipart/form-data; boundary=b\r\n\r\n"
    )
    with socket.create_connection(HttpTarget(served.url).address, timeout=10) as client:
        client.sendall(head + b"5\r\n--b\r\n\r\n" + chunk)
        client.shutdown(socket.SHUT_WR)
        assert client.recv(4096).split()[1] == b"400"
    assert [*served.folder.iterdir()] == []


# A storage key that is taken: the second file must get another one, and a generator that only
# knows one key must not loop for ever, nor answer 500.


def keyed(*keys):
    """Return the reference app with a generator of storage keys that repeats itself."""
    return WsgiTarget(
        "keyed",
        build=lambda folder: create_app(
            Policy(upload_folder=folder),
            secret_key=secrets.token_hex(32),
            new_key=itertools.cycle(keys).__next__,
        ),
    )


def test_a_taken_key_is_drawn_again():
    """The first key twice, then another one: both files are kept."""
    first, second = "0" * 32, "1" * 32
    answer, download = answered(
        keyed(first, first, second), sent(content=b"1").request, sent(content=b"2").request
    )

    assert (answer.status, download.body) == (303, b"2")


def test_a_generator_that_repeats_itself_is_409():
    """After some attempts the app says that it cannot, and keeps what it had."""
    one, two = sent(content=b"1").request, sent(content=b"2").request
    with keyed("0" * 32).open() as session:
        kept = session.send(one).response
        clash = session.send(two).response
        again = get(session, kept.header(b"Location")[0].decode())

    assert (clash.status, again.body) == (409, b"1")


# Werkzeug's limited stream ends without a word at `max_content_length` when the server says that
# the stream ends by itself: a body of another type was cut there and taken for whole.


def oversized(content_type):
    """Return a chunked body that is over the limit of the whole request."""
    size = Policy().max_body_bytes + STEP
    return Request(
        path=b"/",
        headers=((b"Content-Type", content_type),),
        body=Body((Fill(pattern=b"a=b&", size=size),)),
        framing=Framing.CHUNKED,
    )


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        (b"application/x-www-form-urlencoded", 415),
        (b"application/json", 415),
        (b"", 415),
        (b"multipart/form-data; boundary=b", 400),
    ],
)
def test_a_body_without_end_is_refused_and_not_cut(content_type, status):
    """What is no form is not read at all; what claims to be one ends at its preamble."""
    assert answered(reference.target, oversized(content_type))[0].status == status


def test_a_large_file_without_a_length_is_413():
    """A form over the limit whose length nobody declared."""
    file = SentFile(
        filename=b"a.txt",
        content=Body((Fill(pattern=b"line\n", size=Policy().max_body_bytes),)),
        media_type=b"text/plain",
    )
    form = form_for(PROFILE, part_for(PROFILE, file))
    request = post(PROFILE, form, framing=Framing.CHUNKED)

    assert answered(reference.target, request)[0].status == 413


# Reproducers used to write 2 MiB of filler as one chunk where the run had sent 32, to add a
# Content-Type that the probe had not, and to repeat the cookies that the user had given:
# tests/attacks/test_reproduce.py has the tests.
