"""Chained tricks: what its strategy reaches and what it shrinks to."""

from __future__ import annotations

import pytest

from attacks.catalogue.extension.chain import ATTACK, DRESSED, SIGNATURE, TYPES
from attacks.model import Body
from tests.attacks.seeking import PNG, TXT, found, minimal, names, reached


@pytest.mark.parametrize("token", [b"../", b".pHp", b"%00", b"::$DATA", "．php".encode(), b".TXT"])
def test_reaches(token: bytes):
    """Climbs, cases, cuts, streams and disguised dots are generated."""
    assert token in reached(ATTACK, lambda name: token in name)


def test_reaches_other_types_and_signatures():
    """The declared type and the first bytes vary as well."""
    probes = ATTACK.probes(TXT)
    files = [
        each.file for each in found(probes, lambda p: p.steps[0].file.media_type in TYPES).steps
    ]
    dressed = found(probes, lambda p: p.steps[0].file.content.to_bytes().startswith(SIGNATURE))

    assert files[0].media_type in TYPES
    assert names(dressed) == (b"report.txt",)


def test_a_picture_keeps_its_bytes():
    """In front of a picture a signature would make another illegal thing of it."""
    dressed = next(probe for probe in ATTACK.seeds(PNG) if probe.variant == DRESSED)

    assert dressed.steps[0].file.content == Body((PNG.sample.content,))


def test_shrinks_to_the_plainest():
    """A counterexample holds nothing that it does not need."""
    assert names(minimal(ATTACK)) == (b"report.txt",)
