r"""Local redirect: a redirect that the client chose stays on the site.

Reads ``Location`` as a browser does (WHATWG URL): control characters and blanks round it go,
tabs and line ends inside it too, a backslash is a slash. Denies a host of the client's.

Blind to
    Redirects by script or by ``Refresh``; a local path that itself leads away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from attacks.model import Effect, Observation, Request, Response, Verdict
from attacks.oracles.judging import judged, quoted, text_of

REMOVED = re.compile(r"[\t\r\n]")
AROUND = "".join(map(chr, range(33)))
SCHEME = re.compile(r"(https?):/*", re.IGNORECASE)


def local_redirect(seen: Observation) -> Verdict:
    """Hold if no redirect leads to a host that stands in the request."""
    effects = (
        effect
        for exchange, step in seen.pairs()
        if step.response is not None
        for effect in _away(exchange.request, step.response)
    )
    return judged(effects, ("no answer came" for step in seen.steps if step.response is None))


def _away(request: Request, answer: Response) -> Iterator[Effect]:
    sent = unquote(text_of(b"".join([request.path, request.body.to_bytes()]))).lower()
    for value in answer.header(b"Location"):
        host = place(text_of(value)).lower()
        if host and host in sent:
            yield Effect(
                signature="a redirect leads to a host of the client's",
                detail=f"Location: {quoted(value[:200])} is {quoted(host)} to a browser",
            )


def place(location: str) -> str:
    """Return the host, or the scheme, that *location* leads to; empty for a path."""
    url = REMOVED.sub("", location.strip(AROUND)).replace("\\", "/")
    url = SCHEME.sub(r"\1://", url, count=1) if SCHEME.match(url) else re.sub("^//+", "//", url)
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return url
    if parts.scheme not in {"", "http", "https"}:
        return f"{parts.scheme}:"
    return host
