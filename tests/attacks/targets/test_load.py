"""What ``TARGET`` may name, and what is said of everything else."""

from __future__ import annotations

import sys

import pytest

from attacks.model import Limits, Request
from attacks.targets.asgi import AsgiTarget
from attacks.targets.http import HttpTarget
from attacks.targets.load import load, merged
from attacks.targets.session import Hints, TargetError
from attacks.targets.wsgi import WsgiTarget

MODULE = """
from attacks.targets.session import Hints
from attacks.targets.wsgi import WsgiTarget

def app(environ, start_response):
    start_response("200 OK", [])
    return [b"app"]

def wrapped(*args):
    return app(*args)

class Instance:
    def __call__(self, environ, start_response):
        return app(environ, start_response)

def factory(config=None, *, debug=False):
    return app

async def asgi(scope, receive, send):
    assert scope["type"] == "http"
    await send({"type": "http.response.start", "status": 200})
    await send({"type": "http.response.body", "body": b"asgi"})

class AsyncInstance:
    __call__ = staticmethod(asgi)

def asgi_factory():
    return asgi

def asgi_named(scope, receive, send):
    return asgi(scope, receive, send)

def asgi_hidden(*args):
    return asgi(*args)

def asgi_twice(scope):
    return lambda receive, send: asgi(scope, receive, send)

class AsgiTwice:
    def __init__(self, scope):
        self.scope = scope

    async def __call__(self, receive, send):
        await asgi(self.scope, receive, send)

def failing():
    raise ZeroDivisionError("why")

def leaving():
    raise SystemExit(3)

def empty():
    return None

def endless():
    return endless

instance, asgi_instance, number = Instance(), AsyncInstance(), 7
target = WsgiTarget("mine", app=app, hints=Hints(field="f", endpoint="/up"))
untold = type("Untold", (), {"__call__": app.__call__, "__signature__": 1})()
"""


@pytest.fixture(autouse=True)
def sample(tmp_path, monkeypatch):
    """Put a module of candidates into the working directory."""
    (tmp_path / "ug_sample.py").write_text(MODULE)
    (tmp_path / "ug_broken.py").write_text("import does_not_exist_anywhere")
    (tmp_path / "ug_leaving.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    yield
    sys.modules.pop("ug_sample", None)


@pytest.mark.parametrize(
    "name", ["app", "wrapped", "instance", "factory", "Instance", "instance.__call__"]
)
def test_an_app_and_a_factory_become_a_target(name):
    """A WSGI callable is taken as it is; what needs no argument makes one."""
    text = f"ug_sample:{name}"
    target = load(text, hints=Hints(field="f"))

    with target.open() as session:
        assert session.send(Request(path=b"/")).response.body == b"app"
    assert (target.name, target.hints.field) == (text, "f")


def test_a_target_is_taken_and_its_hints_are_merged():
    """What the caller says beats what the target brings; the rest stays."""
    target = load("ug_sample:target", hints=Hints(field="other"))

    assert isinstance(target, WsgiTarget)
    assert (target.name, target.hints) == ("mine", Hints(field="other", endpoint="/up"))


def test_the_users_own_target_is_left_as_it_was():
    """What one run says of it does not go into the next."""
    target = load("ug_sample:target", hints=Hints(field="other"))

    original = sys.modules["ug_sample"].target
    assert target is not original
    assert original.hints == Hints(field="f", endpoint="/up")


def test_a_url_becomes_a_live_target():
    """The hints and the allowed hosts go with it."""
    target = load("http://192.0.2.1/x", hints=Hints(field="f"), allow_hosts=("192.0.2.1",))

    assert isinstance(target, HttpTarget)
    assert (target.page, target.hints.field) == ("/x", "f")


@pytest.mark.parametrize(
    "name",
    [
        *("asgi", "asgi_instance", "asgi_factory", "AsyncInstance", "asgi_named", "asgi_twice"),
        "AsgiTwice",
    ],
)
@pytest.mark.parametrize("prefix", ["", "asgi:"])
def test_an_asgi_app_is_told_by_its_shape(name, prefix):
    """A coroutine, the names of its arguments, one call or two; or it is said."""
    text = f"{prefix}ug_sample:{name}"
    target = load(text, hints=Hints(field="f"))

    with target.open() as session:
        assert session.send(Request(path=b"/")).response.body == b"asgi"
    assert (type(target), target.name, target.hints.field) == (AsgiTarget, text, "f")


def test_a_prefix_beats_the_shape():
    """Where arguments are hidden, only the user knows."""
    assert type(load("asgi:ug_sample:asgi_hidden", hints=Hints())) is AsgiTarget
    assert type(load("ug_sample:asgi_hidden", hints=Hints())) is WsgiTarget
    assert type(load("wsgi:ug_sample:asgi", hints=Hints())) is WsgiTarget


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "neither a URL nor package.module:attribute"),
        ("ug_sample", "neither a URL nor package.module:attribute"),
        ("ug_sample:", "neither a URL nor package.module:attribute"),
        ("127.0.0.1:8000", "did you mean http://127.0.0.1:8000"),
        (":app", "neither a URL nor package.module:attribute"),
        ("no_such_module_here:app", "cannot import .*: ModuleNotFoundError: "),
        ("ug_broken:app", "cannot import ug_broken:app: ModuleNotFoundError: "),
        ("ug_sample:missing", "cannot import ug_sample:missing: AttributeError: "),
        ("ug_sample:number", "ug_sample:number is a int, not an app, factory or Target"),
        ("ug_sample:failing", r"ug_sample:failing\(\): ZeroDivisionError: why"),
        ("ug_sample:leaving", r"ug_sample:leaving\(\): SystemExit: 3"),
        ("ug_leaving:app", "cannot import ug_leaving:app: SystemExit: 3"),
        ("ug_sample:empty", r"ug_sample:empty\(\) made a NoneType, not an app"),
        ("ug_sample:endless", r"ug_sample:endless\(\) made a function, not an app"),
    ],
)
def test_everything_else_is_refused_with_its_reason(text, reason):
    """The message names what was given and what is wrong with it."""
    with pytest.raises(TargetError, match=reason):
        load(text, hints=Hints())


def test_a_callable_that_hides_its_parameters_is_taken_for_an_app():
    """Calling it to find out could do anything."""
    target = load("ug_sample:untold", hints=Hints())

    with target.open() as session:
        assert session.send(Request(path=b"/")).response.body == b"app"


def test_the_working_directory_is_importable_once():
    """Loading twice does not make the search path longer."""
    load("ug_sample:app", hints=Hints())
    before = list(sys.path)
    load("ug_sample:app", hints=Hints())

    assert sys.path == before


def test_merging_takes_what_is_given_and_nothing_else():
    """A value that was left at its default does not hide the one below it."""
    base = Hints(field="a", page="/p", limits=Limits(body=5), fields={"x": "1"})
    over = Hints(field="b", limits=Limits(file=6))

    expected = Hints(field="b", page="/p", limits=Limits(file=6), fields={"x": "1"})
    assert merged(base, over) == expected
    assert merged(base, Hints()) == base
