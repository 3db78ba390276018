"""What each scanner says, and what is made of a daemon that does not say it.

The daemon here is a few lines that answer as they are told; ``tests/clamav`` asks a real one.
"""

from __future__ import annotations

import hashlib
import io
import marshal
import socket
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from reference_app import scanning
from reference_app.scanning import (
    EICAR,
    PIECE,
    ClamdScanner,
    ScanResult,
    ScanVerdict,
    TestFileScanner,
    scanner_for,
)
from tests.reference_app.fake_clamd import (
    Daemon,
    answering,
    deaf,
    dripping,
    hanging_up,
    silent,
)

CLEAN, INFECTED, UNSCANNABLE, UNREACHABLE = ScanVerdict
LARGE = bytes(4 * 1024 * 1024)  # more than any socket holds on the way


@pytest.fixture
def daemon(tmp_path):
    """Start a daemon that acts in the given way; return it and a scanner that asks it."""
    with ExitStack() as stack:

        def start(act, *, seconds=10, family=socket.AF_UNIX):
            listener = socket.socket(family)
            listener.bind(str(tmp_path / "clamd") if family == socket.AF_UNIX else ("127.0.0.1", 0))
            listener.listen()
            running = Daemon(listener, act)
            stack.callback(running.stop)
            return running, ClamdScanner(listener.getsockname(), seconds)

        yield start


# The test file


def test_the_test_string_is_the_one_that_all_scanners_know():
    """It was put together from two halves."""
    assert hashlib.md5(EICAR).hexdigest() == "44d88612fea8a8f36de82e1278abb02f"


def test_no_scanner_flags_our_own_files():
    """The whole string stands neither in the source nor in its bytecode."""
    source = Path(scanning.__file__).read_bytes()

    assert EICAR not in source
    assert EICAR not in marshal.dumps(compile(source, "scanning.py", "exec"))


@pytest.mark.parametrize("before", [0, 1, *(PIECE + k for k in range(-len(EICAR), 2)), 3 * PIECE])
def test_the_test_string_is_found_anywhere(before):
    """Where two pieces meet as well, and wherever the file stood."""
    file = io.BytesIO(bytes(before) + EICAR + b"more")
    file.seek(0, io.SEEK_END)
    result = TestFileScanner().scan(file)

    assert (result.verdict, result.signature) == (INFECTED, "EICAR")


@pytest.mark.parametrize("data", [b"", EICAR[:-1], EICAR[1:], EICAR[:-1] + bytes(PIECE) + b"*"])
def test_anything_else_is_clean(data):
    """Nearly the test string is not the test string."""
    assert TestFileScanner().scan(io.BytesIO(data)).verdict is CLEAN


def test_the_test_scanner_says_what_it_is():
    """An operator who reads its version sees that it recognises no malware."""
    assert "no malware" in TestFileScanner().version()


# A daemon


@pytest.mark.parametrize("family", [socket.AF_UNIX, socket.AF_INET])
@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_a_daemon_gets_every_byte(daemon, size, family):
    """The whole file in chunks, from its start, wherever it stood."""
    data = bytes(range(256)) * (size // 256 + 1)
    file = io.BytesIO(data[:size])
    file.seek(0, io.SEEK_END)
    running, scanner = daemon(answering(b"stream: OK\0"), family=family)

    assert scanner.scan(file) == ScanResult(verdict=CLEAN)
    running.stop()
    command, chunks = running.seen
    assert command == b"zINSTREAM\0"
    assert (b"".join(chunks), running.rest) == (data[:size], b"")
    assert all(len(chunk) <= PIECE for chunk in chunks)


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("Eicar-Test-Signature", INFECTED),
        ("Win.Test.Heuristics.Encrypted.Zip", INFECTED),
        ("Heuristics.Phishing.Email", INFECTED),
        ("Heuristics.Encrypted.Zip", UNSCANNABLE),
        ("Heuristics.Limits.Exceeded.MaxScanSize", UNSCANNABLE),
        ("MaxRecursion", UNSCANNABLE),
    ],
)
def test_what_clamd_found_has_a_name(daemon, name, verdict):
    """What it could not look into is told apart from what it knows."""
    _, scanner = daemon(answering(f"stream: {name} FOUND\0".encode()))
    result = scanner.scan(io.BytesIO(b"x"))

    assert (result.verdict, result.signature) == (verdict, name)


def test_a_long_name_is_cut(daemon):
    """The ledger and the log get a hundred characters."""
    _, scanner = daemon(answering(b"stream: " + b"n" * 500 + b" FOUND\0"))

    assert scanner.scan(io.BytesIO(b"x")).signature == "n" * 100


TOO_LONG = b"INSTREAM size limit exceeded. ERROR\0"


