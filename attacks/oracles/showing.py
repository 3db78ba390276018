"""What the oracles about names share: the answers that may show one, and whether one does."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from unicodedata import normalize
from urllib.parse import unquote

from attacks.model import Exchange, Observation, Response, Seen, Stored
from attacks.oracles.judging import text_of

ESCAPED = re.compile("%(22|0[aAdD])")  # what browsers escape in a name, and nothing else


def answers(seen: Observation) -> Iterator[Response]:
    """Yield every answer but the bytes of files."""
    for step in seen.steps:
        if step.response is not None and step.response != step.retrieved:
            yield step.response
    if seen.honest is not None:
        yield seen.honest


def names(seen: Observation) -> list[tuple[str, Seen]]:
    """Return the names that were sent with a file, each beside what was seen of it."""
    return [(text_of(e.file.filename), s) for e, s in seen.pairs() if e.file is not None]


def unshown(seen: Observation) -> Iterator[str]:
    """Yield why nothing can be said of a name that was stored: no answer shows it."""
    texts = [text for answer in answers(seen) for text in readings(text_of(answer.body))]
    for name, step in names(seen):
        if step.stored is not Stored.NO and not any(_shown(name, text) for text in texts):
            yield "no answer shows the name of the file: give routes.listing in a profile"


def _shown(name: str, text: str) -> bool:
    """Tell whether *text* holds the name, as it was sent or as a server decodes it."""
    browsers = ESCAPED.sub(lambda found: unquote(found[0]), name)
    read = (name, browsers, unquote(name))
    forms = {form for each in read for form in (each, normalize("NFC", each))}
    return any(form in text for form in forms)


def readings(text: str) -> Iterator[str]:
    """Yield *text*, and what it says once it is read as HTML or as JSON."""
    yield text
    yield html.unescape(text)
    with suppress(ValueError):
        yield json.dumps(json.loads(text), ensure_ascii=False).replace('\\"', '"')


def written(seen: Observation) -> str:
    """Return all that the client wrote into the paths, names and small bodies of its requests."""
    return "\n".join(_written(exchange) for exchange in seen.probe.steps)


def _written(exchange: Exchange) -> str:
    pieces = [piece for piece in exchange.request.body.pieces if isinstance(piece, bytes)]
    return "\n".join(map(text_of, (exchange.request.path, *pieces)))
