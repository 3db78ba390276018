"""Inert names: a file name adds nothing to the structure of a page.

Denies that an element or an attribute that a client has put into a file name is one of the
page, as a parser of HTML sees it, or that a name is an address there which runs script. The
marks are ``gauntlet-tag`` and ``gauntlet-attr``.

Blind to
    What script on the page makes of a name; a name inside script or style; text that only
    misleads a reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser

from attacks.model import Effect, Observation, Response, Verdict
from attacks.oracles import media
from attacks.oracles.judging import judged, quoted, text_of
from attacks.oracles.showing import answers, unshown

MARK = "gauntlet-"
ADDRESSES = frozenset(("href", "src", "action", "formaction"))
SCRIPT = f"javascript:{MARK}"


def inert_names(seen: Observation) -> Verdict:
    """Hold if no page has an element or an attribute that came with a name."""
    pages = [answer for answer in answers(seen) if _is_page(answer)]
    return judged((effect for page in pages for effect in _effects(page)), unshown(seen))


def _is_page(answer: Response) -> bool:
    values = answer.header(b"content-type")
    return not values or media.is_active(media.essence(values[0]))


def _effects(page: Response) -> Iterator[Effect]:
    reader = _Reader()
    with suppress(AssertionError):  # html.parser's word for markup that it cannot read
        reader.feed(text_of(page.body))
        reader.close()
    for what in reader.found:
        yield Effect(
            signature="a file name became markup",
            detail=f"the page with status {page.status} has {quoted(what)}",
        )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name in (tag, *(name for name, _ in attrs)):
            if name.startswith(MARK):
                self.found.append(name)
        for name, value in attrs:
            if name in ADDRESSES and (value or "").strip().lower().startswith(SCRIPT):
                self.found.append(f"{name}={value}")
