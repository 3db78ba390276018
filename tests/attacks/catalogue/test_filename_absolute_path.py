"""Absolute paths: what its strategy reaches and what it shrinks to."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from attacks.catalogue.filename.absolute_path import ATTACK
from tests.attacks.seeking import minimal, names, reached


@pytest.mark.parametrize(
    "token",
    [b"C:\\", b"\\\\localhost", b"file:///", b"//", b"%2f"],
)
def test_reaches(token: bytes):
    """Drives, shares and URLs are roots too."""
    assert token in reached(ATTACK, lambda name: token in name)


def test_shrinks_to_the_witness():
    """A counterexample is the path that is looked for afterwards, in the temporary folder."""
    probe = minimal(ATTACK)

    assert names(probe) == (probe.witnesses[0].encode(),)
    assert Path(probe.witnesses[0]).parent == Path(tempfile.gettempdir()).resolve()
