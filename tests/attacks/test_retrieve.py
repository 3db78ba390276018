"""Fetching a stored file back, by each way that calibration can find out."""

from __future__ import annotations

import pytest

from attacks.model import BODY_KEPT, Body, Fill, Response, Retrieval, RetrievalKind, SentFile
from attacks.retrieve import LINKS_TRIED, addresses, fetch, get, same_bytes, same_type
from tests.attacks.targets.tiny import Scripted

LOCATION = Retrieval(kind=RetrievalKind.LOCATION)
LINK = Retrieval(kind=RetrievalKind.LINK)
MINE = ((b"Cookie", b"a"),)
REDIRECT = Response(status=302, headers=((b"Location", b"/files/1"),))
FILE = SentFile(filename=b"a b/\xe9.txt", content=Body((b"hel", b"lo")), media_type=b"text/plain")


def site(**paths: Response) -> Scripted:
    """Return a session that serves *paths*, `root` among them as the page /."""
    found = {f"/{name.replace('_', '/')}".encode(): answer for name, answer in paths.items()}
    return Scripted(lambda request: found.get(request.path, Response(status=404)))


def fetched(session, retrieval, answer=REDIRECT):
    """Fetch the file as its uploader."""
    return fetch(session, retrieval, answer, FILE, "/up", MINE)


def body(content: bytes, status: int = 200) -> Response:
    """Return an answer with *content*."""
    return Response(status=status, body=content)


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/\xe9 \u6587", b"/%C3%A9%20%E6%96%87"),
        ("/a%20b?x=%2F&y=[1]", b"/a%20b?x=%2F&y=[1]"),  # escaped already
        ("/a\r\nX: y", b"/a%0D%0AX:%20y"),  # a header of the target's is no header of ours
    ],
)
def test_a_get_carries_the_headers_and_the_escaped_path(path, sent):
    """What a URL cannot hold is escaped as UTF-8, as a browser does; the rest is left alone."""
    session = Scripted(lambda _: body(b"x"))

    assert get(session, path, MINE) == body(b"x")
    (request,) = session.sent
    assert (request.method, request.path, request.headers) == (b"GET", sent, MINE)


def test_a_redirect_leads_to_the_file():
    """The Location of the answer is fetched with the uploader's headers."""
    session = site(files_1=body(b"hello"))

    assert fetched(session, LOCATION) == ("/files/1", body(b"hello"))
    assert session.sent[0].headers == MINE


def test_without_a_redirect_there_is_no_address():
    """An answer that leads nowhere is not followed."""
    session = site()

    assert fetched(session, LOCATION, Response(status=200)) is None
    assert session.sent == []


def test_a_template_is_filled_with_the_escaped_name():
    """Every byte of the name becomes part of one path segment."""
    retrieval = Retrieval(kind=RetrievalKind.TEMPLATE, template="/f/{name}?x")

    assert list(addresses(site(), retrieval, REDIRECT, FILE, "/up", ())) == ["/f/a%20b%2F%E9.txt?x"]


def test_nothing_is_fetched_where_no_way_is_known():
    """A target that hands nothing out is asked for nothing."""
    session = site(files_1=body(b"hello"))

    assert fetched(session, Retrieval()) is None
    assert session.sent == []


@pytest.mark.parametrize(
    ("answer", "page"),
    [
        (body(b'<a href="/other"></a><a href="/files/2"></a>'), {}),
        (body(b'{"url": "/files/2"}', 201), {}),
        (REDIRECT, {"files_1": body(b'<a href="2"></a>')}),  # the page that is redirected to
    ],
    ids=["page", "json", "redirect"],
)
def test_a_link_leads_to_the_file(answer, page):
    """In the answer or in the page after it, the link with the same bytes is the file."""
    session = site(other=body(b"other"), files_2=body(b"hello"), **page)

    assert fetched(session, LINK, answer) == ("/files/2", body(b"hello"))


def test_a_link_to_other_bytes_is_not_the_file():
    """A page is full of links; only equal bytes prove which one it is."""
    session = site(files_2=body(b"other"))

    assert fetched(session, LINK, body(b'<a href="/files/2"></a>')) is None


def test_only_links_that_look_like_a_file_are_followed():
    """A link may do anything, log out for one; and another host is never asked."""
    learned = Retrieval(kind=RetrievalKind.LINK, template="/files/")
    links = ("/logout", "/files/2", "/filesystem", "http://other.example/files/3")
    html = "".join(f'<a href="{link}"></a>' for link in links)
    session = site()

    assert fetched(session, learned, body(html.encode())) is None
    assert [r.path for r in session.sent] == [b"/files/2"]


def test_a_redirect_to_another_host_is_not_followed():
    """What lies at the same path on the target is not the file."""
    away = Response(status=302, headers=((b"Location", b"http://other.example/files/1"),))
    session = site(files_1=body(b"hello"))

    assert fetched(session, LOCATION, away) is None
    assert session.sent == []


def test_only_the_last_links_are_tried():
    """A list of a thousand files is not crawled; the newest is at its end."""
    html = b"".join(b'<a href="/files/%d"></a>' % n for n in range(100))
    session = site()

    assert fetched(session, LINK, body(html)) is None
    assert [r.path for r in session.sent] == [
        b"/files/%d" % n for n in range(100 - LINKS_TRIED, 100)
    ]


def test_a_page_that_does_not_answer_has_no_links():
    """A redirect into silence finds nothing."""
    assert fetched(Scripted(lambda _: None), LINK) is None


def test_other_bytes_at_the_one_address_are_still_the_file():
    """A target may write an image anew; the address says which file it is."""
    assert fetched(site(files_1=body(b"other")), LOCATION) == ("/files/1", body(b"other"))


@pytest.mark.parametrize("answer", [None, Response(status=404, body=b"hello"), body(b"hello", 206)])
def test_only_a_200_is_the_file(answer):
    """An error page, a part and silence are not."""
    assert fetched(Scripted(lambda _: answer), LOCATION) is None


@pytest.mark.parametrize(
    ("headers", "same"),
    [
        (((b"content-type", b"text/plain; charset=utf-8"),), True),
        (((b"Content-Type", b"text/plain"),), True),
        (((b"Content-Type", b"text/html"),), False),
        ((), False),
    ],
)
def test_types_are_compared_without_their_parameters(headers, same):
    """A server adds a charset; an answer without a type has not the one that was sent."""
    assert same_type(Response(status=200, headers=headers), FILE) is same


@pytest.mark.parametrize(
    ("content", "got", "same"),
    [
        (Body((b"a", b"b")), b"ab", True),
        (Body((b"ab",)), b"a", False),
        (Body((b"ab",)), b"abc", False),
        (Body(()), b"", True),
        (Body((Fill(pattern=b"ab", size=2 * BODY_KEPT),)), b"ab" * (BODY_KEPT // 2), True),
        (Body((Fill(pattern=b"ab", size=2 * BODY_KEPT),)), b"ba" * (BODY_KEPT // 2), False),
        (Body((Fill(pattern=b"ab", size=2 * BODY_KEPT),)), b"ab", False),
    ],
)
def test_bytes_are_compared_as_far_as_they_are_kept(content, got, same):
    """Of a large file the kept beginning must agree; of a small one everything."""
    file = SentFile(filename=b"a", content=content, media_type=b"")

    assert same_bytes(body(got), file) is same
