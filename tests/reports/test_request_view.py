"""A request as a person reads it: every byte has its place and its kind."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attacks.model import Body, Exchange, Fill, Probe, Request, SentFile
from attacks.uploads import honest, named, post
from attacks.wire.multipart import Form, text_part
from reports.request_pieces import Kind, pieces
from reports.request_view import PIECES_SHOWN, STEPS_SHOWN, steps
from tests.reports import samples
from tests.reports.settings import FIXED

DECLARATION = (b"Content-Type", b"multipart/form-data; boundary=B")


def exchange(*body: bytes | Fill, name: bytes = b"") -> Exchange:
    """Return an exchange with the boundary ``B`` and exactly *body*."""
    request = Request(path=b"/", headers=(DECLARATION,), body=Body(body))
    file = SentFile(filename=name, content=Body(), media_type=b"") if name else None
    return Exchange(request=request, file=file)


def texts(probe: Probe, kind: Kind) -> list[str]:
    """Return what the first step of *probe* shows as *kind*."""
    return [s.text for s in steps(probe)[0].segments if s.kind is kind]


def test_an_honest_upload_falls_into_its_parts():
    """Delimiter, part header, file name and content are told apart."""
    cut = list(pieces(honest(samples.PROFILE).steps[0]))
    kinds = [kind.name for kind, _ in cut]
    assert kinds == ["DELIMITER", "PART_HEADER", "FILE_NAME", "PART_HEADER", "CONTENT", "DELIMITER"]
    assert cut[2][1] == b"report.png"
    assert cut[4][1] == samples.PNG


@pytest.mark.parametrize(
    "name",
    [b"../a.png", b'a"b.png', b'a"; filename="b.png', b"a\r\nX: y.png", b"\x00\xff", b"..\\..\\a"],
)
def test_the_file_name_is_found_whatever_it_holds(name):
    """A name with quotes, line ends or binary bytes is coloured as one piece."""
    cut = pieces(named(samples.PROFILE, name, variant="x").steps[0])
    assert [piece for kind, piece in cut if kind is Kind.FILE_NAME] == [name]


def test_starred_and_continued_names_are_names_too():
    """The names that another reader would take are coloured as well."""
    head = b"--B\r\nContent-Disposition: form-data; filename*=UTF-8''%2e; filename*0=\"b\"\r\n\r\nx"
    cut = [piece for kind, piece in pieces(exchange(head)) if kind is Kind.FILE_NAME]
    assert cut == [b"UTF-8''%2e", b"b"]


@FIXED
@given(
    st.lists(st.sampled_from([b"--B", b"--B--", b"\r\n", b"\n", b"\r\n\r\n", b"x", b"filename="]))
)
def test_no_byte_is_lost_and_none_invented(body):
    """The pieces of any body, however broken, are the body."""
    step = exchange(b"".join(body))
    assert b"".join(piece for _, piece in pieces(step)) == b"".join(body)


def test_a_body_that_is_not_multipart_is_content():
    """Without a boundary there is nothing to cut at."""
    step = Exchange(request=Request(path=b"/", body=Body((b"--x\r\nraw",))))
    assert list(pieces(step)) == [(Kind.CONTENT, b"--x\r\nraw")]


def test_a_big_body_is_told_and_not_shown():
    """Sixteen megabytes of one byte take one line."""
    assert "«16,777,216 bytes of “A”»" in texts(samples.big_upload(), Kind.NOTE)
    assert "Transfer-Encoding: chunked\n" in texts(samples.big_upload(), Kind.HEADER)


def test_a_fill_in_a_part_header_does_not_end_the_header():
    """What follows a huge header line is still header until the blank line."""
    step = exchange(b"--B\r\nX: ", Fill(pattern=b"h", size=99), b"\r\n\r\nbody")
    assert [kind.name for kind, _ in pieces(step)] == [
        *("DELIMITER", "PART_HEADER", "PART_HEADER", "PART_HEADER", "CONTENT"),
    ]


def test_a_lie_about_the_length_is_shown_beside_the_truth():
    """The declared length stands in the header, the real one in a note."""
    probe = Probe(steps=(Exchange(request=samples.lying_length()),))
    assert "Content-Length: 5\n" in texts(probe, Kind.HEADER)
    assert texts(probe, Kind.NOTE) == ["«the body has 239 bytes»\n"]


def test_a_page_request_declares_no_length():
    """GET is shown as the wire sends it."""
    probe = Probe(steps=(Exchange(request=Request(path=b"/", method=b"GET")),))
    assert texts(probe, Kind.HEADER) == ["\n"]


def test_a_bare_line_feed_is_spelled_out_where_it_stands():
    """Only CR LF is a plain line break."""
    probe = Probe(steps=(exchange(b"--B\nA: b\r\nC: d\n\nx"),))
    assert texts(probe, Kind.DELIMITER) == ["--B\\x0a\n"]
    assert texts(probe, Kind.PART_HEADER) == ["A: b\nC: d\\x0a\n\\x0a\n"]


def test_many_steps_and_many_parts_are_cut_with_a_count():
    """A probe of a thousand parts or steps stays readable."""
    form = Form(parts=(text_part(b"a", b"b"),) * 1_000)
    step = Exchange(request=post(samples.PROFILE, form))
    shown = steps(Probe(steps=(step,) * 20))
    assert shown[-1].title == "8 further steps: see run.json"
    assert len(shown) == STEPS_SHOWN + 1
    assert len(shown[0].segments) < PIECES_SHOWN + 10
    assert shown[0].segments[-1].text.endswith("further pieces: see run.json»\n")


def test_many_header_lines_are_cut_with_a_count():
    """So are thousands of headers, of the request and of a part."""
    head = Request(path=b"/", headers=(DECLARATION, *((b"X", b"y"),) * 100))
    assert "«61 further headers: see run.json»\n" in texts(
        Probe(steps=(Exchange(request=head),)), Kind.NOTE
    )
    part = Probe(steps=(exchange(b"--B\r\n" + b"X: y\r\n" * 9_000 + b"\r\n"),))
    (shown,) = texts(part, Kind.PART_HEADER)
    assert shown.endswith("(53,762 bytes in all)")
    assert shown.count("\n") < 120


def test_empty_parts_have_their_own_delimiters():
    """Two delimiters in a row are two."""
    kinds = [kind for kind, _ in pieces(exchange(b"--B\r\n--B\r\n--B--"))]
    assert kinds == [Kind.DELIMITER] * 3


def test_actors_are_named_only_where_there_are_two():
    """One person alone needs no name."""
    one = honest(samples.PROFILE).steps[0]
    two = Probe(steps=(one, dataclasses.replace(one, actor="b")))
    assert steps(honest(samples.PROFILE))[0].title == "Request (legal, must be stored)"
    assert steps(two)[1].title == "Request 2 of 2, by actor b (legal, must be stored)"
    assert steps(Probe(steps=(one, one)))[1].title == "Request 2 of 2 (legal, must be stored)"
