"""Forms, links and redirects as a visitor finds them."""

from __future__ import annotations

import pytest

from attacks.model import Response
from attacks.pages import PageForm, forms, links, local_path, location, upload_form

SITE = "http://h.example:8000"


def page(html: str) -> Response:
    """Return an answer that holds *html*."""
    return Response(status=200, body=html.encode())


def test_the_form_with_its_other_fields_is_found():
    """Named inputs keep their values; buttons and nameless inputs are not sent."""
    form = upload_form(
        f"{SITE}/up/",
        page(
            """<FORM ACTION=send method=post><input name=a value=1><input type=hidden name=csrf
            value="x&amp;y"><input name=empty><input type=file name=pic><input value=nameless>
            <input type=submit name=go value=Go><input type=button name=b><input type=reset name=r>
            <input type=image name=i></form>"""
        ),
    )

    fields = [("a", "1"), ("csrf", "x&y"), ("empty", "")]
    assert form == PageForm(
        action="/up/send", posts=True, file="pic", fields=fields, hidden=[("csrf", "x&y")]
    )


@pytest.mark.parametrize(
    ("action", "absolute"),
    [
        ("", "/a/page?x=1"),
        ("send", "/a/send"),
        ("/send?y=2", "/send?y=2"),
        ("?y=2", "/a/page?y=2"),
        ("http://h.example:8000/send", "/send"),
        ("http://other.example/send", "/a/page?x=1"),
        ("javascript:send()", "/a/page?x=1"),
        ("http://[broken/send", "/a/page?x=1"),
    ],
)
def test_the_action_is_made_absolute_against_the_page(action, absolute):
    """Uploads go to this server; what is no address means the page itself."""
    html = f'<form action="{action}"><input type=file name=f></form>'

    assert upload_form(f"{SITE}/a/page?x=1", page(html)).action == absolute


def test_the_first_form_with_a_file_input_is_taken_and_its_first_such_input():
    """A search box before it and a second upload after it do not confuse."""
    html = """<input type=file name=outside><form><input name=q></form>
        <form action=/one><input type=file name=f1><input type=file name=f2></form>
        <form action=/two><input type=file name=f3></form>"""

    assert upload_form("/", page(html)) == PageForm(action="/one", file="f1")


@pytest.mark.parametrize(
    "html", ["", "<form><input name=q></form>", "<form><input type=file name=f>"]
)
def test_a_page_without_a_whole_upload_form_has_none(html):
    """A form that never ends is no form."""
    assert upload_form("/", page(html)) is None


def test_a_stray_end_of_form_ends_nothing():
    """Broken pages are read like any other."""
    html = "</form><form><input type=file name=f></form></form>"

    assert upload_form("/", page(html)) == PageForm(action="/", file="f")


def test_markup_that_cannot_be_read_ends_the_page():
    """What `html.parser` gives up on does not hide the form before it."""
    html = "<form><input type=file name=f></form><![foo["

    assert upload_form("/", page(html)) == PageForm(action="/", file="f")


def test_links_are_told_in_order_each_once():
    """Both kinds of reference count; what leads to another host or scheme does not."""
    html = """<a href="b"></a><img src="/i.png"><a href=b></a><a href="../c?d=1#e"></a><a></a>
        <a href="javascript:x()"></a><a href="mailto:a@b"></a><a href="data:,x"></a>
        <a href="http://[1"></a><a href="https://cdn.example/f"></a><a href=""></a>
        <a href="http://h.example:8000/f"></a>"""

    assert list(links(f"{SITE}/a/", page(html))) == ["/a/b", "/i.png", "/c?d=1", "/f"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (rb'{"url": "/files/a.txt"}', ["/files/a.txt"]),
        (rb'{"url": "\/files\/a.txt"}', ["/files/a.txt"]),  # as PHP writes it
        (rb'{"url": "http://h.example:8000/files/a.txt?x=1"}', ["/files/a.txt?x=1"]),
        (rb'{"url": "http:\/\/h.example:8000\/files\/a"}', ["/files/a"]),
        (rb'{"url": "http:\/\/other.example\/files\/a"}', []),
        ('{"url": "/\N{SNOWMAN}"}'.encode(), ["/\N{SNOWMAN}"]),
        (rb'{"urls": ["/a", "/b", "/a"]}', ["/a", "/b"]),
        (rb'{"name": "a.txt", "type": "text/plain", "n": 3}', []),
    ],
)
def test_json_strings_that_are_paths_are_links(text, expected):
    """An API tells the address in its answer, with slashes escaped or not."""
    assert list(links(f"{SITE}/api/", Response(status=201, body=text))) == expected


def test_a_hostile_answer_is_read_to_its_end():
    """Quotes and slashes without end make no links and no endless search for them."""
    answers = [
        b'"/' + b"a" * 200_000,
        b'"\\/' * 60_000,
        b'"http://' * 20_000,
        b'"' + b"/" * 200_000,
    ]
    found = [list(links(f"{SITE}/", Response(status=200, body=body))) for body in answers]

    assert found == [[], ["/"], [], []]


@pytest.mark.parametrize(
    ("value", "path"),
    [
        (b"/files/a", "/files/a"),
        (b"a?b=1", "/up/a?b=1"),
        (b"http://h.example:8000/files/a", "/files/a"),
        (b"http://H.EXAMPLE:8000", "/"),
        (b"http://h.example/files/a", ""),
        (b"https://other.example", ""),
        (b"//other.example/x", ""),
        ("/\N{SNOWMAN}".encode(), "/\N{SNOWMAN}"),
        (b"/\xe9", "/\xe9"),
        (b"javascript:x", ""),
        (b"http://[", ""),
    ],
)
def test_a_redirect_is_a_path_on_this_server(value, path):
    """Read as UTF-8 if it can be, and empty if it leads to a host that is not the target's."""
    answer = Response(status=302, headers=((b"location", value), (b"Location", b"/second")))

    assert location(f"{SITE}/up/form", answer) == path


@pytest.mark.parametrize("base", ["http://h.example:80/", "http://h.example/"])
def test_the_port_that_a_url_may_leave_out_makes_no_other_host(base):
    """RFC 3986 section 6.2.3: an app may write its own address without the default port."""
    assert local_path(base, "http://h.example/files/a") == "/files/a"
    assert local_path(base, "http://h.example:80/files/a") == "/files/a"
    assert local_path(base, "http://h.example:81/files/a") == ""


def test_no_redirect_is_no_path():
    """An answer without Location leads nowhere."""
    assert location("/", Response(status=200)) == ""


def test_a_login_form_is_read_with_its_encoding_and_its_password():
    """What a browser needs to fill a form in: how it is sent, and what it hides."""
    html = """<form method=POST enctype="multipart/form-data" action=in><input type=hidden name=t
        value=1><input name=user><input type=password name=p><input type=password name=again></form>
        <form method=get></form>"""
    first, second = forms(f"{SITE}/a/login", page(html))

    assert first == PageForm(
        action="/a/in",
        multipart=True,
        posts=True,
        password="p",
        fields=[("t", "1"), ("user", ""), ("p", ""), ("again", "")],
        hidden=[("t", "1")],
    )
    assert second == PageForm(action="/a/login")
