"""Limits: at the limit yes, one more no, and little is read of what is refused."""

from __future__ import annotations

import pytest

from tests.reference_app.conftest import NOTHING
from tests.reference_app.helpers import (
    CONTENT_TYPE,
    ShortReads,
    file_part,
    form,
    part,
    post,
    post_chunked,
    send,
    text_part,
)

FILE_LIMIT = 400_000
BODY_LIMIT = 440_000
SENDERS = {"declared": post, "chunked": post_chunked}


def sized(total):
    """Pad a legal body with a small file to *total* bytes."""
    body = form(file_part(b"a.png"))
    return body + b"x" * (total - len(body))


@pytest.mark.parametrize("sender", SENDERS)
@pytest.mark.parametrize(("off", "status"), [(-1, 201), (0, 201), (1, 413), (300_000, 413)])
def test_body_limit(app, sender, off, status):
    """The whole body counts, with or without a length."""
    assert SENDERS[sender](app, sized(BODY_LIMIT + off)).status == status


@pytest.mark.parametrize("sender", SENDERS)
@pytest.mark.parametrize(("off", "status"), [(-1, 201), (0, 201), (1, 413)])
def test_file_limit(app, tmp_path, sender, off, status):
    """The file's own bytes count, and nothing of a larger one is kept."""
    answer = SENDERS[sender](app, form(file_part(b"a.png", b"x" * (FILE_LIMIT + off))))

    assert answer.status == status
    assert len(list((tmp_path / "files").iterdir())) == (status == 201)


@pytest.mark.parametrize(("count", "status"), [(15, 201), (16, 413)])
def test_part_limit(app, count, status):
    """Sixteen parts are one file and fifteen fields."""
    fields = [text_part(b"a", b"")] * count

    assert post(app, form(*fields, file_part(b"a.png"))).status == status


@pytest.mark.parametrize(("off", "status"), [(0, 201), (1, 413)])
@pytest.mark.parametrize("fields", [1, 2])
def test_text_limit(app, left_behind, off, status, fields):
    """Text fields share one bound, before or behind the file."""
    size, more = divmod(64 * 1024 + off, fields)
    texts = [text_part(b"a", b"x" * size)] * (fields - 1) + [text_part(b"a", b"x" * (size + more))]

    assert post(app, form(file_part(b"a.png"), *texts)).status == status
    if status == 413:
        assert left_behind() == NOTHING


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (b"X: " + b"x" * 4000, 201),
        (b"X: " + b"x" * 4096, 413),
        (b"X: " + b"x" * 60_000, 413),
        (b"\r\n".join(b"X%d: y" % n for n in range(600)), 413),
    ],
)
def test_part_header_limit(app, header, status):
    """Part headers are bounded as a whole, line or lines."""
    body = form(file_part(b"a.png", extra=b"\r\n" + header))

    assert post(app, body).status == status
    assert (
        post(
            app, body, pieces=[body[:1], *(body[1:][i : i + 7] for i in range(0, len(body), 7))]
        ).status
        == status
    )


def test_an_endless_header_line_is_cut_off(app):
    """A line that never ends is refused at the limit, not buffered."""
    body = part(b"X: " + b"x" * 300_000)
    stream = ShortReads(*(body[i : i + 100] for i in range(0, len(body), 100)))
    environ = {"CONTENT_TYPE": CONTENT_TYPE, "HTTP_EXPECT": "100-continue"}
    answer = send(app, "POST", stream=stream, length=len(body), **environ)

    assert (answer.status, stream.taken < 5000) == (413, True)


def test_a_declared_length_over_the_limit_reads_nothing(app):
    """The header is enough to know."""
    stream = ShortReads(b"x" * 1000)

    assert send(app, "POST", stream=stream, length=10**9, CONTENT_TYPE=CONTENT_TYPE).status == 413
    assert stream.taken == 0


def test_a_name_is_refused_after_one_read(app):
    """What is wrong in a part header costs 64 KiB, whatever follows."""
    body = form(file_part(b"a.exe", b"x" * 350_000))
    stream = ShortReads(body)
    answer = send(app, "POST", stream=stream, length=len(body), CONTENT_TYPE=CONTENT_TYPE)

    assert (answer.status, stream.taken) == (415, 64 * 1024)


@pytest.mark.parametrize(
    ("environ", "taken"),
    [({}, 150_000), ({"HTTP_EXPECT": "100-continue"}, 64 * 1024)],
)
def test_a_short_rest_is_drained(app, environ, taken):
    """A client that is still sending sees the answer; one that waits is not told to go on."""
    body = form(file_part(b"a.exe", b"x" * 350_000))[:150_000]
    stream = ShortReads(body)
    environ = {"CONTENT_TYPE": CONTENT_TYPE, **environ}

    assert send(app, "POST", stream=stream, length=len(body), **environ).status == 415
    assert stream.taken == taken


def test_a_chunked_rest_is_drained_up_to_a_bound(app):
    """Of a body without a length, little more is read than its limit."""
    stream = ShortReads(sized(5_000_000))
    environ = {"CONTENT_TYPE": CONTENT_TYPE, "wsgi.input_terminated": True}

    assert send(app, "POST", stream=stream, **environ).status == 413
    assert stream.taken <= BODY_LIMIT + 600_000
