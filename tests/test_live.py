"""Over real sockets, and the whole catalogue at once: what no single part can show."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import replace

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from attacks import catalogue, profile_file
from attacks.model import Outcome
from attacks.run import CLEAN, FINDINGS, Plan, run
from attacks.targets import http
from attacks.targets.session import Hints
from reference_app.policy import Policy
from tests import live, matrix, unproved
from tests.apps import reference, tutorial

pytestmark = pytest.mark.once

ATTACKS = {attack.id: attack for attack in catalogue.load()}
SOCKET_ONLY = "size.invalid-length"
ONE_OF_EACH_FAMILY = {
    id_.partition(".")[0]: id_ for id_ in reversed(ATTACKS) if id_ not in unproved.SOCKET_ONLY
}.values()
LIMITS = {
    "access.quota": {"quota_files": 12},
    "access.quota-bytes": {"quota_bytes": 400_000},
    "access.quota-race": {"quota_files": 12},
    "access.rate": {"uploads_per_minute": 40},
    "serving.download-rate": {"downloads_per_minute": 40},
    "session.guessing": {"logins_per_minute": 8},
}
"""For attacks that need a low limit, as the rigs of their twins: one that is reached soon."""
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


def served(running, **limits):
    """Return what runs as a target, with all that its profile tells, and *limits*."""
    told = profile_file.hints(profile_file.read(running.profile))
    return http.HttpTarget(running.url, hints=replace(told, limits=replace(told.limits, **limits)))


def attacked(target, *ids, seed=0):
    """Attack *target* at level quick; give the record."""
    attacks = tuple(ATTACKS[each] for each in ids)
    return run(Plan(target=target, attacks=attacks, level="quick", seed=seed))


def test_an_invalid_length_breaks_the_development_server(tmp_path, monkeypatch):
    """Python's `int` takes what RFC 9110 does not, and the tutorial app stores the file."""
    monkeypatch.setattr(http, "SECONDS", 2.0)  # it waits for ever for a length of twenty digits
    with development_server(tutorial.create_app(tmp_path)) as url:
        hints = Hints(storage_root=str(tmp_path), limits=reference.limits_of(Policy()))
        record = attacked(http.HttpTarget(url, hints=hints), SOCKET_ONLY)

    assert record.problems == ()
    assert record.exit_code == FINDINGS
    assert {found.oracle for found in record.findings} >= {"fails_closed"}


@pytest.mark.xdist_group("live-gunicorn")
def test_the_reference_app_holds_over_a_real_server(gunicorn):
    """Three attacks of three families, with everything that a live target lets us see."""
    ids = (SOCKET_ONLY, "filename.parent-directory", "multipart.truncated")
    record = attacked(served(gunicorn), *ids)

    assert (record.problems, record.findings, record.exit_code) == ((), (), CLEAN)
    assert record.target.capabilities == ("disk", "logs", "retrieve", "socket", "two-actors")
    assert {a.id for a in record.attacks} == set(ids)
    assert all(a.verdict is Outcome.HELD and a.cases > 0 for a in record.attacks)


@pytest.mark.xdist_group("live-gunicorn")
@pytest.mark.long  # `tox -e attack` does the same, and more
def test_the_whole_catalogue_finds_nothing_over_a_real_server(gunicorn):
    """Each named variant once; what proves nothing is known, and so is the reason."""
    row = matrix.row(served(gunicorn))
    known = {**unproved.RIGGED, **unproved.IN_PROCESS_ONLY}

    assert (row.kills, row.problems) == (frozenset(), ())
    assert dict(row.inconclusive).keys() == known.keys()
    assert [(id_, why) for id_, why in row.inconclusive if known[id_] not in why] == []
    assert row.held == ATTACKS.keys() - known.keys()


@pytest.mark.parametrize(("id_", "limits"), LIMITS.items(), ids=LIMITS)
def test_a_limit_over_time_holds_over_a_real_server(id_, limits):
    """Its threads count together; a server of its own, since what is used up stays so."""
    settings = "\n".join(f"{name} = {value}" for name, value in limits.items())
    with live.gunicorn(APP, settings=settings) as running:
        row = matrix.row(served(running, **limits), (id_,))

    assert (row.kills, row.held, row.problems) == (frozenset(), {id_}, ())


def test_drawn_cases_find_nothing_on_the_reference_app():
    """One attack of each family, and one seed; `tox -e attack` and `tox -e seeds` draw more."""
    record = attacked(reference.target, *ONE_OF_EACH_FAMILY, seed=1)

    assert (record.problems, record.findings, record.exit_code) == ((), (), CLEAN)
    assert record.seed == 1
    assert {a.id for a in record.attacks} == set(ONE_OF_EACH_FAMILY)
    assert [a.id for a in record.attacks if a.verdict is not Outcome.HELD] == []
