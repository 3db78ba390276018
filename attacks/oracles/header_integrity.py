"""Header integrity: no client byte becomes structure of a response.

Denies a header line that came from the client's name, line breaks and NUL inside names and
values, two of a header that may come once, and a download name that ends before its quotes
do: the Content-Disposition of a file must parse, strictly, into at most one plain and one
extended file name and nothing that the client wrote.

Blind to
    What proxies in front of the target make of its headers; a line that was injected
    into a live answer and is equal to one that the server sends itself; a name that is
    well-formed and wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from attacks.model import Effect, Exchange, Observation, Response, SentFile, Verdict
from attacks.oracles.disposition import BadDisposition, Disposition, parse
from attacks.oracles.judging import judged, quoted, served, text_of

TELLING = 4  # fewer bytes may be equal by chance
SINGLE = (b"content-type", b"content-length", b"content-disposition", b"location")
_TOKEN = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+\Z")  # RFC 9110 §5.6.2
_BREAK = re.compile(rb"[\r\n\0]")
RFC_2183 = frozenset({"size", "creation-date", "modification-date", "read-date"})  # its §2


def header_integrity(seen: Observation) -> Verdict:
    """Hold if every header of every answer is the server's own, and well-formed."""
    files = [e.file for e in seen.probe.steps if e.file is not None]
    lines = {line for file in files for line in _smuggled(file)}
    effects = [f for answer in _answers(seen) for f in _line_effects(answer, lines)]
    for exchange, step in seen.pairs():
        answer = served(step)
        effects += _download_effects(exchange, answer) if answer else []
    return judged(effects)


def _answers(seen: Observation) -> Iterator[Response]:
    for step in seen.steps:
        yield from filter(None, (step.response, step.retrieved, step.refetched))
    yield from filter(None, (seen.honest,))


def _smuggled(file: SentFile) -> Iterator[tuple[bytes, bytes]]:
    """Yield the header lines that the client's names hold after a line break."""
    for name in (file.filename, *file.rivals):
        for text in (name, unquote_to_bytes(name)):
            for line in re.split(rb"[\r\n]+", text)[1:]:
                key, colon, value = line.partition(b":")
                if colon and _TOKEN.match(key) and key.lower() not in SINGLE:
                    yield key.lower(), value.strip()


def _line_effects(answer: Response, lines: set[tuple[bytes, bytes]]) -> Iterator[Effect]:
    for name, value in answer.headers:
        if not _TOKEN.match(name) or _BREAK.search(value) or _came_in(name, value, lines):
            yield _injected(name + b": " + value)
    if b"\r\n" in answer.head and _BREAK.search(answer.head.replace(b"\r\n", b"")):
        yield _injected(answer.head)
    for name in SINGLE:
        if len(answer.header(name)) > 1:
            detail = f"{quoted(name)} is sent {len(answer.header(name))} times"
            yield Effect(signature="a header was sent twice", detail=detail)


def _came_in(name: bytes, value: bytes, lines: set[tuple[bytes, bytes]]) -> bool:
    """Tell whether the line is one that the client wrote; a name's tail may follow it."""
    key, said = name.lower(), value.strip()
    return any(key == k and _alike(said, v) for k, v in lines)


def _alike(said: bytes, written: bytes) -> bool:
    shorter, longer = sorted((said, written), key=len)
    return longer.startswith(shorter) and (shorter == longer or len(shorter) >= TELLING)


def _injected(line: bytes) -> Effect:
    return Effect(
        signature="a header line was injected",
        detail=f"the answer has {quoted(line[:200])}",
        control="disposition-filename",
    )


def _download_effects(exchange: Exchange, answer: Response) -> list[Effect]:
    problems: list[str] = []
    for value in answer.header(b"content-disposition"):
        try:
            problems += _strangers(parse(value), exchange.file)
        except BadDisposition as error:
            problems.append(str(error))
    said = b", ".join(answer.header(b"content-disposition"))
    return [
        Effect(
            signature="the download name breaks out of its quotes",
            detail=f"Content-Disposition is {quoted(said)}: {problem}",
            control="disposition-filename",
        )
        for problem in problems
    ]


def _strangers(found: Disposition, file: SentFile | None) -> Iterator[str]:
    """Yield what is said of each parameter that the client wrote, or nobody should."""
    plain = dict(found.parameters).get("filename", "")
    head, _, tail = text_of(file.filename if file else b"").partition(";")
    for name, _value in found.parameters:
        if name not in ("filename", "filename*") and name not in RFC_2183:
            yield f"a parameter {quoted(name)}"
        elif name != "filename" and plain == head and f"{name}=" in tail.lower():
            yield f"the parameter {quoted(name)} is the client's"
