"""What is taken and what is refused, by the bytes on the wire.

Long, because each case stands beside its neighbours: what is legal and what only looks so.
"""

from __future__ import annotations

import json

import pytest
from flask import request

from reference_app.controls.malformed_multipart import malformed_multipart
from reference_app.errors import Malformed
from reference_app.framing import Framing
from reference_app.policy import Policy
from reference_app.values import Candidate
from tests.reference_app.conftest import NOTHING
from tests.reference_app.helpers import (
    BOUNDARY,
    CONTENT_TYPE,
    PNG,
    ShortReads,
    fetch,
    file_part,
    form,
    part,
    post,
    post_chunked,
    refused_as,
    rows,
    send,
    text_part,
    tree,
)

DISPOSITION = b'Content-Disposition: form-data; name="file"'
NAMED = DISPOSITION + b'; filename="a.png"'

LEGAL = {
    "plain": form(file_part(b"a.png")),
    "no epilogue": form(file_part(b"a.png"), epilogue=b""),
    "epilogue": form(file_part(b"a.png"), epilogue=b"\r\nfar\r\n--\r\nwell"),
    "preamble": form(file_part(b"a.png"), preamble=b"hello --" + BOUNDARY + b"\r\n\r\n"),
    "empty line first": form(file_part(b"a.png"), preamble=b"\r\n"),
    "text around": form(text_part(b"a", b"b"), file_part(b"a.png"), text_part(b"c", b"d")),
    "part type": form(file_part(b"a.png", extra=b"\r\nContent-Type: image/png")),
    "lying part length": form(file_part(b"a.png", extra=b"\r\nContent-Length: 3")),
    "odd spelling": form(part(b'CONTENT-DISPOSITION:Form-Data ;NAME=file; filename="a.png" ', PNG)),
}
LOOKALIKES = (
    b"--x\r\n-\r\n--" + BOUNDARY[:-1] + b"\r\r\n\r\n --" + BOUNDARY + b"--\r\n\n --" + BOUNDARY
)

MALFORMED = {
    "no closing boundary": form(file_part(b"a.png"))[:-4],
    "cut in the data": form(file_part(b"a.png"))[:-100],
    "cut in the header": form(file_part(b"a.png"))[:60],
    "no body": b"",
    "tail of the closing boundary": form(file_part(b"a.png"), epilogue=b"x"),
    "boundary behind the closing one": form(
        file_part(b"a.png"), epilogue=b"\r\nfar\r\n--" + BOUNDARY + b"\r\nwell"
    ),
    "boundary behind a bare LF": form(file_part(b"a.png", PNG + b"\n--" + BOUNDARY + b"\r\n")),
    "boundary behind a bare CR": form(file_part(b"a.png", PNG + b"\r--" + BOUNDARY + b"\r\n")),
    "half a line end at the end": form(file_part(b"a.png"), epilogue=b"\r"),
    "tail of a boundary": form(file_part(b"a.png", PNG + b"\r\n--" + BOUNDARY + b"x")),
    "tail of a boundary in the preamble": form(
        file_part(b"a.png"), preamble=b"--" + BOUNDARY + b"x\r\n"
    ),
    "long preamble": form(file_part(b"a.png"), preamble=b"x" * 1100 + b"\r\n"),
    "no boundary at all": b"x" * 3000,
    "line feeds only": form(file_part(b"a.png")).replace(b"\r\n", b"\n"),
    "line feed in the header": form(part(NAMED + b"\nX: y")),
    "carriage return in the header": form(part(NAMED + b"\rX: y")),
    "folded": form(part(DISPOSITION + b';\r\n filename="a.png"')),
    "no disposition": form(part(b"X: y")),
    "no header": form(part(b"")[:-2]),
    "two dispositions": form(part(NAMED + b"\r\n" + NAMED)),
    "attachment": form(part(NAMED.replace(b"form-data", b"attachment"))),
    "form-data-x": form(part(NAMED.replace(b"form-data", b"form-data-x"))),
    "transfer encoding": form(part(NAMED + b"\r\nContent-Transfer-Encoding: base64")),
    "control in a header": form(part(NAMED + b"\r\nX: a\x00b")),
    "control in a field name": form(text_part(b"a\x00b", b""), file_part(b"a.png")),
    "control in a bare value": form(part(b"Content-Disposition: form-data; name=a\x00b")),
    "space before the colon": form(part(NAMED + b"\r\nX : y")),
    "no field name": form(part(b'Content-Disposition: form-data; filename="a.png"')),
    "two names": form(part(NAMED + b'; name="file"')),
    "two filenames": form(part(NAMED + b'; filename="b.png"')),
    "two filenames in other case": form(part(NAMED + b'; FILENAME="b.png"')),
    "starred": form(part(NAMED + b"; filename*=UTF-8''b.png")),
    "starred alone": form(part(DISPOSITION + b"; filename*=UTF-8''b.png")),
    "pieces": form(part(DISPOSITION + b'; filename*0="a.p"; filename*1="ng"')),
    "unquoted": form(part(DISPOSITION + b"; filename=a.png")),
    "unterminated": form(part(DISPOSITION + b'; filename="a.png')),
    "escaped end": form(part(DISPOSITION + b'; filename="a.png\\"')),
    "junk between": form(part(DISPOSITION + b' x; filename="a.png"')),
    "other field": form(file_part(b"a.png", field_name=b"other")),
    "two files": form(file_part(b"a.png"), file_part(b"b.png")),
    "bytes without a name": form(file_part(b"")),
    "not UTF-8": form(file_part(b"\xff.png")),
}


