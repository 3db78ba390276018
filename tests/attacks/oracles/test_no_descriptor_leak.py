"""No descriptor leak: what stays open after many requests."""

from __future__ import annotations

from dataclasses import replace

from attacks.model import Cost
from attacks.oracles.no_descriptor_leak import no_descriptor_leak
from tests.attacks.oracles.builders import exchange, observe, refused


def told(*descriptors, measured=True):
    """Return outcome and signatures of requests that leave *descriptors* open."""
    costs = [None if n is None else Cost(seconds=0.0, descriptors=n) for n in descriptors]
    seen = observe(*((exchange(name=None), refused(cost=cost)) for cost in costs))
    verdict = no_descriptor_leak(replace(seen, probe=replace(seen.probe, measured=measured)))
    return verdict.outcome.value, {effect.signature for effect in verdict.effects}


def test_one_for_each_request_breaks():
    """A process may have a thousand or so."""
    assert told(*[1] * 12) == ("broken", {"descriptors stay open after uploads"})


def test_a_pool_that_is_filled_holds():
    """What is opened once is no leak, and what is closed again counts against it."""
    assert told(4, *[0] * 11) == ("held", set())
    assert told(*[2, -2] * 6) == ("held", set())
    assert told(*[1, 0] * 6) == ("held", set())


def test_what_nobody_measured_is_unclear():
    """Nor can one request tell; a probe that does not ask is judged by others."""
    assert told(*[None] * 12)[0] == "inconclusive"
    assert told(0)[0] == "inconclusive"
    assert told(None, measured=False)[0] == "held"
