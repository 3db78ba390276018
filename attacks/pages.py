"""Read an HTML page or a JSON answer as a visitor does: forms with a file field, and links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import SplitResult, urlencode, urljoin, urlsplit

from attacks.model import Body, Header, Request, Response

HTTP_PORT = 80
# In JSON a slash may be written as it is or escaped (RFC 8259 section 7), and PHP escapes it.
JSON_URL = re.compile(rb'"((?:https?:\\?/\\?/[^"/\\]+)?(?:\\?/[^"/\\]*)+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadForm:
    """A form that takes a file."""

    action: str
    field: str
    fields: tuple[tuple[str, str], ...] = ()
    """Other named inputs with the values that the page gives them."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[UploadForm] = []
        self.links: list[str] = []
        self._action: str | None = None
        self._file_field = ""
        self._fields: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.links += [values[n] for n in ("href", "src") if values.get(n)]
        if tag == "form":
            self._action, self._file_field, self._fields = values.get("action", ""), "", []
        elif tag == "input" and self._action is not None and values.get("name"):
            self._read_input(values)

    def _read_input(self, values: dict[str, str]) -> None:
        if values.get("type") == "file":
            self._file_field = self._file_field or values["name"]
        elif values.get("type") not in {"submit", "button", "reset", "image"}:
            self._fields.append((values["name"], values.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._action is not None:
            if self._file_field:
                form = UploadForm(
                    action=self._action, field=self._file_field, fields=tuple(self._fields)
                )
                self.forms.append(form)
            self._action = None


def upload_form(page: str, response: Response) -> UploadForm | None:
    """Return the first upload form of *response*, its action made absolute against *page*."""
    reader = _read(response)
    if not reader.forms:
        return None
    form = reader.forms[0]
    action = local_path(page, form.action) or local_path(page, "")
    return UploadForm(action=action, field=form.field, fields=form.fields)


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


def form_post(path: str, fields: Mapping[str, str], headers: tuple[Header, ...]) -> Request:
    """Return the request that a browser sends for an ordinary form."""
    return Request(
        path=path.encode(),
        headers=((b"Content-Type", b"application/x-www-form-urlencoded"), *headers),
        body=Body((urlencode(fields).encode(),)),
    )
