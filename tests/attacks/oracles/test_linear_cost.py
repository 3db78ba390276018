"""Linear cost: judged by the exponent between two sizes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attacks.model import Body, Cost, Fill
from attacks.oracles.linear_cost import MIB, linear_cost
from tests.attacks.oracles import builders
from tests.attacks.oracles.builders import change, disk, exchange, refused, stored

TIME = "processor time grows faster than the request"
REFUSED = refused()
SIZES = (10_000, 40_000, 160_000)


def climb(costs, *, sizes=SIZES, measured=True, steps=REFUSED):
    """Return the observation of requests of *sizes* that cost *costs*."""
    bodies = (Body((Fill(pattern=b"a", size=size),)) for size in sizes)
    pairs = zip(bodies, costs, strict=True)
    seen = builders.observe(*((exchange(body=b), replace(steps, cost=c)) for b, c in pairs))
    return replace(seen, probe=replace(seen.probe, measured=measured))


def told(seen):
    """Return outcome and signatures."""
    verdict = linear_cost(seen)
    return verdict.outcome.value, {effect.signature for effect in verdict.effects}


def seconds(*each):
    """Return costs of processor time alone; ``None`` was not sent."""
    return [None if s is None else Cost(seconds=s) for s in each]


def test_time_that_grows_with_the_square_breaks():
    """Sixteen times as much for four times the size, where it is more than noise."""
    assert told(climb(seconds(0.01, 0.16, 2.5))) == ("broken", {TIME})
    assert told(climb(seconds(0.03, 0.5, None))) == ("broken", {TIME})


def test_time_that_grows_with_the_size_holds():
    """However slow the target is, and whatever it says."""
    assert told(climb(seconds(0.4, 1.6, 6.4))) == ("held", set())
    assert told(climb(seconds(0.4, 1.6, 6.4), steps=stored())) == ("held", set())


def test_what_is_noise_holds():
    """A tenth of a second may be anybody's, and so may twice the time for twice the size."""
    assert told(climb(seconds(0.0, 0.0, 0.19))) == ("held", set())
    assert told(climb(seconds(0.1, 0.4), sizes=(10_000, 20_000)))[0] == "held"


def test_a_few_bytes_more_may_not_cost_eight_times_as_much():
    """The size hardly differs: the exponent would say nothing."""
    sizes = (300, 303, 306)

    assert told(climb(seconds(0.01, 0.02, 0.3), sizes=sizes)) == ("broken", {TIME})
    assert told(climb(seconds(0.1, 0.2, 0.3), sizes=sizes)) == ("held", set())


@pytest.mark.parametrize(
    ("resource", "much", "signature"),
    [
        ("memory", 1024 * MIB, "memory grows faster than the request"),
        ("written", 16 * MIB, "bytes written grow faster than the request"),
        ("descriptors", 9, "descriptors left open grow with the request"),
    ],
)
def test_other_resources_may_not_grow_either(resource, much, signature):
    """Little of it counts for nothing."""
    nothing = Cost(seconds=0)

    assert told(climb([nothing, nothing, replace(nothing, **{resource: much})])) == (
        "broken",
        {signature},
    )
    assert told(climb([nothing, nothing, replace(nothing, **{resource: 7})]))[0] == "held"


def test_what_is_written_twice_from_some_size_on_holds():
    """A form reader keeps a small file in memory, and lays a large one down before it is saved."""
    mib = [Cost(seconds=0, written=written * MIB) for written in (1, 8)]

    assert told(climb(mib, sizes=(MIB, 4 * MIB))) == ("held", set())
    assert told(climb([mib[0], Cost(seconds=0, written=17 * MIB)], sizes=(MIB, 4 * MIB)))[1]


def test_files_may_not_grow_with_the_request():
    """One upload leaves one file, however many parts it has."""
    seen = climb(seconds(0, 0, 0), steps=stored(change("k")))
    many = replace(seen.steps[2], disk=disk(*(change(f"k{n}") for n in range(20))))
    flooded = replace(seen, steps=(*seen.steps[:2], many))

    assert told(seen) == ("held", set())
    assert told(flooded) == ("broken", {"files left grow with the request"})


def test_what_nobody_measured_is_unclear():
    """Growth needs two sizes; a probe that does not ask is judged by others."""
    assert told(climb(seconds(None, None, None)))[0] == "inconclusive"
    assert told(climb(seconds(3.0, None, None)))[0] == "inconclusive"
    assert told(climb(seconds(None, None, None), measured=False))[0] == "held"
