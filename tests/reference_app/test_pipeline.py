"""The list of controls is the policy: complete, ordered, each with its lesson, and fail-closed."""

from __future__ import annotations

import ast
import importlib
from contextlib import suppress
from pathlib import Path

import pytest

from attacks.strategies.contents import HONEST
from reference_app import controls
from reference_app.pipeline import CONTROLS, Stage
from tests.reference_app.conftest import NOTHING
from tests.reference_app.helpers import (
    Browser,
    accept,
    fetch,
    file_part,
    form,
    log_in,
    post,
    rows,
    send,
    tree,
)
from tests.swapped import with_control

FOLDER = Path(controls.__file__).parent
MODULES = sorted(path.stem for path in FOLDER.glob("[a-z]*.py"))
PICTURE = HONEST["png"].content
BODY = form(file_part(b"a.png", PICTURE))
NAMED = {"path": "/api/files", "HTTP_CONTENT_DISPOSITION": 'attachment; filename="a.png"'}

UPLOAD = (
    *(Stage.ADDRESS, Stage.VISIT, Stage.HEAD, Stage.PART, Stage.NAME, Stage.ID, Stage.KEY),
    *(Stage.LEDGER, Stage.BODY, Stage.FILE, Stage.END, Stage.CONTENT, Stage.SANDBOX, Stage.SCAN),
    *(Stage.STORE, Stage.FORM, Stage.RAW),
)
DOWNLOAD = (Stage.ACCESS, Stage.READ, Stage.SERVE)
OTHER = {
    Stage.CELL: lambda app: send(app, path="/files.csv"),
    Stage.SESSION: log_in,
    Stage.REDIRECT: log_in,
    Stage.ERROR: lambda app: post(app, b""),
}
LATER = {"symlink-safe-open", "download-limits", "session-termination"}
"""Steps of a stage that this request does not come to."""


def of(*stages):
    """Return the controls of these stages, each under a name."""
    chosen = [each for each in CONTROLS if each.stage in stages and each.slug not in LATER]
    return [pytest.param(each, id=f"{each.slug}-{each.stage.name}") for each in chosen]


def broken(control):
    """Return the controls with one that raises: first what is caught, then what is not."""
    errors = iter([RuntimeError("canary"), SystemExit("canary"), RuntimeError("canary")])

    def fail(*_, **__):
        raise next(errors)

    return with_control(control.slug, fail, stage=control.stage)


def upload(app, stage):
    """Send what comes to every control of an upload; the form as somebody with a browser."""
    if stage is Stage.RAW:
        return post(app, PICTURE, content_type="image/png", **NAMED)
    if stage is Stage.FORM:
        return Browser(app).post(file_part(b"a.png", PICTURE))
    return post(app, BODY)


@pytest.fixture
def make(make_app):
    """Build an app that redraws pictures, so that each step of an upload is taken."""
    return lambda control: make_app({"image_handling": "reencode"}, controls=broken(control))


@pytest.mark.parametrize("control", of(*UPLOAD))
def test_validator_fail_closed(make, left_behind, control):
    """A control that breaks has not agreed: no upload gets past it, and nothing is left."""
    app = make(control)

    assert upload(app, control.stage).status >= 400
    with suppress(SystemExit):
        assert upload(app, control.stage).status >= 400
    assert left_behind(of=app) == NOTHING


@pytest.mark.parametrize("control", of(*DOWNLOAD))
def test_a_download_fails_closed(app, make, tmp_path, control):
    """Nothing is served, and what is stored stays as it is."""
    stored = post(app, BODY)
    twin = make(control)
    answer = fetch(twin, stored, token=app.config["TOKEN"])

    assert (answer.status, PICTURE in answer.body) == (500, False)
    assert list(tree(tmp_path).values()) == [PICTURE]
    assert len(rows(app)) == 1


@pytest.mark.parametrize("control", of(*OTHER))
def test_whatever_else_breaks_is_an_error(make, control):
    """Also what words the errors: the client learns no more than that."""
    answer = OTHER[control.stage](make(control))

    assert answer.status == 500
    assert b"canary" not in answer.body
    assert "Set-Cookie" not in answer


@pytest.mark.parametrize("control", of(Stage.RESPONSE))
def test_no_answer_without_its_headers(make, control):
    """A server that gets an exception says 500 by itself."""
    with pytest.raises(RuntimeError):
        send(make(control))


def test_a_session_that_cannot_be_ended_is_an_error(make_app):
    """Nobody believes to be logged out who is not."""
    alice = Browser(make_app())
    control = next(each for each in CONTROLS if each.slug == "session-termination")
    alice.app = make_app(controls=broken(control))

    assert alice.post(path="/logout").status == 500


@pytest.mark.parametrize("name", MODULES)
def test_every_control_has_its_lesson(name):
    """Slugs and claim first, then what it stops, what it does not, and the sources."""
    lesson = importlib.import_module(f"reference_app.controls.{name}").__doc__
    claim, *rest = lesson.split("\n\n")
    slugs = {each.slug for each in CONTROLS if each.apply.__module__.endswith(f".{name}")}

    assert slugs
    assert all(f"``{slug}``" in lesson for slug in slugs)
    assert claim.startswith("``") or name == "response_headers"
    assert [each.partition("\n")[0] for each in rest] == ["Stops", "Does not stop", "References"]
    assert "ASVS v5.0.0-" in lesson
    assert "CWE-" in lesson


@pytest.mark.parametrize("name", MODULES)
def test_no_control_knows_flask(name):
    """A control is a function of values."""
    parsed = ast.parse((FOLDER / f"{name}.py").read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(parsed) if isinstance(node, ast.ImportFrom)}

    assert not any(module.partition(".")[0] == "flask" for module in imported)


def test_server_side_only(app):
    """No page runs a script, and none that is served could: nothing is judged by the browser."""
    pages = [send(app, path=path).body.lower() for path in ("/", "/login", "/nowhere")]
    static = {path.suffix for path in Path(app.static_folder).iterdir()}

    assert not [page for page in pages if b"<script" in page or b"onsubmit" in page]
    assert static == {".css"}


def test_a_twin_differs_in_one_control():
    """The seam reaches a control at one stage or at all, and knows no others."""
    everywhere = with_control("part-limits", accept)
    once = with_control("part-limits", accept, stage=Stage.BODY)

    assert [
        len([1 for a, b in zip(CONTROLS, t, strict=True) if a != b]) for t in (everywhere, once)
    ] == [2, 1]
    with pytest.raises(LookupError, match="no control 'nothing'"):
        with_control("nothing", accept)


def test_a_name_is_settled_before_anything_reads_it():
    """Order is policy: what costs little comes first, and no rule sees a name in two forms."""
    order = [each.slug for each in CONTROLS]
    first = ["host-and-proxy", "fetch-metadata", "upload-authn", "csrf-token", "request-media-type"]
    names = ["canonicalise-once", "reserved-names", "extension-parse", "extension-allowlist"]
    last = ["signature-matches-extension", "full-decode", "pixel-limit", "polyglot-neutralised"]
    places = [
        order.index(slug) for slug in (*first, *names, *last, "malware-scan", "atomic-publish")
    ]

    assert places == sorted(places)
