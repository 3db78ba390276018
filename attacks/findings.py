"""From broken verdicts to findings: identity, the smallest probe, reproducers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from attacks.model import Attack, Body, Confidence, Effect, Fill, Observation, Probe
from attacks.record import Finding, observed
from attacks.reproduce import reproducers


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakage:
    """One oracle's effect in one observation."""

    oracle: str
    effect: Effect
    seen: Observation

    @property
    def key(self) -> str:
        """Return what keeps two breakages of one attack apart."""
        return f"{self.oracle}\0{self.effect.signature}"


def smaller(one: Breakage, other: Breakage) -> Breakage:
    """Return the breakage that is quicker to read; the first when they tie."""
    return other if _effort(other.seen.probe) < _effort(one.seen.probe) else one


def _effort(probe: Probe) -> tuple[int, int, int]:
    """Return what a reader has to take in: bytes, then odd bytes."""
    bodies = [step.request.body for step in probe.steps]
    size = sum(body.size for body in bodies)
    return len(bodies), size, sum(_odd_bytes(body) for body in bodies)


def _odd_bytes(body: Body) -> int:
    texts = [piece for piece in body.pieces if not isinstance(piece, Fill)]
    return sum(not 32 <= byte < 127 for text in texts for byte in text)  # noqa: PLR2004 - printable


def identity(attack: str, oracle: str, target: str, signature: str) -> str:
    """Return the id of a finding; no payload, port, seed, line or time goes into it."""
    text = f"{attack}\0{oracle}\0{target}\0{signature}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def finding(attack: Attack, breakage: Breakage, target: str, *, confirmed: bool) -> Finding:
    """Return the finding for *breakage*; one that did not happen again is of low confidence."""
    effect, probe = breakage.effect, breakage.seen.probe
    notes = () if confirmed else ("did not happen again when the probe was sent afresh",)
    return Finding(
        id=identity(attack.id, breakage.oracle, target, effect.signature),
        attack=attack.id,
        title=attack.title,
        oracle=breakage.oracle,
        variant=probe.variant,
        severity=effect.severity or attack.severity,
        confidence=_confidence(attack, effect) if confirmed else Confidence.LOW,
        controls=(effect.control,) if effect.control else attack.controls,
        cwe=attack.cwe,
        asvs=attack.asvs,
        wstg=attack.wstg,
        effect=effect,
        probe=probe,
        observation=observed(breakage.seen) + notes,
        reproducers=reproducers(breakage.seen),
    )


def _confidence(attack: Attack, effect: Effect) -> Confidence:
    return min(effect.confidence or attack.confidence, attack.confidence)
