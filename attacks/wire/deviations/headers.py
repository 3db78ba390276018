"""The header block of the file's part, and what it says of the part's body."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import replace

from attacks.model import Body
from attacks.wire.deviations.names import NAME, rival_of
from attacks.wire.multipart import Form, Part

DISPOSITION = b"Content-Disposition:"
LONG = 16_000  # below the common limits of a part header
BLANKS = 20_000


def _part(change: Callable[[Part], Part]) -> Callable[[Form], Form]:
    return lambda form: replace(form, parts=(*form.parts[:-1], change(form.parts[-1])))


def _lines(change: Callable[[tuple[bytes, ...]], tuple[bytes, ...]]) -> Callable[[Form], Form]:
    return _part(lambda part: replace(part, headers=change(part.headers)))


def _more(*lines: bytes) -> Callable[[Form], Form]:
    return _lines(lambda had: (*had, *lines))


def _first(change: Callable[[bytes], bytes]) -> Callable[[Form], Form]:
    return _lines(lambda had: (change(had[0]), *had[1:]))


def _with_charset(name: bytes) -> Callable[[Form], Form]:
    """Return the deviation that gives the part's media type a character set."""
    return _lines(
        lambda had: tuple(
            line + b"; charset=" + name if line.lower().startswith(b"content-type:") else line
            for line in had
        )
    )


def _coded(part: Part) -> Part:
    """Return *part* with its data in base64, and saying so."""
    coded = Body((base64.b64encode(part.body.to_bytes()),))
    headers = (*part.headers, b"Content-Transfer-Encoding: base64")
    return replace(part, headers=headers, body=coded)


def _blanked(part: Part) -> Part:
    """Return *part* in base64 with blanks between, which a decoder skips one by one."""
    coded = _coded(part)
    return replace(coded, body=Body((*coded.body.pieces, b" " * BLANKS, b"\r\n" * BLANKS)))


def _rival_line(line: bytes) -> bytes:
    return NAME.sub(b'filename="%s"' % rival_of(line), line, count=1)


TABLE: Mapping[str, Callable[[Form], Form]] = {
    # first or last: parsers differ
    "disposition-twice": _lines(lambda had: (*had, _rival_line(had[0]))),
    "disposition-twice-text": _more(b'Content-Disposition: form-data; name="note"'),
    "disposition-missing": _lines(lambda had: had[1:]),
    "disposition-attachment": _first(lambda line: line.replace(b"form-data", b"attachment")),
    "disposition-no-type": _first(lambda line: line.replace(b" form-data;", b"", 1)),
    "disposition-space-before-colon": _first(
        lambda line: line.replace(DISPOSITION, DISPOSITION[:-1] + b" :", 1)
    ),
    # RFC 5322, section 2.2.3, which HTTP has given up
    "header-folded": _first(lambda line: line.replace(b"; ", b";\r\n ", 1)),
    "header-folded-tab": _first(lambda line: line.replace(b"; ", b";\r\n\t", 1)),
    "header-no-colon": _more(b"X-Note honest"),
    "header-bare-return": _more(b"X-Note: a\rX-Other: b"),
    "header-nul": _more(b"X-Note: a\x00b"),
    "headers-hundred": _more(*(b"X-Note-%d: honest" % n for n in range(100))),
    "header-long": _more(b"X-Note: " + b"x" * LONG),
    "header-many-folds": _more(b"X-Note: a" + b"\r\n b" * 500),
    # what the part says of its body
    "part-base64": _part(_coded),
    "part-base64-blanks": _part(_blanked),
    "part-base64-claimed": _more(b"Content-Transfer-Encoding: base64"),
    "part-quoted-printable": _more(b"Content-Transfer-Encoding: quoted-printable"),
    "part-unknown-coding": _more(b"Content-Transfer-Encoding: x-none"),
    "part-length": _more(b"Content-Length: 2"),
    "part-gzip": _more(b"Content-Encoding: gzip"),
    "part-utf-16": _with_charset(b"utf-16"),
    "part-utf-7": _with_charset(b"utf-7"),
    "part-shift-jis": _with_charset(b"shift_jis"),
    "part-no-type": _lines(lambda had: had[:1]),
    "part-long-type": _with_charset(b"x" * LONG),
}
