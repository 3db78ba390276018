"""A real ClamAV daemon's answers, and what is made of its silence."""

from __future__ import annotations

import io
import threading
import time
import zipfile

import pytest

from reference_app.scanning import EICAR, ScanVerdict
from tests.clamav.conftest import NESTING_MAX, SIGNATURE, STREAM_MAX

CLEAN, INFECTED, UNSCANNABLE, UNREACHABLE = ScanVerdict


def zipped(data, *, name="a.txt"):
    """Return an archive of one compressed file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return file.getvalue()


def locked(data):
    """Return the archive with its one file marked as encrypted, as its two headers do."""
    local, central = data.index(b"PK\x03\x04") + 6, data.index(b"PK\x01\x02") + 8
    marked = bytearray(data)
    marked[local] |= 1
    marked[central] |= 1
    return bytes(marked)


def nested(data, *, levels):
    """Return *data* inside that many archives."""
    for level in range(levels):
        data = zipped(data, name=f"{level}.zip")
    return data


@pytest.fixture(params=["socket", "tcp"])
def scan(daemon, request):
    """Let the daemon judge some bytes, by each of its doors."""
    scanner = daemon.scanner() if request.param == "socket" else daemon.tcp_scanner()
    return lambda data: scanner.scan(io.BytesIO(data))


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, STREAM_MAX])
def test_a_clean_file_is_clean(scan, size):
    """Up to the last byte that the daemon takes."""
    assert scan(b"a" * size).verdict is CLEAN


@pytest.mark.parametrize(
    "data",
    [EICAR, b"a" * 70_000 + EICAR, zipped(EICAR), nested(EICAR, levels=3)],
    ids=["alone", "behind", "zipped", "nested"],
)
def test_an_infected_file_is_infected(scan, data):
    """Known by a signature of ours, also where the built-in scanner sees nothing."""
    result = scan(data)

    assert (result.verdict, result.signature) == (INFECTED, SIGNATURE + ".UNOFFICIAL")


@pytest.mark.parametrize("size", [STREAM_MAX + 1, 8 * STREAM_MAX])
def test_a_file_over_the_limit_is_unscannable(scan, size):
    """The daemon says so and hangs up; its answer is read all the same."""
    result = scan(bytes(size))

    assert (result.verdict, result.reason) == (UNSCANNABLE, "INSTREAM size limit exceeded. ERROR")


@pytest.mark.parametrize(
    ("data", "signature"),
    [
        (locked(zipped(b"secret" * 9)), "Heuristics.Encrypted.Zip"),
        (nested(b"deep", levels=NESTING_MAX + 2), "Heuristics.Limits.Exceeded.MaxRecursion"),
    ],
    ids=["encrypted", "nested"],
)
def test_what_cannot_be_looked_into_is_unscannable(scan, data, signature):
    """Given the two alerts that the module's documentation asks for."""
    result = scan(data)

    assert (result.verdict, result.signature) == (UNSCANNABLE, signature)


def test_a_daemon_says_its_version(daemon):
    """As an operator reads it."""
    assert daemon.scanner().version().startswith("ClamAV ")


def test_a_stopped_daemon_is_unreachable(own_daemon):
    """Its socket is still there and nobody listens."""
    scanner = own_daemon.scanner()
    own_daemon.stop()

    assert scanner.scan(io.BytesIO(b"a")).verdict is UNREACHABLE
    with pytest.raises(OSError, match="refused"):
        scanner.version()


@pytest.mark.parametrize("size", [1, STREAM_MAX])
def test_a_hanging_daemon_is_given_up(own_daemon, size):
    """It takes the call, and perhaps the file, and never answers."""
    own_daemon.hang()
    begun = time.monotonic()
    result = own_daemon.scanner(seconds=1).scan(io.BytesIO(bytes(size)))

    assert (result.verdict, result.reason) == (UNREACHABLE, "timed out")
    assert time.monotonic() - begun < 5


def test_a_daemon_that_dies_in_a_scan_is_unreachable(own_daemon):
    """The line ends without an answer."""
    own_daemon.hang()
    death = threading.Timer(0.5, own_daemon.process.kill)
    death.start()
    result = own_daemon.scanner().scan(io.BytesIO(bytes(STREAM_MAX)))
    death.join()

    assert (result.verdict, "timed out" in result.reason) == (UNREACHABLE, False)
