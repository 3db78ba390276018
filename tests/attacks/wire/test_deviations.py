"""Deviations: each is what its name says, none needs another, and each bears any other."""

from __future__ import annotations

from itertools import permutations

import pytest

from attacks.model import Body
from attacks.wire.deviations import DEVIATIONS, deviated
from attacks.wire.multipart import BOUNDARY, Form, file_part, text_part

DATA = b"one line\n"
HONEST = Form(
    parts=(
        text_part(b"note", b"honest"),
        file_part(b"file", b"report.txt", Body((DATA,)), b"text/plain"),
    )
)
B = BOUNDARY

# What the body, or the Content-Type, holds under each name and does not hold in an honest form.
HOLDS = {
    "name-twice": b'filename="report.txt"; filename="rival.txt"',
    "name-twice-other-case": b'FILENAME="rival.txt"',
    "name-starred": b"filename=\"report.txt\"; filename*=UTF-8''rival.txt",
    "name-starred-first": b"filename*=UTF-8''rival.txt; filename=\"report.txt\"",
    "name-starred-alone": b"name=\"file\"; filename*=UTF-8''report.txt",
    "name-starred-climb": b"filename*=UTF-8''..%2f..%2frival.txt",
    "name-starred-utf-7": b"filename*=UTF-7''rival.txt",
    "name-continued": b'filename="report.txt"; filename*0="riva"; filename*1="l.txt"',
    "name-continued-alone": b'name="file"; filename*0="rep"; filename*1="ort.txt"',
    "name-unterminated": b'filename="report.txt\r\n',
    "name-unquoted": b"filename=report.txt\r\n",
    "name-unquoted-space": b"filename=report.txt rival.txt\r\n",
    "name-unquoted-semicolon": b"filename=rival.txt;report.txt\r\n",
    "name-single-quotes": b"filename='report.txt'",
    "name-spaced-equals": b'filename = "report.txt"',
    "name-escaped-quote": rb'filename="report\".txt"',
    "name-escaped-backslash": rb'filename="report\\.txt"',
    "name-path": rb'filename="C:\dir\report.txt"',
    "name-path-doubled": rb'filename="C:\\dir\\report.txt"',
    "name-percent-quote": b'filename="report%22.txt"',
    "name-percent-line-end": b'filename="report%0D%0A.txt"',
    "name-entity": b'filename="report&#46;.txt"',
    "name-entity-climb": b'filename="..&#x2f;report.txt"',
    "name-encoded-word": b'filename="=?utf-8?q?report.txt?="',
    "name-nul": b'filename="report\x00.txt"',
    "name-bare-return": b'filename="report\r.txt"',
    "name-folded": b'filename="report\r\n .txt"',
    "name-latin-1": b'filename="report\xfc.txt"',
    "name-overlong": b'filename="report\xc0\xaf.txt"',
    "name-surrogate": b'filename="report\xed\xa0\x80.txt"',
    "name-new-header": b'filename="report\r\nX-Injected: 1\r\nX-Rest: .txt"',
    "name-empty": b'filename=""',
    "name-missing": b'name="file"; x=y\r\n',
    "field-starred": b"name=\"file\"; name*=UTF-8''note",
    "field-twice": b'name="file"; name="note"',
    "field-missing": b'form-data; x=y; filename="report.txt"',
    "field-empty": b'name=""; filename="report.txt"',
    "field-array": b'name="file[]"',
    "field-open-bracket": b'name="file[[b"',
    "field-other-case": b'name="FILE"',
    "field-proto": b'name="__proto__"',
    "disposition-twice": b'filename="report.txt"\r\nContent-Type: text/plain\r\nContent-Disp',
    "disposition-twice-text": b'Content-Disposition: form-data; name="note"\r\n\r\none',
    "disposition-missing": b"--" + B + b"\r\nContent-Type: text/plain",
    "disposition-attachment": b'Content-Disposition: attachment; name="file"',
    "disposition-no-type": b'Content-Disposition: name="file"',
    "disposition-space-before-colon": b"Content-Disposition : form-data",
    "header-folded": b'form-data;\r\n name="file"',
    "header-folded-tab": b'form-data;\r\n\tname="file"',
    "header-no-colon": b"\r\nX-Note honest\r\n",
    "header-bare-return": b"X-Note: a\rX-Other: b",
    "header-nul": b"X-Note: a\x00b",
    "headers-hundred": b"X-Note-99: honest",
    "header-long": b"X-Note: " + b"x" * 16_000,
    "header-many-folds": b"\r\n b" * 500,
    "part-base64": b"base64\r\n\r\nb25lIGxpbmUK\r\n",
    "part-base64-blanks": b"b25lIGxpbmUK" + b" " * 20_000,
    "part-base64-claimed": b"base64\r\n\r\none line",
    "part-quoted-printable": b"quoted-printable",
    "part-unknown-coding": b"Content-Transfer-Encoding: x-none",
    "part-length": b"Content-Length: 2",
    "part-gzip": b"Content-Encoding: gzip",
    "part-utf-16": b"text/plain; charset=utf-16",
    "part-utf-7": b"text/plain; charset=utf-7",
    "part-shift-jis": b"text/plain; charset=shift_jis",
    "part-no-type": b'filename="report.txt"\r\n\r\n',
    "part-long-type": b"text/plain; charset=" + b"x" * 16_000,
    "boundary-missing": b"multipart/form-data\n",
    "boundary-twice": b"boundary=" + B + b"; boundary=other",
    "boundary-twice-last": b"boundary=other; boundary=" + B,
    "boundary-starred": b"boundary*=UTF-8''" + B,
    "boundary-continued": b"boundary*0=" + B[:9] + b"; boundary*1=" + B[9:],
    "boundary-quoted": b'boundary="' + B + b'"',
    "boundary-spaced-equals": b"boundary = " + B,
    "boundary-comma": b"boundary=" + B + b", text/plain",
    "boundary-trailing-space": b'boundary="' + B + b' "',
    "boundary-long": b"--" + b"b" * 200 + b"--",
    "boundary-specials": b"a'()+_,-./:=? z--",
    "boundary-pattern": b"--(.+)+[a--",
    "boundary-dashes": b"--" + b"-" * 30 + b"\r\n",
    "boundary-non-ascii": B + b"\xc3\xbc--",
    "line-feeds": b"text/plain\n\none line",
    "bare-returns": b"text/plain\r\rone line",
    "preamble": b"This is a preamble.\r\n--" + B,
    "blank-preamble": b"\n\r\n--" + B,
    "epilogue": B + b"--\r\nThis is an epilogue.",
    "unclosed": DATA + b"\r\n",
    "delimiter-padded": B + b" \t\r\n",
    "no-parts": b"\n--" + B + b"--",
    "late-part": B + b"--\r\n--" + B + b"\r\n",
    "text-twin": b'name="file"\r\n\r\n\r\n',
    "hidden-part": b"first\n--" + B + b"\nContent-Disposition",
    "nested": b"multipart/mixed; boundary=inner-" + B,
    "prefix-in-data": b"a\r\n--" + B[:-1] + b"\r\nz",
    "prefix-of-long-boundary": b"a\r\n--" + b"b" * 5_999 + b"\r\nz",
    "charset-field": b'name="_charset_"\r\n\r\nutf-7',
}


def written(form: Form) -> bytes:
    """Return type and body, with a line feed between."""
    return form.content_type()[1] + b"\n" + form.body().to_bytes()


def test_each_deviation_is_told():
    """The table above leaves none out."""
    assert set(HOLDS) == set(DEVIATIONS)


@pytest.mark.parametrize("name", DEVIATIONS)
def test_a_deviation_is_what_its_name_says(name: str):
    """The bytes are there under that name, and the form is another one."""
    form = written(deviated(HONEST, (name,)))

    assert HOLDS[name] in form
    assert form != written(HONEST)


def test_nothing_deviates_by_itself():
    """The honest form is left as it is, and so is an unclosed one's end."""
    assert deviated(HONEST, ()) == HONEST
    assert B + b"--" not in written(deviated(HONEST, ("unclosed",)))
    assert b"filename" not in written(deviated(HONEST, ("no-parts",)))


def test_each_bears_any_other():
    """Two of them in either order make a form that can be sent."""
    bare = {"no-parts"}  # leaves no part for others to change
    for first, second in permutations(set(DEVIATIONS) - bare, 2):
        assert written(deviated(HONEST, (first, second)))