@pytest.mark.parametrize("act", [answering(TOO_LONG), hanging_up(TOO_LONG)])
def test_a_file_over_the_daemons_limit_is_unscannable(daemon, act):
    """Also when the daemon hangs up in the middle of it."""
    _, scanner = daemon(act)
    result = scanner.scan(io.BytesIO(LARGE))

    assert (result.verdict, result.reason.encode()) == (UNSCANNABLE, TOO_LONG[:-1])


def test_malware_is_malware_before_the_end_of_the_file(daemon):
    """A daemon that has seen enough may hang up."""
    _, scanner = daemon(hanging_up(b"stream: Early FOUND\0"))

    assert scanner.scan(io.BytesIO(LARGE)).verdict is INFECTED


def test_a_file_is_not_clean_before_its_end(daemon):
    """Whoever says OK and hangs up has not seen the rest."""
    _, scanner = daemon(hanging_up(b"stream: OK\0"))
    result = scanner.scan(io.BytesIO(LARGE))

    assert (result.verdict, result.reason) == (UNREACHABLE, "stream: OK")


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"\0",
        b"OK\0",
        b"stream: OK",
        b"stream: OK\n\0",
        b" stream: OK\0",
        b"stream: ok\0",
        b"stream: OK\0stream: X FOUND\0",
        b"stream: X FOUND",
        b"stream: \xff\x1b[2J FOUND\0",
        b"stream: Can't create a temporary file ERROR\0",
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"stream: " + b"x" * 5000 + b" FOUND\0",
    ],
)
def test_what_is_not_understood_is_no_answer(daemon, reply):
    """Half a line, two lines, another protocol: none of it is a verdict, nor a danger to a log."""
    _, scanner = daemon(answering(reply))
    result = scanner.scan(io.BytesIO(b"x"))

    assert result.verdict is UNREACHABLE
    assert result.reason.isprintable()
    assert result.reason.isascii()
    assert len(result.reason) < 500


@pytest.mark.parametrize("act", [silent, deaf, dripping])
def test_the_deadline_is_for_the_whole_scan(daemon, act):
    """A daemon that hangs, never reads or answers ever so slowly is given up in time."""
    _, scanner = daemon(act, seconds=0.3)
    begun = time.monotonic()
    result = scanner.scan(io.BytesIO(LARGE))

    assert (result.verdict, result.reason) == (UNREACHABLE, "timed out")
    assert 0.2 < time.monotonic() - begun < 5


def test_no_time_left_is_no_verdict(daemon):
    """Time that is over before the next step ends the scan."""
    _, scanner = daemon(answering(b"stream: OK\0"), seconds=0)

    assert scanner.scan(io.BytesIO(b"x")).verdict is UNREACHABLE


def test_a_daemon_that_is_not_there_is_unreachable(tmp_path):
    """No socket is a verdict as well, with a reason for the log."""
    result = ClamdScanner(str(tmp_path / "none"), 1).scan(io.BytesIO(b"x"))

    assert (result.verdict, "No such file" in result.reason) == (UNREACHABLE, True)


def test_a_daemon_says_which_one_it_is(daemon):
    """The answer to VERSION, without the NUL."""

    def act(_running, line):
        assert line.recv(100) == b"zVERSION\0"
        line.sendall(b"ClamAV 1.4.3/27000/Mon Jan  1 00:00:00 2024\0")

    _, scanner = daemon(act)
    assert scanner.version().startswith("ClamAV 1.4.3/")


def test_another_daemon_is_named(daemon):
    """Whoever listens there is not what the policy says."""
    _, scanner = daemon(hanging_up(b"220 mail\0"))

    with pytest.raises(ConnectionError, match="220 mail"):
        scanner.version()


# The setting


@pytest.mark.parametrize(
    ("setting", "address"),
    [
        ("clamd:/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
        ("clamd:127.0.0.1:3310", ("127.0.0.1", 3310)),
        ("clamd:localhost:65535", ("localhost", 65535)),
    ],
)
def test_a_setting_names_a_daemon(setting, address):
    """By path, or by host and port."""
    assert scanner_for(setting, 7) == ClamdScanner(address, 7)


def test_a_setting_names_the_test_scanner():
    """The default of the policy."""
    assert isinstance(scanner_for("test-file", 7), TestFileScanner)


@pytest.mark.parametrize(
    "setting",
    ["", "clamd", "clamd:", "clamd:relative", "clamd:host", "clamd:h:0", "clamd:h:65536", "none"],
)
def test_another_setting_is_refused(setting):
    """With its value and the alternatives: there is no way to switch the gate off."""
    with pytest.raises(ValueError, match="give 'test-file', 'clamd:/path") as caught:
        scanner_for(setting, 7)

    assert repr(setting) in str(caught.value)
