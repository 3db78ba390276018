"""What a target logs is read line by line, each line once."""

from __future__ import annotations

import io
import logging

from attacks.model import Capability, Request
from attacks.targets.http import HttpTarget
from attacks.targets.logs import last_resort, listening, reading
from attacks.targets.session import Hints
from attacks.targets.wsgi import WsgiTarget
from tests.attacks.refiring import served

LOGGER = logging.getLogger("tests.gauntlet")


def logging_app(environ, start):
    """Log the path, and a line that is two."""
    LOGGER.info("asked for %s", environ["PATH_INFO"])
    LOGGER.debug("one\ntwo")
    start("200 OK", [])
    return [b"ok"]


def test_a_logger_is_listened_to_while_a_session_is_open():
    """A record that holds a line feed is two lines; the level is put back."""
    level = LOGGER.level
    with WsgiTarget("logs", app=logging_app, logs=LOGGER.name).open() as session:
        session.send(Request(path=b"/x", method=b"GET"))
        first, second = session.log(), session.log()

    assert first == ("asked for /x", "one", "two")
    assert (second, LOGGER.level, LOGGER.handlers) == ((), level, [])
    assert session.capabilities == {Capability.LOGS}


def test_a_function_may_be_the_log():
    """For an app that does not use the standard library's."""
    with listening(lambda: ("line",)) as log:
        assert log is not None
        assert log() == ("line",)


def test_no_log_is_no_capability():
    """Nothing is said of an app whose log nobody named."""
    with WsgiTarget("quiet", app=logging_app).open() as session:
        assert (session.log(), session.capabilities) == ((), frozenset())


def test_a_live_target_is_read_from_where_its_file_ends(tmp_path):
    """What was logged before the run is nobody's doing."""
    file = tmp_path / "app.log"
    file.write_bytes(b"before\n")
    with served(logging_app) as url:
        target = HttpTarget(url, hints=Hints(log_file=str(file)))
        with target.open() as session:
            assert session.log() == ()
            file.write_bytes(b"before\none\nt\xffwo\n")
            assert session.log() == ("one", "t\ufffdwo")
            assert Capability.LOGS in session.capabilities


def test_a_file_that_is_not_there_is_no_log(tmp_path):
    """Nor is none."""
    for path in ("", str(tmp_path / "none")):
        with reading(path) as log:
            assert log is None


def test_what_nobody_handles_goes_to_all_who_listen():
    """Steps that are sent together do not lose each other's last resort."""
    usual = logging.lastResort
    first, second, alone = io.StringIO(), io.StringIO(), logging.Logger("alone")  # noqa: LOG001
    with last_resort(first):
        with last_resort(second):
            alone.warning("both")
        alone.warning("one")

    assert (first.getvalue(), second.getvalue()) == ("both\none\n", "both\n")
    assert logging.lastResort is usual


def test_what_a_logger_has_skipped_before_is_heard():
    """A logger remembers that a level is off until it is told another."""
    logger = logging.getLogger("tests.skipped_before")
    logger.setLevel(logging.WARNING)
    logger.info("skipped")

    with listening(logger.name) as taken:
        logger.info("heard")

    assert taken() == ("heard",)
    assert not logger.isEnabledFor(logging.INFO)
