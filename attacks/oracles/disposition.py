"""A strict reader of Content-Disposition in a response: RFC 6266 §4.1 and RFC 8187 §3.2.

Independent of the code under test: no library that a target may use is used here. It takes
what the grammar takes and nothing else, but for one empty parameter at the end, which
harmless servers send. Bytes above 0x7F in a quoted string are the grammar's `obs-text`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from attacks.oracles.judging import text_of

_TOKEN = rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_QUOTED = rb'"(?:[\t \x21\x23-\x5b\x5d-\x7e\x80-\xff]|\\[\t \x21-\x7e\x80-\xff])*"'
_TYPE = re.compile(rb"[ \t]*(" + _TOKEN + rb")[ \t]*")
_PARAMETER = re.compile(
    rb";[ \t]*(" + _TOKEN + rb")[ \t]*=[ \t]*(" + _TOKEN + rb"|" + _QUOTED + rb")[ \t]*"
)
_END = re.compile(rb";?[ \t]*\Z")
# RFC 8187 §3.2.1: charset, language, and percent-encoded or attr-char bytes
_EXTENDED = re.compile(
    rb"(utf-8|iso-8859-1)'[A-Za-z0-9\-]*'((?:%[0-9A-Fa-f]{2}|[!#$&+\-.^_`|~0-9A-Za-z])*)\Z",
    re.IGNORECASE,
)


class BadDisposition(ValueError):  # noqa: N818 - named for what it is
    """The value is not in the grammar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposition:
    """What a strict reader takes from one header value."""

    type: str
    """Lower case, such as ``attachment``."""
    parameters: tuple[tuple[str, str], ...] = ()
    """Lower-case names with decoded values, in order; `filename*` is decoded too."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the decoded file names, plain and extended."""
        return tuple(v for n, v in self.parameters if n in ("filename", "filename*"))


def parse(value: bytes) -> Disposition:
    """Read *value*.

    Raises:
        BadDisposition: it is not in the grammar, or it names a parameter twice.
    """
    start = _TYPE.match(value)
    if start is None:
        raise BadDisposition("no disposition type")
    parameters = tuple(_parameters(value, start.end()))
    if len({name for name, _ in parameters}) < len(parameters):
        raise BadDisposition("a parameter is given twice")
    return Disposition(type=start[1].decode("ascii").lower(), parameters=parameters)


def _parameters(value: bytes, at: int) -> Iterator[tuple[str, str]]:
    while not _END.match(value, at):
        found = _PARAMETER.match(value, at)
        if found is None:
            raise BadDisposition(f"not a parameter at byte {at}")
        name = found[1].decode("ascii").lower()
        yield name, _extended(found[2]) if name.endswith("*") else _plain(found[2])
        at = found.end()


def _plain(raw: bytes) -> str:
    if raw.startswith(b'"'):
        raw = re.sub(rb"\\(.)", rb"\1", raw[1:-1])
    return text_of(raw)


def _extended(raw: bytes) -> str:
    found = _EXTENDED.match(raw)
    if found is None:
        raise BadDisposition("not an extended value")
    data = unquote_to_bytes(found[2])
    return text_of(data) if found[1].lower() == b"utf-8" else data.decode("iso-8859-1")
