"""Other parsers, asked what they make of a request that was built for the target.

One module for each parser, with a ``NAME`` and a function ``read``, which returns the parts that
it finds, or raises whatever that parser raises: it refuses. The parser itself is imported when it
is asked, so that the suite needs none of them; the extra ``parsers`` has them all. The standard
library's `email` is always there.
"""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
from collections.abc import Callable, Iterable
from functools import cache

from attacks.differential.parts import Found
from attacks.model import Reading, Request

Read = Callable[[bytes, str], Iterable[Found]]
HONEST = (
    b'--b\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\nx\r\n--b--\r\n',
    "multipart/form-data; boundary=b",
)


@cache
def readers() -> dict[str, Read]:
    """Return the parsers that are installed, by name, in order."""
    modules = (
        importlib.import_module(f"{__name__}.by_{info.name.removeprefix('by_')}")
        for info in pkgutil.iter_modules(__path__)
        if info.name.startswith("by_")
    )
    return {each.NAME: each.read for each in modules if _is_there(each.read)}


def _is_there(read: Read) -> bool:
    """Return whether the parser can be asked: it is installed, and reads an honest form."""
    try:
        found = list(read(*HONEST))
    except Exception:  # noqa: BLE001 - it is not there, or another release than we know
        return False
    return found == [Found(field="f", filename="a.txt", data=b"x")]


def readings(request: Request, field: str) -> tuple[Reading, ...]:
    """Return what each parser makes of the files under *field* in *request*."""
    body = request.body.to_bytes()
    types = [v for n, v in request.headers if n.lower() == b"content-type"]
    announced = b", ".join(types).decode("latin-1")
    return tuple(_reading(n, read, body, announced, field) for n, read in readers().items())


def _reading(name: str, read: Read, body: bytes, announced: str, field: str) -> Reading:
    try:
        found = [part for part in read(body, announced) if part.filename is not None]
    except Exception:  # noqa: BLE001 - each parser has errors of its own: all of them refuse
        return Reading(parser=name, refused=True)
    files = [part for part in found if part.field == field and part.filename]
    return Reading(
        parser=name,
        names=tuple((part.filename or "").encode("utf-8", "surrogateescape") for part in files),
        digests=tuple(hashlib.sha256(part.data).hexdigest() for part in files),
    )
