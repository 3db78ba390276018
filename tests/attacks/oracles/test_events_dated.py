"""Each event says when, so that it means the same everywhere."""

from __future__ import annotations

import pytest

from attacks.oracles.events_dated import events_dated
from tests.attacks.oracles.builders import effects, holds, unclear
from tests.attacks.oracles.people import answered, visit


def logged(*lines):
    """Return a visit that left *lines*."""
    return visit(), answered(log=lines)


@pytest.mark.parametrize(
    "line",
    [
        '{"at": "2024-02-29T23:59:59.123456Z"}',
        "2024-02-29 23:59:59,123 +0100 WARNING refused",
        "2024-02-29T23:59+01:00 refused",
        '127.0.0.1 - - [29/Feb/2024:23:59:59 +0000] "GET /" 200',
        '{"time": 1709251199.5, "event": "refused"}',
        '{"event": "refused", "ts":1709251199123}',
    ],
)
def test_a_time_with_its_offset_holds(line):
    """ISO 8601, the common log format, seconds and milliseconds since 1970."""
    assert holds(events_dated, logged(line))


def test_a_local_time_breaks():
    """Nobody knows which hour it was."""
    assert effects(events_dated, logged("2024-02-29 23:59:59 refused")) == {
        "an event has a time without an offset": ""
    }


def test_an_event_without_a_time_breaks():
    """JSON is written whole: nothing is put in front of it."""
    assert effects(events_dated, logged('{"event": "refused"}')) == {"an event has no time": ""}


def test_lines_without_any_time_are_unclear():
    """A handler may put it there; and no lines say nothing."""
    assert unclear(events_dated, logged("refused"))
    assert holds(events_dated, logged())
    assert holds(events_dated, logged("refused", "2024-02-29T23:59:59Z x", "[1]"))
