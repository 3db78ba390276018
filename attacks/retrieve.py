"""Fetch a stored file back, the way that calibration found out."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, quote_from_bytes

from attacks import pages
from attacks.model import BODY_KEPT, Header, Request, Response, Retrieval, RetrievalKind, SentFile
from attacks.targets.session import Session

FOUND = 200  # the one status that carries a whole file
LINKS_TRIED = 8  # links of one page that may be the file
URL_MARKS = "!#$%&'()*+,/:;=?@[]~"  # RFC 3986: reserved characters, and escapes that stand already


def get(session: Session, path: str, headers: tuple[Header, ...] = ()) -> Response | None:
    """Return the answer to a plain GET of *path*, with escapes where a browser puts them."""
    request = Request(method=b"GET", path=quote(path, safe=URL_MARKS).encode(), headers=headers)
    return session.send(request).response


def addresses(
    session: Session,
    retrieval: Retrieval,
    answer: Response,
    file: SentFile,
    base: str,
    headers: tuple[Header, ...],
) -> Iterator[str]:
    """Yield the paths where *file* may be, best first."""
    here = f"http://{session.host}{base}"
    target = pages.location(here, answer)
    if retrieval.kind is RetrievalKind.LOCATION and target:
        yield target
    elif retrieval.kind is RetrievalKind.TEMPLATE:
        yield retrieval.template.replace("{name}", quote_from_bytes(file.filename, safe=""))
    elif retrieval.kind is RetrievalKind.LINK:
        page = get(session, target, headers) if target else answer
        found = pages.links(f"http://{session.host}{target or base}", page) if page else ()
        # A link may do anything, log out for one: only those that look like a file are followed.
        yield from [link for link in found if link.startswith(retrieval.template)][-LINKS_TRIED:]


def fetch(
    session: Session,
    retrieval: Retrieval,
    answer: Response,
    file: SentFile,
    base: str,
    headers: tuple[Header, ...],
) -> tuple[str, Response] | None:
    """Return the path and the answer that holds *file*; equal bytes beat a mere 200."""
    found: tuple[str, Response] | None = None
    for path in addresses(session, retrieval, answer, file, base, headers):
        response = get(session, path, headers)
        if response is None or response.status != FOUND:
            continue
        if same_bytes(response, file):
            return path, response
        # Only where the address names one file can other bytes still be that file.
        if retrieval.kind is not RetrievalKind.LINK:
            found = found or (path, response)
    return found


def same_type(response: Response, file: SentFile) -> bool:
    """Return whether *response* has the media type that *file* was sent with."""
    types = response.header(b"Content-Type")
    return bool(types) and types[0].partition(b";")[0].strip() == file.media_type


def same_bytes(response: Response, file: SentFile) -> bool:
    """Return whether *response* holds the bytes of *file*, as far as they were kept."""
    kept = bytearray()
    for chunk in file.content.chunks():
        if len(kept) >= BODY_KEPT:
            break
        kept += chunk
    return response.body == bytes(kept[:BODY_KEPT])
