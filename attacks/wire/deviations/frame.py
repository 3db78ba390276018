"""What lies round the parts: boundaries, line ends, junk, and parts that do not belong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from attacks.model import Body
from attacks.wire.deviations.names import rival_of
from attacks.wire.multipart import BOUNDARY, Form, Part, text_part

TYPE = b"multipart/form-data"
SPECIALS = b"a'()+_,-./:=? z"
PATTERN = b"(.+)+[a"  # a boundary that is read as a regular expression never ends


def _announced(parameters: Callable[[bytes], bytes]) -> Callable[[Form], Form]:
    """Return the deviation that announces the boundary in another way."""
    return lambda form: replace(form, media_type=TYPE + b"; " + parameters(form.boundary))


def _bounded(boundary: bytes) -> Callable[[Form], Form]:
    """Return the deviation that uses *boundary*, quoted, throughout."""
    announced = TYPE + b'; boundary="' + boundary + b'"'
    return lambda form: replace(form, boundary=boundary, media_type=announced)


def _in_front(part: Part) -> Callable[[Form], Form]:
    return lambda form: replace(form, parts=(part, *form.parts))


def _rival(part: Part) -> Part:
    """Return *part* under another name."""
    rival = rival_of(part.headers[0])
    line = part.headers[0].partition(b"; filename")[0] + b'; filename="%s"' % rival
    return replace(part, headers=(line, *part.headers[1:]))


def _late_part(form: Form) -> Form:
    """Put a complete part behind the end."""
    late = replace(form, parts=(_rival(form.parts[-1]),), preamble=b"", epilogue=b"")
    return replace(form, epilogue=form.epilogue + late.body().to_bytes())


def _hidden_part(form: Form) -> Form:
    """Begin the file's data with a part whose line ends are bare line feeds."""
    *others, part = form.parts
    rival = _rival(part)
    lines = [b"", b"--" + form.boundary, *rival.headers, b"", b"hidden", b""]
    data = Body((b"first" + b"\n".join(lines), *part.body.pieces))
    return replace(form, parts=(*others, replace(part, body=data)))


def _nested(form: Form) -> Form:
    """Put the file into a multipart/mixed part, as RFC 2388 had it and RFC 7578 forbids."""
    *others, part = form.parts
    inner = b"inner-" + form.boundary
    field, _, name = part.headers[0].partition(b"; filename")
    line = field.replace(b"form-data", b"attachment", 1).partition(b";")[0] + b"; filename" + name
    boxed = Form(parts=(replace(part, headers=(line, *part.headers[1:])),), boundary=inner)
    outer = Part(
        headers=(field, b"Content-Type: multipart/mixed; boundary=" + inner), body=boxed.body()
    )
    return replace(form, parts=(*others, outer))


def _text_twin(form: Form) -> Form:
    """Send a text under the file's field in front of the file."""
    line = form.parts[-1].headers[0].partition(b"; filename")[0]
    return replace(form, parts=(*form.parts[:-1], Part(headers=(line,)), form.parts[-1]))


def _prefix_in_data(form: Form) -> Form:
    """Begin the form with a text that holds all of the delimiter but its last byte."""
    nearly = b"a\r\n--" + form.boundary[:-1] + b"\r\nz"
    return replace(form, parts=(text_part(b"note", nearly), *form.parts))


TABLE: Mapping[str, Callable[[Form], Form]] = {
    # how the boundary is announced
    "boundary-missing": lambda form: replace(form, media_type=TYPE),
    "boundary-twice": _announced(lambda used: b"boundary=%s; boundary=other" % used),
    "boundary-twice-last": _announced(lambda used: b"boundary=other; boundary=%s" % used),
    "boundary-starred": _announced(lambda used: b"boundary*=UTF-8''%s" % used),
    "boundary-continued": _announced(
        lambda used: b"boundary*0=%s; boundary*1=%s" % (used[:9], used[9:])
    ),
    "boundary-quoted": _announced(lambda used: b'boundary="%s"' % used),
    "boundary-spaced-equals": _announced(lambda used: b"boundary = %s" % used),
    "boundary-comma": _announced(lambda used: b"boundary=%s, text/plain" % used),
    "boundary-trailing-space": _announced(lambda used: b'boundary="%s "' % used),
    # which boundary it is
    "boundary-long": _bounded(b"b" * 200),
    "boundary-specials": _bounded(SPECIALS),
    "boundary-pattern": _bounded(PATTERN),
    "boundary-dashes": _bounded(b"-" * 30),
    "boundary-non-ascii": _bounded(BOUNDARY + b"\xc3\xbc"),
    # line ends
    "line-feeds": lambda form: replace(form, newline=b"\n"),
    "bare-returns": lambda form: replace(form, newline=b"\r"),
    # before the first delimiter and behind the last
    "preamble": lambda form: replace(form, preamble=b"This is a preamble.\r\n" + form.preamble),
    "blank-preamble": lambda form: replace(form, preamble=b"\r\n" + form.preamble),
    "epilogue": lambda form: replace(form, epilogue=form.epilogue + b"This is an epilogue.\r\n"),
    "unclosed": lambda form: replace(form, closed=False),
    "no-parts": lambda form: replace(form, parts=()),
    "late-part": _late_part,
    "delimiter-padded": lambda form: replace(form, padding=b" \t"),
    # parts that do not belong
    "text-twin": _text_twin,
    "hidden-part": _hidden_part,
    "nested": _nested,
    "prefix-in-data": _prefix_in_data,
    "prefix-of-long-boundary": lambda form: _prefix_in_data(_bounded(b"b" * 6_000)(form)),
    "charset-field": _in_front(text_part(b"_charset_", b"utf-7")),
}
