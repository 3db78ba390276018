"""One test for each bug found so far, each under the story of how it showed."""

from __future__ import annotations

import itertools
import socket
from contextlib import ExitStack

import pytest

from attacks.model import Body, Profile, SentFile
from attacks.retrieve import get
from attacks.targets.http import HttpTarget
from attacks.uploads import upload
from reference_app import create_app
from reference_app.policy import Policy
from tests import live
from tests.apps import reference, tutorial
from tests.keys import with_keys
from tests.reference_app import helpers

PROFILE = Profile(endpoint="/", field="file")
STEP = 65_536  # what Werkzeug's form parser reads at once


@pytest.fixture
def make_app(tmp_path):
    """Build the reference app, and somebody whose scripts may send files to it."""
    with ExitStack() as stack:

        def make(**seams):
            policy = reference.policy_for(tmp_path / "files")
            app = create_app(policy, secret_key=helpers.SECRET, **seams)
            stack.callback(reference.close, app)
            app.config["TOKEN"] = helpers.enrolled(app, "alice")
            return app

        yield make


def sent(name=b"report.txt", content=b"line\n"):
    """Return the upload of a text file."""
    return upload(
        PROFILE, SentFile(filename=name, content=Body((content,)), media_type=b"text/plain")
    )


def answered(app, exchange, **more):
    """Return the answer of *app* to an upload."""
    ((_, content_type),) = exchange.request.headers
    body = exchange.request.body.to_bytes()
    return helpers.post(app, body, content_type=content_type.decode(), **more)


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
    surplus = b"\r" if remainder == 3 else b""
    with tutorial.target.open() as session:
        (place,) = session.send(exchange.request).response.header(b"Location")
        download = get(session, place.decode())

    assert download.body == exchange.file.content.to_bytes() + surplus


@pytest.mark.parametrize("remainder", range(6))
def test_the_reference_app_stores_what_was_sent(make_app, remainder):
    """The same bodies, whatever their length."""
    app, exchange = make_app(), filling(remainder)
    stored = helpers.fetch(app, answered(app, exchange))

    assert stored.body == exchange.file.content.to_bytes()


# `multipart.PushMultipartParser(strict=True)` refuses a valid body whose last line end arrives in
# a read of its own: a body one or two bytes longer than a multiple of the read size.


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_a_body_in_small_pieces_is_the_same_body(make_app, size):
    """However a network cuts the body up, it is taken."""
    app, exchange = make_app(), sent()
    whole = exchange.request.body.to_bytes()
    pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
    answer = answered(app, exchange, pieces=pieces)

    assert answer.status == 201
    assert helpers.fetch(app, answer).body == b"line\n"


# `secure_filename` lets a name grow: one "㎯" (three bytes) becomes "rads2". Eighty of them made
# an ASCII download name of 404 bytes, which no client can save under.


def test_the_ascii_download_name_does_not_grow(make_app):
    """A plain name takes the place of one that no file system holds."""
    app = make_app()
    download = helpers.fetch(app, answered(app, sent("㎯".encode() * 80 + b".txt")))

    plain = "attachment; filename=\"download.txt\"; filename*=UTF-8''%E3%8E%AF"
    assert download["Content-Disposition"].startswith(plain)


# `secure_filename` makes a device name of an honest one: "Ćon.txt" became "Con.txt", and "文.txt"
# became "txt", a name without a suffix.


@pytest.mark.parametrize("name", ["Ćon.txt", "文.txt", "é-.txt", "İ.txt"])
def test_the_ascii_download_name_is_of_use(make_app, name):
    """Neither a device, nor without a suffix, nor an option of some command."""
    app = make_app()
    download = helpers.fetch(app, answered(app, sent(name.encode())))
    plain = download["Content-Disposition"].split('"')[1]

    assert plain.endswith(".txt")
    assert plain.lower() not in {"con.txt", ".txt"}
    assert not plain.startswith(("-", "."))


# The look-alike rule counted the dots of an ellipsis as a hidden suffix: "wait… what.txt" was
# refused, though everybody sees that there is one.


def test_an_ellipsis_is_no_hidden_suffix(make_app):
    """An ellipsis is read as what it looks like; what can run is still refused behind it."""
    app = make_app()

    assert answered(app, sent("wait… what.txt".encode())).status == 201
    assert answered(app, sent("wait…php.txt".encode())).status == 400


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
        b"Authorization: Bearer %b\r\nContent-Type: multipart/form-data; boundary=b\r\n\r\n"
    ) % served.token.encode()
    with socket.create_connection(HttpTarget(served.url).address, timeout=10) as client:
        client.sendall(head + b"5\r\n--b\r\n\r\n" + chunk)
        client.shutdown(socket.SHUT_WR)
        assert client.recv(4096).split()[1] == b"400"
    assert [*served.folder.iterdir()] == []


# A storage key that is taken: the second file must get another one, and a generator that only
# knows one key must not loop for ever, nor answer 500.


def keyed(make_app, *keys):
    """Return the reference app with a generator of storage keys that repeats itself."""
    return make_app(controls=with_keys(itertools.cycle(keys).__next__))


def test_a_taken_key_is_drawn_again(make_app):
    """The first key twice, then another one: both files are kept."""
    first, second = "0" * 32, "1" * 32
    app = keyed(make_app, first, first, second)
    answers = [answered(app, sent(content=content)) for content in (b"1", b"2")]

    assert [helpers.fetch(app, answer).body for answer in answers] == [b"1", b"2"]


def test_a_generator_that_repeats_itself_is_409(make_app):
    """After some attempts the app says that it cannot, and keeps what it had."""
    app = keyed(make_app, "0" * 32)
    kept, clash = (answered(app, sent(content=content)) for content in (b"1", b"2"))

    assert clash.status == 409
    assert helpers.fetch(app, kept).body == b"1"


# Werkzeug's limited stream ends without a word at `max_content_length` when the server says that
# the stream ends by itself: a body of another type was cut there and taken for whole.


OVERSIZED = b"a=b&" * ((Policy().max_body_bytes + STEP) // 4)


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/x-www-form-urlencoded", 415),
        ("application/json", 415),
        ("", 415),
        ("multipart/form-data; boundary=b", 400),
    ],
)
def test_a_body_without_end_is_refused_and_not_cut(make_app, content_type, status):
    """What is no form is not read at all; what claims to be one ends at its preamble."""
    answer = helpers.post_chunked(make_app(), OVERSIZED, content_type=content_type)

    assert answer.status == status


def test_a_large_file_without_a_length_is_413(make_app):
    """A form over the limit whose length nobody declared."""
    body = helpers.form(helpers.file_part(b"a.txt", OVERSIZED))

    assert helpers.post_chunked(make_app(), body).status == 413


# Reproducers used to write 2 MiB of filler as one chunk where the run had sent 32, to add a
# Content-Type that the probe had not, and to repeat the cookies that the user had given:
# tests/attacks/test_reproduce.py has the tests.
