"""Leftovers: where the bodies end, and that enough was sent before."""

from __future__ import annotations

import pytest

from attacks.catalogue.storage.leftover import ATTACK, WRITTEN
from attacks.model import Limits, Profile
from attacks.strategies.contents import HONEST
from attacks.wire.multipart import BOUNDARY
from tests.attacks.seeking import TXT, found, minimal

BODIES = {p.variant: p.steps[0].request.body.to_bytes() for p in ATTACK.seeds(TXT)}


@pytest.mark.parametrize("variant", BODIES)
def test_much_is_sent_and_the_form_stays_open(variant: str):
    """The server has begun to write, and no closing delimiter ever comes."""
    assert len(BODIES[variant]) > 200_000
    assert b"--" + BOUNDARY + b"--" not in BODIES[variant]


def test_ends_where_it_says():
    """In the file, at its end, in the next head, and two dashes short of legal."""
    line = HONEST["txt"].content

    assert BODIES["in-the-file"].count(BOUNDARY) == 1
    assert BODIES["before-the-delimiter"].endswith(line)
    assert BODIES["in-the-next-head"].endswith(BOUNDARY + b"\r\nContent-")
    assert BODIES["before-the-last-dashes"].endswith(b"--" + BOUNDARY)


def test_stays_within_the_limits():
    """Only the broken form is illegal, not its size."""
    limits = Limits(body=100_000, file=50_000)
    profile = Profile(endpoint="/", field="f", accepted=(HONEST["txt"],), limits=limits)

    assert all(p.steps[0].request.body.size < 50_000 for p in ATTACK.seeds(profile))


def test_reaches_large_and_shrinks_to_an_honest_head():
    """Any length is generated, the plainest being one honest file."""
    large = found(ATTACK.probes(TXT), lambda p: p.steps[0].request.body.size > WRITTEN // 2)

    assert large.steps[0].file.content.size > WRITTEN // 2 - 1000
    assert minimal(ATTACK).steps[0].file.content.to_bytes() == HONEST["txt"].content
