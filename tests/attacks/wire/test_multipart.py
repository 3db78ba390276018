"""Multipart bodies: legal ones are read alike by others, and nothing is ever escaped."""

from __future__ import annotations

from dataclasses import replace

import pytest
from multipart import MultipartError

from attacks.model import Body, Fill
from attacks.wire.multipart import (
    BOUNDARY,
    Form,
    disposition,
    file_part,
    quoted,
    text_part,
    with_parts,
)
from tests.attacks.wire.reading import Read, mailed, pushed

TEXT = text_part(b"note", b"hello")
FILE = file_part(b"file", b"a.txt", Body((b"one\r\ntwo\n",)), b"text/plain")
READ = [Read("note", None, b"hello"), Read("file", "a.txt", b"one\r\ntwo\n")]
HOSTILE = [
    b"\0",
    b"\r",
    b"\n",
    b"\r\n",
    b"\xff",
    b'"',
    b"\\",
    b'\\"',
    b"%",
    b";",
    b"\x7f",
    "文".encode(),
]

LEGAL = {
    "plain": Form(parts=(TEXT, FILE)),
    "own-boundary": Form(parts=(TEXT, FILE), boundary=b"x" * 70),
    "preamble": Form(parts=(TEXT, FILE), preamble=b"skip me\r\n"),
    "epilogue": Form(parts=(TEXT, FILE), epilogue=b"skip me"),
    "put-in-front": with_parts(Form(parts=(FILE,)), TEXT),
}


@pytest.mark.parametrize("form", LEGAL.values(), ids=LEGAL)
@pytest.mark.parametrize("read", [pushed, mailed])
def test_legal_form_is_read_by_others(form: Form, read):
    """Two parsers that are not ours find the parts that were put in."""
    _, media_type = form.content_type()

    assert read(form.body().to_bytes(), media_type) == READ


def test_honest_file_part_as_bytes():
    """The exact bytes of a body, so that a reader sees one."""
    body = Form(parts=(FILE,), boundary=b"B").body().to_bytes()

    assert body == (
        b"--B\r\n"
        b'Content-Disposition: form-data; name="file"; filename="a.txt"\r\n'
        b"Content-Type: text/plain\r\n"
        b"\r\n"
        b"one\r\ntwo\n\r\n"
        b"--B--\r\n"
    )


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_is_escaped(hostile: bytes):
    """A name, a field, a type, a value and a preamble come out as they went in."""
    mark = b"<" + hostile + b">"
    file = file_part(mark, mark, Body((mark,)), mark)
    form = Form(parts=(file, text_part(mark, mark)), preamble=mark, epilogue=mark)

    assert form.body().to_bytes().count(mark) == 8


@pytest.mark.parametrize("hostile", HOSTILE)
def test_boundary_and_type_are_not_escaped(hostile: bytes):
    """A boundary is announced and used as it is; a whole type replaces the honest one."""
    form = Form(parts=(TEXT,), boundary=hostile)

    assert form.content_type()[1] == b"multipart/form-data; boundary=" + hostile
    assert form.body().to_bytes().startswith(b"--" + hostile + b"\r\n")
    assert replace(form, media_type=hostile).content_type() == (b"Content-Type", hostile)


@pytest.mark.parametrize("newline", [b"\n", b"\r", b""])
def test_line_end_is_used_throughout(newline: bytes):
    """No CRLF slips into a body with other line ends."""
    body = Form(parts=(TEXT,), newline=newline).body().to_bytes()

    assert b"\r\n" not in body
    assert body == newline.join(
        [b"--" + BOUNDARY, TEXT.headers[0], b"", b"hello", b"--" + BOUNDARY + b"--", b""]
    )


def test_open_form_has_no_closing_delimiter():
    """Other parsers say that it is incomplete."""
    form = Form(parts=(FILE,), closed=False)

    with pytest.raises(MultipartError):
        pushed(form.body().to_bytes(), form.content_type()[1])


def test_cut_is_a_prefix():
    """A cut body is the beginning of the whole one, at any length."""
    form = LEGAL["plain"]
    whole = form.body().to_bytes()

    assert all(form.cut(end).to_bytes() == whole[:end] for end in range(len(whole) + 1))


def test_large_content_is_not_copied():
    """A fill stays a fill between two literals, whatever its size."""
    big = Fill(pattern=b"ab", size=1 << 40)
    body = Form(parts=(TEXT, replace(FILE, body=Body((big,))))).body()

    assert [type(piece) for piece in body.pieces] == [bytes, Fill, bytes]
    assert body.size > 1 << 40


def test_disposition_joins_what_it_is_given():
    """Parameters are neither checked nor ordered."""
    line = disposition(quoted(b"a", b'"'), b"b")

    assert line == b'Content-Disposition: form-data; a="""; b'
