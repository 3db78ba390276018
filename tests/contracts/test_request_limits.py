"""Limits set on a `flask.Request` subclass, or on one request: what holds and what does not.

Measured with real bodies on Flask 3.1.3 and Werkzeug 3.1.9. A *terminated* stream is a chunked
body on a server that sets `wsgi.input_terminated`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import Flask, Request, request

from tests.by_hand.rows import call, file_part, form, part

if TYPE_CHECKING:
    from collections.abc import Callable

LIMIT = 1000
READ = 65_536  # what Werkzeug's form parser reads at once
URLENCODED = b"application/x-www-form-urlencoded"
JSON = b"application/json"


def limited(first: Callable[[], object] = lambda: None, /, *, config=None, **attributes) -> Flask:
    """Build an app on a request subclass with these attributes; `first` runs in each view."""
    app = Flask("limits")
    app.config.update(config or {})
    app.request_class = type("LimitedRequest", (Request,), attributes)

    @app.post("/")
    def form_view():
        first()
        return str(sum(map(len, request.form.values())) + len(request.files.getlist("file")))

    app.add_url_rule("/data", "data", lambda: str(len(request.get_data())), methods=["POST"])
    app.add_url_rule("/json", "json", lambda: str(request.get_json()), methods=["POST"])
    app.add_url_rule("/idle", "idle", lambda: "idle", methods=["POST"])
    return app


def upload_of(total: int, fill: bytes = b"x") -> bytes:
    """Write a form with one file whose whole body is so many bytes long."""
    return form(file_part(b"a.txt", fill * (total - len(form(file_part(b"a.txt", b""))))))


def text(size: int, name: bytes = b"t") -> bytes:
    """Write the part of a text field of this size."""
    return part(b'form-data; name="' + name + b'"', b"y" * size)


def status(app: Flask, body: bytes, path: str = "/", **how: object) -> int:
    """Post the body and say only how it went."""
    return call(app, "POST", path, body, **how).status


def assigning(**limits: int | None) -> Callable[[], None]:
    """Assign limits to the request at hand."""

    def assign() -> None:
        for name, value in limits.items():
            setattr(request, name, value)

    return assign


@pytest.mark.parametrize(("total", "expected"), [(LIMIT, 200), (LIMIT + 1, 413)])
def test_the_subclass_limits_a_declared_body(total: int, expected: int) -> None:
    """Exactly the limit passes and one byte more is 413; the multipart overhead counts."""
    assert status(limited(max_content_length=LIMIT), upload_of(total)) == expected


def test_the_declared_length_is_refused_unread() -> None:
    """A declared length over the limit is 413 with no byte behind it."""
    app = limited(max_content_length=LIMIT)
    assert status(app, b"", CONTENT_LENGTH=str(LIMIT + 1)) == 413


@pytest.mark.parametrize(("own", "expected"), [(LIMIT, 200), (10, 413), (None, 200)])
def test_the_subclass_hides_the_config(own: int | None, expected: int) -> None:
    """A plain class attribute replaces Flask's property: the config is not asked, even for None."""
    config = {"MAX_CONTENT_LENGTH": 500}
    assert status(limited(config=config, max_content_length=own), upload_of(LIMIT)) == expected


@pytest.mark.parametrize(("own", "expected"), [(LIMIT, 200), (500, 413), (None, 413)])
def test_one_request_may_raise_or_lower_and_not_lift(own: int | None, expected: int) -> None:
    """Assigned before the body is touched, a number wins over the config and None does not."""
    app = limited(assigning(max_content_length=own), config={"MAX_CONTENT_LENGTH": 600})
    assert status(app, upload_of(LIMIT)) == expected


def test_none_on_one_request_lifts_the_limit_of_a_subclass() -> None:
    """With the class attribute the assignment is a plain one, and None means no limit."""
    app = limited(assigning(max_content_length=None), max_content_length=500)
    assert status(app, upload_of(LIMIT)) == 200


