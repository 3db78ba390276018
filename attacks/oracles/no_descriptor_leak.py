"""No descriptor leak: what an upload opens is closed again, however it ends.

Judges a probe that sends the same request many times and is measured. Denies that the target has
more descriptors open for most of the requests: at some number of them it takes no connection any
more. A few may stay, for a pool or a cache that was filled.

Blind to
    Paths that stay, which `nothing_left_behind` sees; memory; what is closed when a worker is
    replaced; who is not on this machine: there the oracle is INCONCLUSIVE.
"""

from __future__ import annotations

from attacks.model import Effect, Observation, Verdict
from attacks.oracles.judging import judged
from attacks.oracles.linear_cost import UNMEASURED

FEW = 4  # descriptors that may stay open


def no_descriptor_leak(seen: Observation) -> Verdict:
    """Hold if most requests leave no more descriptors open than there were."""
    costs = [step.cost for step in seen.steps if step.cost is not None]
    left = sum(cost.descriptors for cost in costs)
    gaps = [UNMEASURED] if seen.probe.measured and len(costs) <= FEW else []
    if left <= max(FEW, len(costs) / 2):
        return judged((), gaps)
    what = "descriptors stay open after uploads"
    return judged([Effect(signature=what, detail=f"{left} more after {len(costs)} requests")])
