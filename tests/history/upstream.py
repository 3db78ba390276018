"""Run Werkzeug's own newest tests on the Werkzeug that stands first on the path.

    python -m tests.history.upstream SOURCES

prints one JSON object: what became of each test, and which files could not even be collected.
Only the files that are about uploads and paths are run, without Werkzeug's `conftest.py`, whose
fixtures none of them uses.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FILES = ("test_formparser.py", "sansio/test_multipart.py", "test_security.py", "test_http.py")
OPTIONS = (
    *("--quiet", "--tb=no", "--noconftest", "--continue-on-collection-errors"),
    *("-p", "no:cacheprovider", "-W", "ignore", "-o", "filterwarnings=", "-o", "addopts="),
)
PLATFORM = os.name
PATIENCE = 10  # seconds: some releases never come to an end of what others take at once


class Outcomes:
    """Keeps what became of each test."""

    def __init__(self) -> None:
        self.passed: dict[str, bool] = {}
        self.uncollected: list[str] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Iterator[Any]:
        """Fail a test that takes too long."""
        signal.alarm(PATIENCE)
        try:
            return (yield)
        finally:
            signal.alarm(0)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self) -> None:
        """Give the platform back: a failure that still pretends Windows ends pytest itself."""
        os.name = PLATFORM

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a test as passed if no phase of it failed."""
        name = report.nodeid.removeprefix("tests/")
        self.passed[name] = self.passed.get(name, True) and not report.failed

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Remember the files that do not fit the release."""
        if report.failed:
            self.uncollected.append(report.nodeid.removeprefix("tests/"))


def too_long(*_: object) -> None:
    """End the test that runs."""
    raise TimeoutError


def main(sources: str) -> None:
    """Print the outcomes as JSON."""
    signal.signal(signal.SIGALRM, too_long)
    os.chdir(sources)
    outcomes = Outcomes()
    files = [str(Path("tests") / file) for file in FILES]
    with contextlib.redirect_stdout(sys.stderr):
        pytest.main([*OPTIONS, *files], plugins=[outcomes])
    json.dump({"passed": outcomes.passed, "uncollected": outcomes.uncollected}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
