"""No disclosure: an answer says nothing of the server's inside.

Denies, in the answers to uploads, in failed attempts to fetch the file back and in the page
asked for afterwards: tracebacks, debugger pages, paths of the server, exception classes,
SQL; and an error page that repeats the client's file name with its markup alive. What the
client wrote itself does not count, and the bytes of a file that is served back are never
looked at.

Blind to
    What is said in words of the target's own; versions in headers; paths that could as
    well be URLs, but for the storage root and what was seen to change on disk; answers
    beyond their first mebibyte.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

from attacks.model import Effect, Exchange, Observation, Response, Seen, Verdict
from attacks.oracles import leaks, media
from attacks.oracles.judging import judged, quoted, served, text_of

LOOKED_AT = 1024 * 1024
ERROR = 400
PATH_DEPTH = 2  # `/uploads` is as good a URL as it is a path


def no_disclosure(seen: Observation) -> Verdict:
    """Hold if no answer tells of the server's inside or repeats live markup."""
    effects: list[Effect] = []
    for exchange, step in seen.pairs():
        own = _client_text(exchange)
        paths = _server_paths(seen, step)
        for answer in _answers(step):
            effects += _told(answer, own, paths)
            effects += _echoed(exchange, step, answer, seen.honest)
    if seen.honest is not None:
        written = "\n".join(map(_client_text, seen.probe.steps))
        effects += _told(seen.honest, written, set())
    return judged(effects)


def _answers(step: Seen) -> Iterator[Response]:
    if step.response is not None:
        yield step.response
    if step.retrieved is not None and served(step) is None:
        yield step.retrieved


def _client_text(exchange: Exchange) -> str:
    """Return all that the client wrote, as it is and as a server may have decoded it."""
    pieces = [p for p in exchange.request.body.pieces if isinstance(p, bytes)]
    file = exchange.file
    names = [file.filename, *file.rivals] if file else []
    text = "\n".join(text_of(p[:LOOKED_AT]) for p in (exchange.request.path, *names, *pieces))
    forms = (text, unquote(text), unquote(unquote(text)))
    return "\n".join((*forms, *(unicodedata.normalize("NFKC", form) for form in forms)))


def _server_paths(seen: Observation, step: Seen) -> set[str]:
    """Return the paths that nobody but the server knows."""
    disk = step.disk
    known = {
        seen.profile.storage_root,
        *((disk.root, *(c.path for c in disk.changes)) if disk else ()),
    }
    return {path for path in known if path.strip("/").count("/") + 1 >= PATH_DEPTH}


def _told(answer: Response, own: str, paths: set[str]) -> Iterator[Effect]:
    lines = [name + b": " + value for name, value in answer.headers]
    text = html.unescape(text_of(b"\n".join((*lines, answer.body[:LOOKED_AT]))))
    found = [
        ("an answer holds a path of the server", path) for path in sorted(paths) if path in text
    ]
    for signature, words in (*found, *leaks.found_in(text)):
        if words not in own:
            detail = f"the answer with status {answer.status} holds {quoted(words[:200])}"
            yield Effect(signature=signature, detail=detail, control="generic-errors")


def _echoed(
    exchange: Exchange, step: Seen, answer: Response, honest: Response | None
) -> Iterator[Effect]:
    """Tell whether a refusal repeats a name that holds markup, where markup is alive."""
    name = exchange.file.filename if exchange.file else b""
    if not re.search(rb"[<>]", name) or not (step.refused or answer.status >= ERROR):
        return
    values = answer.header(b"content-type")
    alive = not values or media.is_active(media.essence(values[0]))
    usual = honest is not None and name in honest.body
    if alive and not usual and name in answer.body:
        yield Effect(
            signature="an answer repeats a file name as markup",
            detail=f"the refusal repeats {quoted(name)} as it was sent",
            control="generic-errors",
        )
