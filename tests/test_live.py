"""Over real sockets, and the whole catalogue at once: what no single part can show."""

from __future__ import annotations

import contextlib
import threading

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from attacks import catalogue
from attacks.model import Outcome
from attacks.run import CLEAN, FINDINGS, Plan, run
from attacks.targets import http
from attacks.targets.session import Hints
from tests import live
from tests.apps import reference, tutorial

ATTACKS = {attack.id: attack for attack in catalogue.load()}
SOCKET_ONLY = "size.invalid-length"
APP = "reference_app:create_app_from_environment()"


class Silent(WSGIRequestHandler):
    """The development server without its log."""

    def log(self, *_args):
        """Say nothing."""


@contextlib.contextmanager
def development_server(app):
    """Serve *app* as `flask run` does, for the length of a block; give the URL."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def gunicorn():
    """Serve the reference app behind gunicorn."""
    with live.gunicorn(APP) as running:
        yield running


def attacked(url, root, *ids):
    """Attack what is served at *url* at level quick; give the record."""
    hints = Hints(storage_root=str(root), limits=reference.LIMITS)
    target = http.HttpTarget(url, hints=hints)
    return run(Plan(target=target, attacks=tuple(ATTACKS[each] for each in ids), level="quick"))


def test_an_invalid_length_breaks_the_development_server(tmp_path, monkeypatch):
    """Python's `int` takes what RFC 9110 does not, and the tutorial app stores the file."""
    monkeypatch.setattr(http, "SECONDS", 2.0)  # it waits for ever for a length of twenty digits
    with development_server(tutorial.create_app(tmp_path)) as url:
        record = attacked(url, tmp_path, SOCKET_ONLY)

    assert record.problems == ()
    assert record.exit_code == FINDINGS
    assert {found.oracle for found in record.findings} >= {"fails_closed"}


@pytest.mark.xdist_group("live-gunicorn")
def test_the_reference_app_holds_over_a_real_server(gunicorn):
    """Three attacks of three families, with everything that a live target lets us see."""
    ids = (SOCKET_ONLY, "filename.parent-directory", "multipart.truncated")
    record = attacked(gunicorn.url, gunicorn.folder, *ids)

    assert (record.problems, record.findings, record.exit_code) == ((), (), CLEAN)
    assert record.target.capabilities == ("disk", "retrieve", "socket")
    assert {a.id for a in record.attacks} == set(ids)
    assert all(a.verdict is Outcome.HELD and a.cases > 0 for a in record.attacks)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_whole_catalogue_finds_nothing_on_the_reference_app(seed):
    """Drawn cases differ with the seed; the result does not."""
    attacks = tuple(ATTACKS.values())
    record = run(Plan(target=reference.target, attacks=attacks, level="quick", seed=seed))

    assert (record.problems, record.findings, record.exit_code) == ((), (), CLEAN)
    assert (record.seed, len(record.attacks)) == (seed, len(attacks))
    inconclusive = {a.id for a in record.attacks if a.verdict is not Outcome.HELD}
    assert inconclusive == {SOCKET_ONLY}
