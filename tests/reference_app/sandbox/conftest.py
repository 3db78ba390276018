"""Fixtures: a sandbox with small limits, and whole files of an image or a document."""

from __future__ import annotations

import tempfile

import pytest

from reference_app.sandbox import JOBS, Limits, Sandbox
from tests.reference_app.sandbox import hostile

MIB = 1024 * 1024
MODULE = hostile.__name__
LIMITS = Limits(seconds=1, memory_bytes=256 * MIB, output_bytes=MIB)
NAMES = [
    name for name, value in vars(hostile).items() if getattr(value, "__module__", "") == MODULE
]


def named(job):
    """Name a hostile job as the sandbox does."""
    return f"{MODULE}:{job}"


@pytest.fixture(scope="module")
def sandbox():
    """Serve all the tests of a module: that it lives on is a part of what they show."""
    sandbox = Sandbox(LIMITS, jobs=(*JOBS, *map(named, NAMES)))
    yield sandbox
    sandbox.close()


@pytest.fixture
def source():
    """Open a file of some bytes, without a name."""
    with tempfile.TemporaryFile() as file:
        file.write(b"content")
        file.flush()
        yield file


@pytest.fixture
def target():
    """Open an empty file, without a name."""
    with tempfile.TemporaryFile() as file:
        yield file


@pytest.fixture
def run(sandbox, source, target):
    """Run a hostile job on the two files."""

    def run(job, **options):
        return sandbox.run(named(job), source, target, **options)

    return run