def cuts(body, step=1):
    """Whole, in two at every position or at some, and one byte at a time."""
    yield [body]
    yield from ([body[:at], body[at:]] for at in range(1, len(body), step))
    yield [body[at : at + 1] for at in range(len(body))]


def framed(pieces):
    """Return the events of a body, neighbouring pieces of data joined, or how it is refused."""
    framing, told = Framing(BOUNDARY, Policy()), []
    try:
        for event in (event for piece in pieces for event in framing.feed(piece)):
            joined = isinstance(event, bytes) and told and isinstance(told[-1], bytes)
            if isinstance(event, tuple):
                malformed_multipart(Candidate(lines=event), Policy())
            told[-1:] = [told[-1] + event] if joined else [*told[-1:], event]
    except Malformed:
        return "refused"
    return [each for each in told if each != b""], framing.complete


@pytest.mark.parametrize("case", [*LEGAL.values(), *MALFORMED.values()])
def test_framing_is_the_same_however_a_body_is_cut(case):
    """Where the network ends a read means nothing."""
    whole = framed([case])

    for pieces in cuts(case):
        assert framed(pieces) == whole, pieces


@pytest.mark.parametrize("case", LEGAL)
def test_legal_bodies_are_stored_however_they_are_cut(app, tmp_path, case):
    """A legal body gives the same file, whole or in pieces."""
    for pieces in cuts(LEGAL[case], step=23):
        answer = post(app, LEGAL[case], pieces=pieces)

        assert answer.status == 201, (pieces, answer.body)

    assert set(tree(tmp_path).values()) == {PNG}


@pytest.mark.parametrize("case", MALFORMED)
def test_malformed_bodies_leave_nothing_however_they_are_cut(app, left_behind, case):
    """A body that can be read in two ways is 400, whole or in pieces."""
    for pieces in cuts(MALFORMED[case], step=23):
        answer = post(app, MALFORMED[case], pieces=pieces)

        assert answer.status == 400, (pieces, answer.body)

    assert left_behind() == NOTHING


@pytest.mark.parametrize("hook", ["_on_segment_headerline", "_create_segment"])
def test_another_parser_lets_nothing_through(app, left_behind, monkeypatch, hook):
    """A release that calls an overridden method by another name costs uploads, not safety."""
    monkeypatch.delattr(Framing, hook)

    assert post(app, LEGAL["plain"]).status >= 400
    assert left_behind() == NOTHING


def test_what_looks_like_a_boundary_is_data(app, tmp_path):
    """Only a whole boundary at the start of a line ends a part."""
    body = form(file_part(b"a.png", LOOKALIKES))
    for pieces in cuts(body, step=5):
        assert post(app, body, pieces=pieces).status == 201

    assert set(tree(tmp_path).values()) == {LOOKALIKES}


@pytest.mark.parametrize("off", range(-4, 5))
@pytest.mark.parametrize("reads", [1, 2, 4])
def test_bytes_stay_equal_where_reads_end(app, off, reads):
    """Stored equals sent at every alignment (pallets/werkzeug issue 3285)."""
    frame = len(form(file_part(b"a.txt", b"")))
    data = (b"\r\n-" * 100_000)[: reads * 65536 + off - frame]
    answer = post(app, form(file_part(b"a.txt", data)))

    assert fetch(app, answer).body == data


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        'multipart/form-data; boundary=""',
        "multipart/form-data; boundary=a; boundary=a",
        f"multipart/form-data; boundary={'a' * 71}",
        'multipart/form-data; boundary="a "',
        'multipart/form-data; boundary="a{"',
        'multipart/form-data; boundary="a',
        "multipart/form-data; boundary*=utf-8''a",
        "multipart/form-data; boundary=\u00e9",
        "multipart/form-data; boundary=a junk",
    ],
)
def test_the_boundary_is_one_and_plain(app, content_type):
    """A missing, doubled or odd boundary is 400."""
    assert post(app, form(file_part(b"a.png")), content_type=content_type).status == 400


@pytest.mark.parametrize("boundary", ["a", "a" * 70, "'()+_,-./:=?", "a b"])
def test_every_boundary_of_the_rfc_works(app, boundary):
    """Quoted boundaries of 1 to 70 characters are legal."""
    body = form(file_part(b"a.png")).replace(BOUNDARY, boundary.encode())
    quoted = f'Multipart/Form-Data; charset=utf-8; boundary="{boundary}"'

    assert post(app, body, content_type=quoted).status == 201


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "",
        "application/json",
        "application/x-www-form-urlencoded",
        "image/png",
        "multipart/mixed; boundary=a",
        "multipart/form-data-x; boundary=a",
    ],
)
def test_other_bodies_are_415(app, left_behind, content_type):
    """Only a multipart form reaches the parser."""
    assert post(app, b"{}", content_type=content_type).status == 415
    assert left_behind() == NOTHING


