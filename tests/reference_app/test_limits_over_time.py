"""Limits over time: so many in a minute, by person and by address, and no header changes whose."""

from __future__ import annotations

import threading
import time

import pytest

from reference_app import meter
from reference_app.meter import Meter
from tests.reference_app.conftest import NOTHING
from tests.reference_app.helpers import (
    PASSWORD,
    enrolled,
    fetch,
    form,
    log_in,
    post,
    refused_as,
    send,
    services,
)

SPOOFED = {
    "HTTP_X_FORWARDED_FOR": "6.6.6.6",
    "HTTP_FORWARDED": "for=6.6.6.6",
    "HTTP_X_REAL_IP": "6.6.6.6",
    "HTTP_CLIENT_IP": "6.6.6.6",
    "HTTP_TRUE_CLIENT_IP": "6.6.6.6",
}


def test_rate_limit(make_app, left_behind):
    """The third upload in a minute is one too many, on every way in, and it leaves nothing."""
    app = make_app({"uploads_per_minute": 2})
    assert [post(app).status, post(app, path="/", token=enrolled(app, "ben")).status] == [201, 201]
    assert post(app, form()).status == 400
    before = left_behind(of=app)

    for how in ({}, {"path": "/api/files", "content_type": "text/plain"}):
        answer = post(app, **how)
        assert (*refused_as(answer), answer["Retry-After"]) == (429, "rate-limit", "60")
    assert left_behind(of=app) == before
    assert send(app).status == 200


def test_download_limits(make_app):
    """Downloads have a limit of their own, and pages have none."""
    app = make_app({"downloads_per_minute": 2})
    stored = post(app)
    statuses = [fetch(app, stored).status for _ in range(3)]
    answer = fetch(app, stored, HTTP_ACCEPT="application/json")

    assert statuses == [200, 200, 429]
    assert (*refused_as(answer), answer["Retry-After"]) == (429, "download-limits", "60")
    assert {send(app).status for _ in range(9)} == {200}


def test_login_throttle(make_app):
    """By name, whether there is somebody of that name or not, and right passwords count as well."""
    app = make_app({"logins_per_minute": 2})

    for name in ("alice", "nobody"):
        statuses = [log_in(app, name, "wrong").status for _ in range(2)]
        answer = log_in(app, name, PASSWORD)
        assert statuses == [401, 401]
        assert (*refused_as(answer), answer["Retry-After"]) == (429, "login-throttle", "60")


def test_passwords_are_not_tried_when_there_were_too_many(make_app, monkeypatch):
    """A refused attempt costs no hash."""
    app = make_app({"logins_per_minute": 1})
    log_in(app)
    monkeypatch.setattr(services(app).people, "log_in", None)

    assert log_in(app).status == 429


@pytest.mark.parametrize("spoofed", [{}, *({name: value} for name, value in SPOOFED.items())])
def test_an_address_has_a_limit_whoever_asks(make_app, spoofed):
    """Many names from one address are one guesser; a header does not make it another address."""
    app = make_app({"logins_per_minute": 1})
    statuses = [
        log_in(app, f"name-{n}", "x", REMOTE_ADDR="10.0.0.1", **spoofed).status for n in range(5)
    ]
    other = log_in(app, "name-9", "x", REMOTE_ADDR="10.0.0.2")

    assert statuses == [401] * 4 + [429]
    assert other.status == 401


def test_a_minute_later_it_is_over(make_app, monkeypatch):
    """Nobody is locked out for good."""
    app = make_app({"uploads_per_minute": 1})
    assert [post(app).status, post(app).status] == [201, 429]
    later = time.time() + 121
    monkeypatch.setattr(time, "time", lambda: later)

    assert post(app).status == 201


def test_counts_that_cannot_be_kept_refuse(make_app, left_behind, monkeypatch):
    """A storage that is down is no reason to let everybody in."""
    app = make_app()
    monkeypatch.setattr(services(app).meter, "_limiter", None)

    assert post(app).status == 500
    assert log_in(app).status == 500
    assert left_behind(of=app) == NOTHING


def test_what_is_over_is_forgotten_and_no_thread_is_started(monkeypatch):
    """However many names somebody makes up: a count now and then clears what is old."""
    counts, start, begun = Meter("memory://"), time.time(), time.monotonic()
    monkeypatch.setattr(threading.Thread, "start", pytest.fail)
    counts.count("first", 5)
    monkeypatch.setattr(time, "time", lambda: start + 3600)
    monkeypatch.setattr(time, "monotonic", lambda: begun + 3600)
    counts.count("second", 5)

    kept = counts._limiter.storage.storage
    assert [any(key in each for each in kept) for key in ("first", "second")] == [False, True]


def test_a_storage_that_sweeps_by_itself_is_taken_as_it_is(monkeypatch):
    """Redis lets its keys expire."""
    counts = meter.storage_from_string("memory://")
    del counts.timer
    monkeypatch.setattr(meter, "storage_from_string", lambda _: counts)

    assert Meter("redis://host")._limiter.storage is counts
    assert not hasattr(counts, "timer")
