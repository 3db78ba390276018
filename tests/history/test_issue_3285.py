"""https://github.com/pallets/werkzeug/issues/3285, open: Werkzeug adds a byte to an honest file."""

from __future__ import annotations

import pytest

from attacks import catalogue
from attacks.calibrate import calibrate
from attacks.engine import Engine
from attacks.levels import LEVELS
from tests.apps.tutorial import target

DEFAULT = "standard"


@pytest.mark.once
@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.xfail(strict=True, raises=AssertionError, reason="pallets/werkzeug issue 3285")
def test_werkzeug_stores_what_was_sent(seed):
    """Whatever the seed; it goes red on the day that upstream mends it."""
    (attack,) = (each for each in catalogue.load() if each.id == "multipart.chunk-edge")
    with target.open() as session:
        profile = calibrate(session, target.hints)
        engine = Engine(
            target=target, session=session, profile=profile, level=LEVELS[DEFAULT], seed=seed
        )
        findings = engine.attack(attack).findings

    assert "more bytes came back than were sent" not in {f.effect.signature for f in findings}