def test_compressed_bodies_are_415(app):
    """A body whose real size nobody knows is not read."""
    body = form(file_part(b"a.png"))

    assert post(app, body, HTTP_CONTENT_ENCODING="gzip").status == 415
    assert post(app, body, HTTP_CONTENT_ENCODING="identity").status == 201


@pytest.mark.parametrize(
    ("environ", "status"),
    [
        ({"length": "-1"}, 400),
        ({"length": "+9"}, 400),
        ({"length": "\u0663"}, 400),
        ({"length": "9" * 20}, 400),
        ({"length": "9" * 19}, 413),
        ({"HTTP_TRANSFER_ENCODING": "chunked"}, 400),
        ({"length": None}, 411),
        ({"length": None, "HTTP_TRANSFER_ENCODING": "chunked"}, 411),
        ({"length": None, "HTTP_TRANSFER_ENCODING": "gzip, chunked"}, 400),
        ({"length": 10_000}, 400),
        ({"length": 100}, 400),
    ],
)
def test_lying_lengths_are_refused(app, left_behind, environ, status):
    """A length must be a number, the only one, and true."""
    assert post(app, form(file_part(b"a.png")), **environ).status == status
    assert left_behind() == NOTHING


def test_chunked_bodies_are_taken_when_the_server_ends_them(app):
    """No length is needed where the server vouches for the end."""
    assert post_chunked(app, form(file_part(b"a.png"))).status == 201


@pytest.mark.parametrize("error", [OSError("reset"), ValueError("bad chunk")])
def test_a_client_that_leaves_leaves_nothing(app, left_behind, error):
    """Whatever the server raises while reading is a 400 and a dropped file."""

    class Broken(ShortReads):
        def read(self, size=-1):
            if not self.pieces:
                raise error
            return super().read(size)

    body = form(file_part(b"a.png", b"x" * 100_000))
    known = {"CONTENT_TYPE": CONTENT_TYPE, "wsgi.input_terminated": True}
    answer = send(app, "POST", stream=Broken(body[:90_000]), **known)

    assert answer.status == 400
    assert left_behind() == NOTHING


def test_an_interrupt_drops_the_file(app, left_behind):
    """Even what is no error closes the sink."""

    class Interrupted(ShortReads):
        def read(self, size=-1):
            if not self.pieces:
                raise KeyboardInterrupt
            return super().read(size)

    stream = Interrupted(form(file_part(b"a.png"))[:200])
    known = {"CONTENT_TYPE": CONTENT_TYPE, "wsgi.input_terminated": True}
    with pytest.raises(KeyboardInterrupt):
        send(app, "POST", stream=stream, **known)

    assert left_behind() == NOTHING


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (form(), "empty-upload"),
        (form(text_part(b"a", b"x")), "empty-upload"),
        (form(file_part(b"", b"")), "empty-upload"),
        (form(file_part(b"", b"", extra=b"\r\nContent-Type: a/b")), "empty-upload"),
        (form(file_part(b"a.txt", b"")), "empty-upload"),
        (form(text_part(b"other", b"x")), "field-contract"),
        (form(text_part(b"file", b"x")), "field-contract"),
        (form(text_part(b"next", b"x"), text_part(b"next", b"y")), "field-contract"),
    ],
)
def test_a_form_without_a_file_is_told_so(app, left_behind, body, code):
    """No file, none chosen, none of any size, and fields that nobody asked for."""
    assert refused_as(post(app, body)) == (400, code)
    assert left_behind() == NOTHING


def test_request_files_and_form_keep_working(app):
    """Werkzeug's interface is intact: name, type, bytes, text fields."""

    def echo(**_):
        upload, text = request.files["file"], request.form["a"]
        return {
            "name": upload.filename,
            "type": upload.mimetype,
            "a": text,
            "seen": len(upload.read()),
        }

    app.view_functions["pages.upload"] = echo
    answer = post(app, form(text_part(b"a", b"b"), file_part("\u00e9.png".encode())))
    seen = {"name": "\u00e9.png", "type": "image/png", "a": "b", "seen": len(PNG)}

    assert (answer.status, json.loads(answer.body)) == (200, seen)


def test_a_file_that_the_view_does_not_publish_is_dropped(app, left_behind):
    """Reading ``request.files`` alone stores nothing."""
    test_request_files_and_form_keep_working(app)

    assert left_behind() == NOTHING


def test_the_answer_names_what_was_stored(app):
    """JSON clients learn identifier, size and digest, and nothing of the disk."""
    answer = post(app, form(file_part(b"a.png")))

    assert answer.status == 201
    assert rows(app)[0]["key"].encode() not in answer.body
    assert rows(app)[0]["sha256"].encode() in answer.body