@pytest.mark.parametrize("touched", ["files", "form", "stream"])
def test_an_assignment_after_the_first_access_is_ignored(touched: str) -> None:
    """Once the stream is wrapped, a lower limit is accepted without a word and does nothing."""

    def late() -> None:
        getattr(request, touched)
        request.max_content_length = 5

    assert status(limited(late), upload_of(LIMIT)) == 200


@pytest.mark.parametrize(("body", "expected"), [(b"", 200), (b"x", 413)])
def test_zero_means_no_byte(body: bytes, expected: int) -> None:
    """Zero is a limit like others and not "unlimited"."""
    assert status(limited(max_content_length=0), body, CONTENT_TYPE="text/plain") == expected


def test_a_view_that_does_not_look_is_not_limited() -> None:
    """The limit is enforced by reading; a view that reads nothing answers as ever."""
    assert status(limited(max_content_length=LIMIT), b"x" * 5000, "/idle") == 200


def test_an_unknown_path_is_not_limited() -> None:
    """Routing comes first: 404, and the body is never looked at."""
    assert status(limited(max_content_length=LIMIT), b"x" * 5000, "/none") == 404


def test_a_length_neither_declared_nor_terminated_is_an_empty_body() -> None:
    """Chunked on a server that does not end the stream: no 413, and the form is empty."""
    answer = call(
        limited(max_content_length=LIMIT), "POST", "/", upload_of(5000), CONTENT_LENGTH=""
    )
    assert (answer.status, answer.body) == (200, b"0")


@pytest.mark.parametrize(
    ("total", "expected"),
    [(LIMIT - 1, 200), (LIMIT, 413), (LIMIT + 1, 413)],
)
def test_a_terminated_form_of_exactly_the_limit_is_refused(total: int, expected: int) -> None:
    """Off by one: the read that finds the end of the body is taken for one past the limit."""
    app = limited(max_content_length=LIMIT)
    assert status(app, upload_of(total), declared=False) == expected


def test_a_declared_form_of_exactly_the_limit_is_refused_where_streams_are_terminated() -> None:
    """The same off by one with a Content-Length, on servers that always terminate."""
    how = {"wsgi.input_terminated": True}
    assert status(limited(max_content_length=LIMIT), upload_of(LIMIT), **how) == 413


def test_a_terminated_body_over_the_limit_is_cut_by_get_data() -> None:
    """Read as a whole it is no 413: the view gets the first bytes and cannot tell."""
    app = limited(max_content_length=LIMIT)
    answer = call(app, "POST", "/data", b"x" * 5000, declared=False)
    assert (answer.status, answer.body) == (200, b"1000")


def test_a_terminated_body_over_the_limit_is_cut_by_get_json() -> None:
    """Cut JSON may be valid JSON of another value."""
    app = limited(max_content_length=3)
    answer = call(app, "POST", "/json", b"12345", declared=False, content_type=JSON)
    assert (answer.status, answer.body) == (200, b"123")


def test_a_terminated_body_over_the_limit_is_cut_in_an_urlencoded_form() -> None:
    """The same for a form that is not multipart."""
    app = limited(max_content_length=LIMIT)
    answer = call(app, "POST", "/", b"t=" + b"y" * 5000, declared=False, content_type=URLENCODED)
    assert (answer.status, answer.body) == (200, b"998")


@pytest.mark.parametrize(("path", "content_type"), [("/data", JSON), ("/json", JSON)])
def test_a_declared_body_over_the_limit_is_never_cut(path: str, content_type: bytes) -> None:
    """With a Content-Length every way of reading is 413."""
    app = limited(max_content_length=LIMIT)
    assert status(app, b"1" * 1001, path, content_type=content_type) == 413


