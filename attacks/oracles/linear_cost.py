"""Linear cost: what a request costs grows no faster than the request.

Judges a probe that sends the same thing in growing sizes, by the exponent between two of them, and
never by a time: a slow machine is no flaw. Denies that processor time, memory or bytes written grow
faster than with the power 1.5; and that descriptors left open, or files made, grow with the size at
all. Small values count for nothing, so that noise is no finding.

Blind to
    What costs much and grows evenly; what other processes than the target's do for it; who is not
    on this machine: there the oracle is INCONCLUSIVE.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from attacks.model import Cost, Effect, Observation, Request, Seen, Verdict
from attacks.oracles.judging import judged

UNMEASURED = "nobody could measure what it cost: run it in this process, or give the server's pid"
MIB = 1024 * 1024
LEAST_RUNGS = 2
# Between these a ratio of costs says little: a neighbour on the same core may double a time.
SAME, LONGER = 1.5, 3
MUCH_MORE = 8  # what counts as growth where the size hardly differs


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Something that a request uses up."""

    signature: str
    used: Callable[[Seen, Cost], float]
    least: float
    """What counts as much; below it nothing is judged."""
    grain: float
    """What is not told from nothing."""
    per_byte: float = 0
    """How much each byte of the request may use in any case."""
    power: float = 1.5
    """How it may grow with the size."""
    unit: str = ""


RESOURCES = (
    Resource(
        signature="processor time grows faster than the request",
        used=lambda _, cost: cost.seconds,
        least=0.2,
        grain=0.01,
        unit="s",
    ),
    Resource(
        signature="memory grows faster than the request",
        used=lambda _, cost: cost.memory,
        least=256 * MIB,
        grain=16 * MIB,
        unit="bytes of memory",
    ),
    Resource(
        signature="bytes written grow faster than the request",
        used=lambda _, cost: cost.written,
        least=4 * MIB,
        grain=MIB // 4,
        per_byte=2,  # into a temporary file, from some size on, and once more where it stays
        unit="bytes written",
    ),
    Resource(
        signature="descriptors left open grow with the request",
        used=lambda _, cost: cost.descriptors,
        least=8,
        grain=1,
        power=0.5,
        unit="descriptors left open",
    ),
    Resource(
        signature="files left grow with the request",
        used=lambda step, _: len(step.disk.changes) if step.disk else 0,
        least=8,
        grain=1,
        power=0.5,
        unit="files left",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One size of the probe, and what it cost."""

    size: int
    step: Seen
    cost: Cost


def linear_cost(seen: Observation) -> Verdict:
    """Hold if no resource grows faster than it may between two sizes."""
    rungs = tuple(_rungs(seen))
    gaps = [UNMEASURED] if seen.probe.measured and len(rungs) < LEAST_RUNGS else []
    pairs = itertools.combinations(rungs, 2)
    return judged((effect for low, high in pairs for effect in _effects(low, high)), gaps)


def _rungs(seen: Observation) -> Iterator[Rung]:
    for exchange, step in seen.pairs():
        if step.cost is not None:
            yield Rung(size=_size(exchange.request), step=step, cost=step.cost)


def _size(request: Request) -> int:
    head = sum(len(name) + len(value) for name, value in request.headers)
    return len(request.path) + head + request.body.size


def _effects(low: Rung, high: Rung) -> Iterator[Effect]:
    longer = high.size / low.size
    if SAME < longer < LONGER:
        return
    for resource in RESOURCES:
        used = resource.used(low.step, low.cost)
        before = max(used, resource.grain, resource.per_byte * low.size)
        after = resource.used(high.step, high.cost)
        allowed = MUCH_MORE if longer <= SAME else longer**resource.power
        if after >= resource.least and after > before * allowed:
            sizes = f"{low.size} and {high.size} bytes"
            yield Effect(
                signature=resource.signature,
                detail=f"requests of {sizes} cost {before:g} and {after:g} {resource.unit}",
            )
