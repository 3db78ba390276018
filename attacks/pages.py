"""Read an HTML page or a JSON answer as a visitor does: its forms and its links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import SplitResult, urljoin, urlsplit

from attacks.model import Response

HTTP_PORT = 80
# In JSON a slash may be written as it is or escaped (RFC 8259 section 7), and PHP escapes it.
JSON_URL = re.compile(rb'"((?:https?:\\?/\\?/[^"/\\]+)?(?:\\?/[^"/\\]*)+)"')


MULTIPART = "multipart/form-data"


@dataclass(slots=True, kw_only=True)
class PageForm:
    """A form of a page."""

    action: str
    multipart: bool = False
    posts: bool = False
    file: str = ""
    """The name of its first file input."""
    password: str = ""
    """The name of its first password input."""
    fields: list[tuple[str, str]] = field(default_factory=list)
    """All other named inputs, in order, with the values that the page gives them."""
    hidden: list[tuple[str, str]] = field(default_factory=list)
    """Those among them that a visitor does not see."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.links: list[str] = []
        self._form: PageForm | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.links += [values[n] for n in ("href", "src") if values.get(n)]
        if tag == "form":
            self._form = PageForm(
                action=values.get("action", ""),
                multipart=values.get("enctype", "").lower() == MULTIPART,
                posts=values.get("method", "").lower() == "post",
            )
        elif tag == "input" and self._form is not None and values.get("name"):
            _read_input(self._form, values)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._form is not None:
            self.forms.append(self._form)
            self._form = None


def _read_input(form: PageForm, values: Mapping[str, str]) -> None:
    kind, named = values.get("type", "").lower(), (values["name"], values.get("value", ""))
    if kind == "file":
        form.file = form.file or named[0]
    elif kind not in {"submit", "button", "reset", "image"}:
        form.fields.append(named)
        form.hidden += [named] if kind == "hidden" else []
        form.password = form.password or (named[0] if kind == "password" else "")


def forms(page: str, response: Response) -> tuple[PageForm, ...]:
    """Return the forms of *response*, their actions made absolute against *page*."""
    found = _read(response).forms
    for form in found:
        form.action = local_path(page, form.action) or local_path(page, "")
    return tuple(found)


def upload_form(page: str, response: Response) -> PageForm | None:
    """Return the first form of *response* that takes a file."""
    return next((form for form in forms(page, response) if form.file), None)


def links(base: str, response: Response) -> Iterator[str]:
    """Yield the paths on this server that *response* links to, in order, each once."""
    found = _read(response).links + [
        _text(match).replace("\\/", "/") for match in JSON_URL.findall(response.body)
    ]
    paths = (local_path(base, link) for link in found)
    yield from dict.fromkeys(path for path in paths if path)


def location(base: str, response: Response) -> str:
    """Return the path that *response* redirects to, or an empty string."""
    values = response.header(b"Location")
    return local_path(base, _text(values[0])) if values else ""


def _text(value: bytes) -> str:
    """Return a URL as a browser reads its bytes: UTF-8, or else one byte a character."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def local_path(base: str, link: str) -> str:
    """Return path and query of *link* as seen from *base*; empty if it leads to another host."""
    try:
        parts = urlsplit(urljoin(base, link))
        elsewhere = _server(parts) != _server(urlsplit(base))
    except ValueError:  # brackets that hold no address
        return ""
    if elsewhere or parts.scheme not in {"", "http", "https"}:
        return ""
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _server(parts: SplitResult) -> tuple[str | None, int]:
    return parts.hostname, parts.port or HTTP_PORT  # which a server leaves out of its links


def _read(response: Response) -> _Reader:
    reader = _Reader()
    with suppress(AssertionError):  # html.parser's word for markup that it cannot read
        reader.feed(response.body.decode("utf-8", "replace"))
        reader.close()
    return reader
