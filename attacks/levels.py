"""How many cases a level draws for each attack, beside its named variants.

The one table; the documentation repeats it and a test compares the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from attacks.model import Weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What a run spends."""

    light: int
    """Generated cases for an attack whose bodies are small."""
    heavy: int
    """Generated cases for an attack whose bodies are megabytes."""
    shrinks: int
    """Calls spent on making one attack's breakages minimal."""
    explores: bool = False
    """A fresh seed unless one is given, and a database of examples that is kept."""

    def cases(self, weight: Weight) -> int:
        """Return the generated cases for an attack of *weight*."""
        return self.light if weight is Weight.LIGHT else self.heavy


LEVELS: Mapping[str, Level] = {
    "quick": Level(light=10, heavy=1, shrinks=60),
    "standard": Level(light=20, heavy=2, shrinks=200),
    "deep": Level(light=1000, heavy=30, shrinks=1000, explores=True),
}

NAMED_ONLY = Level(light=0, heavy=0, shrinks=0)
"""Named variants and honest neighbours, nothing drawn: what a kill matrix rests on."""
