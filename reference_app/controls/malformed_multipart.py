r"""``malformed-multipart``: a body that two parsers could read differently is not read at all.

Stops
    A missing, repeated or odd boundary; folded and repeated part headers; control characters in
    a header; a transfer encoding; a body without its closing boundary or shorter than declared.
    Lenient parsers answer "no file, fine" to most of these, and a front end that reads the same
    bytes differently lets through what it should have stopped.

Does not stop
    A well-formed lie about the file name (``filename-param`` and the name controls do).

References
    - ASVS v5.0.0-2.2.1, v5.0.0-16.5.3, v5.0.0-1.5.3, CWE-1286
    - RFC 2046 §5.1.1 (boundary), RFC 7578 §4.2, §4.7 (no transfer encoding)
"""

import re
from dataclasses import replace

from reference_app.errors import Malformed
from reference_app.values import Candidate, Parameter

TOKEN = rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
VALUE = rb'(?:"(?P<quoted>(?:[^"\\\r\n]|\\[^\r\n])*)"|(?P<bare>[^\x00-\x20\x7f";,]+))'
"""Quoted, it may hold anything but a line end; what a file name may hold is decided later."""
PARAMETER = re.compile(rb"[ \t]*;[ \t]*(?P<name>" + TOKEN + rb")=" + VALUE)
BOUNDARY = re.compile(rb"[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]")
FIELD_LINE = re.compile(rb"(" + TOKEN + rb"):[ \t]*([^\r\n]*)")
CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
FORM_DATA = re.compile(rb"form-data(?=[ \t]*(?:;|\Z))", re.IGNORECASE)


def parameters(text: bytes) -> tuple[Parameter, ...]:
    """Read ``; name=value`` to the end of *text*, or refuse all of it."""
    found, at, end = [], 0, len(text.rstrip(b" \t"))
    while at < end:
        match = PARAMETER.match(text, at, end)
        if match is None:
            raise Malformed("A header parameter cannot be read; quote its value.")
        name, quoted = match["name"].decode("ascii").lower(), match["quoted"] is not None
        value = match["quoted" if quoted else "bare"]
        found.append(Parameter(name=name, value=value, quoted=quoted))
        at = match.end()
    return tuple(found)


def one_boundary(candidate: Candidate, _policy: object) -> Candidate:
    """Settle the boundary from a Content-Type that names exactly one."""
    raw = candidate.content_type.encode("latin-1", "replace")
    found = parameters(raw[len(raw.partition(b";")[0]) :])
    values = [each.value for each in found if each.name == "boundary"]
    starred = any("*" in each.name for each in found)
    if starred or len(values) != 1 or not BOUNDARY.fullmatch(values[0]):
        raise Malformed("The Content-Type must name exactly one boundary of 1 to 70 characters.")
    return replace(candidate, boundary=values[0])


def malformed_multipart(candidate: Candidate, _policy: object) -> Candidate:
    """Read a part's raw header lines in the one way that every parser agrees on.

    Fewer pairs than lines mean a folded line or no header at all, fewer values one given twice. A
    file name's own characters are for the name controls to judge.
    """
    headers = [FIELD_LINE.fullmatch(line) for line in candidate.lines]
    pairs = [(match[1].lower(), match[2]) for match in headers if match is not None]
    values = dict(pairs)
    if not len(candidate.lines) == len(pairs) == len(values):
        raise Malformed("A part header is folded, repeated or not a header.")
    if b"content-transfer-encoding" in values:
        raise Malformed("A part has a transfer encoding; send the bytes as they are.")
    disposition = values.pop(b"content-disposition", b"")
    kind = FORM_DATA.match(disposition)
    if kind is None or any(CONTROL.search(value) for value in values.values()):
        raise Malformed("A part header must be plain text and say form-data.")
    found = parameters(disposition[kind.end() :])
    if any(CONTROL.search(each.value) for each in found if each.name != "filename"):
        raise Malformed("A part header holds a control character.")
    return replace(candidate, parameters=found)


def whole_body(candidate: Candidate, _policy: object) -> None:
    """Refuse a body that stopped early: some servers hide it, so the app counts for itself."""
    if candidate.declared not in {None, candidate.received}:
        raise Malformed("The body is shorter than its Content-Length; send it again.")
    if not candidate.complete:
        raise Malformed("The closing boundary is missing; send the whole form again.")
