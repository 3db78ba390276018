"""Each row of the tables in `tests/apps/*.py`, shown by raw bytes, on disk and as served.

Long, because the last two tests hold the tables against every test of this module.
"""

from __future__ import annotations

import gc
import importlib
import mimetypes
import os
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from werkzeug.datastructures import FileStorage

from tests.by_hand import tables
from tests.by_hand.contents import CONTENTS, TEXTS
from tests.by_hand.naive_rows import NAIVE, NAIVE_FINDINGS
from tests.by_hand.rows import (
    A_TXT,
    ALL,
    FINDINGS,
    LAWFUL,
    LIMIT,
    OVERHEAD,
    REUPLOADED,
    SHARED,
    TUTORIAL,
    TUTORIAL_INTAKE,
    Answer,
    Row,
    call,
    form,
    named,
    part,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

ROWS = (*FINDINGS, *LAWFUL, *NAIVE_FINDINGS)
POLICIES = {
    "content-security-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "referrer-policy",
    "x-frame-options",
}
CONFIRMED = {(app, row.effect) for row in ROWS for app in row.apps}


def confirms(effect: str, *apps: str) -> pytest.MarkDecorator:
    """Run a test on these apps, and note that it shows this row of their tables."""
    CONFIRMED.update((app, effect) for app in apps)
    return pytest.mark.parametrize("app", apps, indirect=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Name an upload folder with room beside it to see escapes."""
    return tmp_path / "uploads"


@pytest.fixture
def app(request: pytest.FixtureRequest, folder: Path) -> Flask:
    """Build the app whose module in `tests.apps` the parameter names."""
    return importlib.import_module(f"tests.apps.{request.param}").create_app(folder)


@pytest.fixture(autouse=True, scope="module")
def _only_new_objects_are_collected() -> Iterator[None]:
    """Leave what other tests have made out: `call` collects after each request."""
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture
def umask() -> Iterator[int]:
    """Set the umask that nearly every machine has."""
    before = os.umask(0o022)
    yield 0o022
    os.umask(before)


def on_disk(folder: Path) -> dict[str, bytes]:
    """Read every file in the folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def only_file(folder: Path) -> Path:
    """Name the one file in the folder, whatever its app called it."""
    (path,) = folder.iterdir()
    return path


def upload(app: Flask, name: str = "a.txt", data: bytes = b"x") -> str:
    """Upload one file and return the path of its URL."""
    return urlsplit(call(app, "POST", body=named(name, data)).headers["location"]).path


def guards(answer: Answer) -> set[str]:
    """Name the headers present that keep a browser from running a file."""
    found = {"x-content-type-options", "content-security-policy"} & set(answer.headers)
    disposition = answer.headers.get("content-disposition", "")
    return found | ({"attachment"} if disposition.startswith("attachment") else set())


@pytest.mark.parametrize(
    ("app", "row"),
    [
        pytest.param(app, row, id=f"{app}-{row.effect}")
        for row in (*FINDINGS, *LAWFUL)
        for app in row.apps
    ],
    indirect=["app"],
)
def test_bytes_sent_leave_what_the_table_says(app: Flask, folder: Path, row: Row) -> None:
    """The requests of the row get its status and leave its files."""
    answers = [
        call(app, "POST", body=body, content_type=row.content_type, **row.environ)
        for body in row.bodies
    ]
    assert (answers[-1].status, on_disk(folder)) == (row.status, row.stored)


@pytest.mark.parametrize("app", [NAIVE], indirect=True)
@pytest.mark.parametrize("row", NAIVE_FINDINGS, ids=lambda row: row.effect)
def test_bytes_sent_to_the_naive_parser_leave_what_the_table_says(
    app: Flask, folder: Path, row: Row
) -> None:
    """One file under a name of the server's choice holds what the row says."""
    body, environ = row.bodies[0], row.environ
    answer = call(app, "POST", body=body, content_type=row.content_type, **environ)
    stored = list(on_disk(folder).values())
    assert (answer.status, stored) == (row.status, list(row.stored.values()))


@confirms("the extension vanishes", *TUTORIAL_INTAKE)
def test_the_extension_vanishes(app: Flask, folder: Path) -> None:
    """A name of an extension alone is stored without one and served as unknown bytes."""
    answer = call(app, "GET", upload(app, ".txt"))
    assert list(on_disk(folder)) == ["txt"]
    assert answer.headers["content-type"] == "application/octet-stream"


@pytest.mark.parametrize("app", ALL, indirect=True)
def test_a_name_of_255_bytes_is_stored(app: Flask, folder: Path) -> None:
    """The neighbour of the over-long name is fine, so the length alone is at fault."""
    upload(app, "a" * 251 + ".txt")
    assert len(on_disk(folder)) == 1


@confirms("a name costs the square of its marks", *ALL)
def test_a_name_costs_the_square_of_its_marks(app: Flask) -> None:
    """Combining marks are put in order one by one, before the name is cut to ASCII."""

    def seconds(count: int) -> float:
        before = time.process_time()
        upload(app, "a" + "\u0315\u0300" * count + ".txt")
        return time.process_time() - before

    few = min(seconds(5_000) for _ in range(3))  # the first also prepares what all share
    assert seconds(20_000) > 8 * few


@confirms("stored under the client's name", *ALL)
def test_stored_under_the_clients_name(app: Flask, folder: Path) -> None:
    """The client's name is the name on disk and the end of the URL."""
    assert upload(app).endswith("/a.txt")
    assert on_disk(folder) == A_TXT


@confirms("readable by everyone", *ALL)
@pytest.mark.usefixtures("umask")
def test_readable_by_everyone(app: Flask, folder: Path) -> None:
    """The mode is whatever the umask leaves."""
    upload(app)
    assert (folder / "a.txt").stat().st_mode & 0o777 == 0o644


@confirms("413 at exactly the limit", *ALL)
@pytest.mark.parametrize(
    ("size", "declared", "status"),
    [(LIMIT, False, 413), (LIMIT - 1, False, 302), (LIMIT, True, 302)],
)
def test_413_at_exactly_the_limit(app: Flask, size: int, *, declared: bool, status: int) -> None:
    """A terminated stream of exactly the limit is refused; the same body declared is not."""
    body = named("a.txt", b"x" * (size - OVERHEAD))
    assert call(app, "POST", body=body, declared=declared).status == status


@confirms("refusal leads to a foreign host", *ALL)
def test_refusal_leads_to_a_foreign_host(app: Flask) -> None:
    """The redirect after a form without a file repeats the client's Host."""
    answer = call(
        app, "POST", body=form(part(b'form-data; name="other"')), HTTP_HOST="evil.example"
    )
    assert (answer.status, answer.headers["location"]) == (302, "http://evil.example/")


@confirms("success leads to a foreign host", REUPLOADED)
def test_success_leads_to_a_foreign_host(app: Flask) -> None:
    """`UploadSet.url` is absolute and repeats the client's Host."""
    answer = call(app, "POST", body=named("a.txt"), HTTP_HOST="evil.example")
    assert answer.headers["location"].startswith("http://evil.example/_uploads/")


@confirms("served inline and unguarded", TUTORIAL, REUPLOADED)
def test_served_inline_and_unguarded(app: Flask) -> None:
    """The file comes back inline, without nosniff or a policy."""
    answer = call(app, "GET", upload(app, data=b"<script>"))
    assert (answer.status, answer.body, guards(answer)) == (200, b"<script>", set())
    assert answer.headers["content-disposition"] == "inline; filename=a.txt"


@confirms("served unguarded", SHARED)
def test_served_unguarded(app: Flask) -> None:
    """The file comes back with no Content-Disposition at all, nor nosniff, nor a policy."""
    answer = call(app, "GET", upload(app, data=b"<script>"))
    assert (answer.status, answer.body, guards(answer)) == (200, b"<script>", set())
    assert "content-disposition" not in answer.headers


@confirms("content comes back as sent", *ALL)
@pytest.mark.parametrize("content", CONTENTS)
def test_content_comes_back_as_sent(app: Flask, folder: Path, content: str) -> None:
    """Nobody looks into a file: its bytes are stored and served under the type of its name."""
    name, data = CONTENTS[content]
    answer = call(app, "GET", upload(app, name, data))
    assert (answer.status, answer.body, on_disk(folder)) == (200, data, {name: data})
    assert answer.headers["content-type"].partition(";")[0] == mimetypes.guess_type(name)[0]


@confirms("content comes back as sent", NAIVE)
@pytest.mark.parametrize("content", TEXTS)
def test_text_comes_back_as_sent(app: Flask, content: str) -> None:
    """The naive parser takes texts only, and any bytes for one."""
    name, data = TEXTS[content]
    assert call(app, "GET", upload(app, name, data)).body == data


@confirms("page without a policy", *ALL, NAIVE)
def test_page_without_a_policy(app: Flask) -> None:
    """The page of the form has no header that binds a browser."""
    answer = call(app, "GET")
    assert (answer.status, POLICIES & set(answer.headers)) == (200, set())
    assert answer.headers["content-type"].startswith("text/html")


@confirms("any method gets the page", NAIVE)
@pytest.mark.parametrize("method", ["TRACE", "GAUNTLET"])
def test_any_method_gets_the_page(app: Flask, method: str) -> None:
    """The naive app asks only whether the method is POST."""
    assert call(app, method).status == 200


@confirms("two requests share a free name", REUPLOADED)
def test_two_requests_share_a_free_name(
    app: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second upload between the look for a free name and the write is lost."""
    save = FileStorage.save
    urls = []

    def late(file: FileStorage, path: str) -> None:
        monkeypatch.setattr(FileStorage, "save", save)
        urls.append(upload(app, data=b"2"))
        save(file, path)

    monkeypatch.setattr(FileStorage, "save", late)
    urls.append(upload(app, data=b"1"))
    assert (urls[0], on_disk(folder)) == (urls[1], {"a.txt": b"1"})


@confirms("cached in public", SHARED)
def test_cached_in_public(app: Flask) -> None:
    """Every cache on the way may keep the file for half a day."""
    answer = call(app, "GET", upload(app))
    assert answer.headers["cache-control"] == "max-age=43200, public"


@confirms("headers of the app are missing", SHARED)
def test_headers_of_the_app_are_missing(app: Flask) -> None:
    """What `after_request` adds reaches the form and not the file."""

    @app.after_request
    def nosniff(response):
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    assert "x-content-type-options" in call(app, "GET").headers
    assert "x-content-type-options" not in call(app, "GET", upload(app)).headers


@confirms("any method gets the file", SHARED)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_any_method_gets_the_file(app: Flask, folder: Path, method: str) -> None:
    """The middleware does not look at the method; it also does nothing but read."""
    answer = call(app, method, upload(app))
    assert (answer.status, answer.body, on_disk(folder)) == (200, b"x", A_TXT)


@confirms("HEAD has a body", SHARED)
def test_head_has_a_body(app: Flask) -> None:
    """A HEAD request gets the bytes, unless the server drops them."""
    assert call(app, "HEAD", upload(app)).body == b"x"


@confirms("Range is ignored", SHARED)
def test_range_is_ignored(app: Flask) -> None:
    """A range gets the whole file."""
    answer = call(app, "GET", upload(app, data=b"0123456789"), HTTP_RANGE="bytes=0-3")
    assert (answer.status, answer.body) == (200, b"0123456789")


@confirms("dotfile is served", *ALL)
def test_dotfile_is_served(app: Flask, folder: Path) -> None:
    """A hidden file in the folder is as public as the others."""
    url = upload(app)
    (folder / ".env").write_bytes(b"key")
    assert call(app, "GET", url.replace("a.txt", ".env")).body == b"key"


@confirms("subfolder is served", SHARED, REUPLOADED)
@pytest.mark.parametrize("path", ["sub/x.txt", "sub/../a.txt"])
def test_subfolder_is_served(app: Flask, folder: Path, path: str) -> None:
    """Folders below are served, and dots between them are resolved."""
    url = upload(app)
    (folder / "sub").mkdir()
    (folder / "sub" / "x.txt").write_bytes(b"x")
    assert call(app, "GET", url.replace("a.txt", path)).body == b"x"


@confirms("slash behind the path is dropped", SHARED, REUPLOADED)
def test_slash_behind_the_path_is_dropped(app: Flask) -> None:
    """What would be a folder is the file."""
    answer = call(app, "GET", upload(app) + "/")
    assert (answer.status, answer.body) == (200, b"x")


@confirms("symbolic link is followed", *ALL, NAIVE)
def test_symbolic_link_is_followed(app: Flask, folder: Path) -> None:
    """A link in the place of a file opens what lies outside."""
    url = upload(app)
    (folder.parent / "outside").write_bytes(b"key")
    only_file(folder).unlink()
    (folder / url.rpartition("/")[2]).symlink_to(folder.parent / "outside")
    assert call(app, "GET", url).body == b"key"


@confirms("damage on disk is served", *ALL, NAIVE)
def test_damage_on_disk_is_served(app: Flask, folder: Path) -> None:
    """Nobody compares what is served with what was stored."""
    url = upload(app)
    only_file(folder).write_bytes(b"y")
    answer = call(app, "GET", url)
    assert (answer.status, answer.body) == (200, b"y")


@confirms("symbolic link is written through", *TUTORIAL_INTAKE)
def test_symbolic_link_is_written_through(app: Flask, folder: Path) -> None:
    """An upload under the name of a link lands outside, where nothing need exist before."""
    (folder / "l.txt").symlink_to(folder.parent / "outside")
    upload(app, "l.txt")
    assert (folder.parent / "outside").read_bytes() == b"x"


@confirms("500 on the name of a folder", *TUTORIAL_INTAKE)
def test_500_on_the_name_of_a_folder(app: Flask, folder: Path) -> None:
    """A folder of that name is an error that nobody catches."""
    (folder / "d.txt").mkdir()
    assert call(app, "POST", body=named("d.txt")).status == 500


@confirms("500 on a dangling link", REUPLOADED)
def test_500_on_a_dangling_link(app: Flask, folder: Path) -> None:
    """The extension's containment check raises what nobody catches, and nothing is made."""
    (folder / "l.txt").symlink_to(folder.parent / "outside")
    assert call(app, "POST", body=named("l.txt")).status == 500
    assert not (folder.parent / "outside").exists()


@pytest.mark.parametrize("app", ALL, indirect=True)
@pytest.mark.parametrize("name", ["../../etc/passwd.txt", "/etc/passwd.txt"])
def test_no_traversal(app: Flask, folder: Path, name: str) -> None:
    """Not to be claimed: a path in the name becomes underscores, and nothing else is made."""
    upload(app, name)
    assert on_disk(folder) == {"etc_passwd.txt": b"x"}
    assert list(folder.parent.iterdir()) == [folder]


@pytest.mark.parametrize("app", ALL, indirect=True)
@pytest.mark.parametrize("name", ["x.php", "x．php", "a.txt:evil", "x"])
def test_no_other_extension(app: Flask, folder: Path, name: str) -> None:
    """Not to be claimed: a name whose last suffix is not listed is never stored."""
    call(app, "POST", body=named(name))
    assert on_disk(folder) == {}


@pytest.mark.parametrize("app", ALL, indirect=True)
@pytest.mark.parametrize("declared", [True, False])
def test_no_limit_is_passed(app: Flask, folder: Path, *, declared: bool) -> None:
    """Not to be claimed: one byte over the limit is 413 and leaves nothing."""
    body = named("a.txt", b"x" * (LIMIT + 1 - OVERHEAD))
    assert call(app, "POST", body=body, declared=declared).status == 413
    assert on_disk(folder) == {}


@pytest.mark.parametrize("app", ALL, indirect=True)
def test_no_disclosure(app: Flask, folder: Path) -> None:
    """Not to be claimed: the 500 shows neither a path nor a traceback."""
    answer = call(app, "POST", body=named("a" * 252 + ".txt"))
    assert answer.status == 500
    assert b"Traceback" not in answer.body
    assert str(folder).encode() not in answer.body


@pytest.mark.parametrize("app", ALL, indirect=True)
def test_no_header_is_split(app: Flask) -> None:
    """Not to be claimed: line ends in a name do not reach a header."""
    answer = call(app, "POST", body=named("a\r\n\tX-Evil: 1\r\n\t.txt"))
    assert "x-evil" not in answer.headers
    assert "\n" not in "".join(answer.headers.values())


@pytest.mark.parametrize("app", ALL, indirect=True)
@pytest.mark.parametrize(("declared", "status"), [(True, 400), (False, 302)])
def test_short_body_depends_on_the_server(app: Flask, *, declared: bool, status: int) -> None:
    """A lost tail is 400, unless the server says that it ends the stream itself."""
    body = named("a.txt", b"x" * 40)
    length = {"CONTENT_LENGTH": str(len(body))}
    assert call(app, "POST", body=body[:-20], declared=declared, **length).status == status


@pytest.mark.parametrize("app", [REUPLOADED], indirect=True)
@pytest.mark.parametrize("second", ["a.txt", "../a.txt", "ä.txt"])
def test_no_overwrite_by_flask_reuploaded(app: Flask, folder: Path, second: str) -> None:
    """Not to be claimed: a taken name gets a number."""
    upload(app, data=b"1")
    upload(app, second, b"2")
    assert on_disk(folder) == {"a.txt": b"1", "a_1.txt": b"2"}


@pytest.mark.parametrize("app", [REUPLOADED], indirect=True)
@pytest.mark.parametrize("name", [".txt", "文.txt"])
def test_no_vanishing_extension_by_flask_reuploaded(app: Flask, folder: Path, name: str) -> None:
    """Not to be claimed: the secured name is checked, so a lost suffix is a refusal."""
    assert call(app, "POST", body=named(name)).status == 302
    assert on_disk(folder) == {}


@pytest.mark.parametrize("app", [SHARED], indirect=True)
@pytest.mark.parametrize("path", ["../x", "sub/../../x", "%2e%2e/x"])
def test_no_traversal_by_url(app: Flask, folder: Path, path: str) -> None:
    """Not to be claimed: the middleware does not leave its folder."""
    (folder / "sub").mkdir()
    (folder.parent / "x").write_bytes(b"key")
    assert call(app, "GET", f"/uploads/{path}").status == 404


@pytest.mark.parametrize("app", ["refuses_everything"], indirect=True)
@pytest.mark.parametrize("body", [named("a.txt"), named("x.php"), b""])
def test_refuses_everything(app: Flask, folder: Path, body: bytes) -> None:
    """The wall answers 400 to any POST, shows a form, and stores nothing."""
    assert call(app, "GET").status == 200
    assert (call(app, "POST", body=body).status, on_disk(folder)) == (400, {})


@pytest.mark.parametrize("name", [*ALL, NAIVE])
def test_every_row_of_a_table_is_shown(name: str) -> None:
    """A table holds nothing that no test shows."""
    named_in_tables = tables.shown_by_hand(name)
    assert len(named_in_tables) >= 7
    assert named_in_tables - {effect for app, effect in CONFIRMED if app == name} == set()


@pytest.mark.parametrize("name", [TUTORIAL, REUPLOADED, NAIVE])
def test_every_effect_shown_is_in_the_table(name: str) -> None:
    """No effect that a test shows is missing from the docstring of its app."""
    lawful = {row.effect for row in LAWFUL} if name == REUPLOADED else set()
    shown = {effect for app, effect in CONFIRMED if app == name}
    assert shown - lawful - tables.shown_by_hand(name) == set()