@pytest.mark.parametrize(("size", "expected"), [(2 * READ, 200), (2 * READ + 1, 413)])
def test_form_memory_limits_one_text_field(size: int, expected: int) -> None:
    """Exactly the limit passes, if the limit is well over one read."""
    app = limited(max_form_memory_size=2 * READ)
    assert status(app, form(text(size))) == expected


def test_form_memory_does_not_limit_the_sum_of_the_fields() -> None:
    """Three fields just under the limit fill three times the memory."""
    fields = [text(100_000, name) for name in (b"a", b"b", b"c")]
    answer = call(limited(max_form_memory_size=2 * READ), "POST", "/", form(*fields))
    assert (answer.status, answer.body) == (200, b"300000")


def test_form_memory_does_not_limit_a_file_when_it_is_generous() -> None:
    """A file of 1 MB passes a limit of two reads: only text counts."""
    assert status(limited(max_form_memory_size=2 * READ), upload_of(1_000_000)) == 200


@pytest.mark.parametrize(("total", "expected"), [(LIMIT, 200), (LIMIT + 1, 413)])
def test_form_memory_under_one_read_limits_files_and_all(total: int, expected: int) -> None:
    """It bounds the parser's buffer, so a small one is a limit on the whole of a small body."""
    assert status(limited(max_form_memory_size=LIMIT), upload_of(total)) == expected


@pytest.mark.parametrize(("limit", "expected"), [(READ - 1, 413), (READ, 200), (2 * READ, 200)])
def test_form_memory_must_hold_one_read(limit: int, expected: int) -> None:
    """One byte less than a read and no file of that size can pass."""
    assert status(limited(max_form_memory_size=limit), upload_of(200_000)) == expected


@pytest.mark.parametrize(("limit", "expected"), [(READ, 413), (2 * READ, 200)])
def test_form_memory_of_one_read_depends_on_the_bytes_of_a_file(limit: int, expected: int) -> None:
    """Line ends near the end of a read stay in the buffer, and the next read is too much."""
    app = limited(max_form_memory_size=limit)
    assert status(app, upload_of(200_000, b"\n")) == expected


def test_form_memory_does_not_bind_urlencoded_forms() -> None:
    """Since Werkzeug 3.1.9 only the length of the body does."""
    body = b"t=" + b"y" * 5000
    assert status(limited(max_form_memory_size=LIMIT), body, content_type=URLENCODED) == 200
    assert status(limited(max_content_length=LIMIT), body, content_type=URLENCODED) == 413


@pytest.mark.parametrize(("files", "expected"), [(2, 200), (3, 413)])
def test_parts_count_files_and_fields_alike(files: int, expected: int) -> None:
    """One text field and two files make three parts."""
    body = form(text(1), *[file_part(b"a.txt")] * files)
    assert status(limited(max_form_parts=3), body) == expected


def test_parts_do_not_bind_urlencoded_forms() -> None:
    """Pairs are not counted."""
    assert status(limited(max_form_parts=1), b"a=1&b=1", content_type=URLENCODED) == 200


@pytest.mark.parametrize(
    ("limits", "body"),
    [
        ({"max_form_parts": 1}, form(text(1), text(1, b"u"))),
        ({"max_form_memory_size": 100}, form(text(500))),
    ],
)
def test_form_limits_may_be_set_on_one_request(limits: dict[str, int], body: bytes) -> None:
    """Both are lowered by assignment in the view, before the form is read."""
    assert status(limited(), body) == 200
    assert status(limited(assigning(**limits)), body) == 413


def test_the_defaults_are_500_000_bytes_of_text_and_1000_parts_and_no_length() -> None:
    """Without any setting text and parts are bounded, and the body is not."""
    app = limited()
    assert status(app, form(text(500_000))) == 200
    assert status(app, form(text(500_001))) == 413
    assert status(app, form(*[file_part(b"a")] * 1000)) == 200
    assert status(app, form(*[file_part(b"a")] * 1001)) == 413
    assert status(app, upload_of(20_000_000)) == 200
