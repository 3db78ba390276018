"""Read the tables in the docstrings of the weak apps.

A row of four cells is a finding that the suite must make: attack, effect as the suite prints it,
by hand, what is seen. Any other row has three: effect, by hand, what is seen. In a finding's row
the words before the first colon of *by hand* name the test that shows it. Where `, by chance`
follows the attack, the suite may miss the finding: it hangs on which of two threads is faster.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator

HEADS = {"attack", "effect"}
BY_CHANCE = ", by chance"


def rows(name: str) -> Iterator[list[str]]:
    """Give the cells of each row in the docstring of `tests.apps.<name>`."""
    for line in importlib.import_module(f"tests.apps.{name}").__doc__.splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if line.startswith("| ") and cells[0] not in HEADS:
            yield cells


def must_find(name: str) -> set[tuple[str, str]]:
    """Return the findings, as attack and effect, that the suite must make on the app."""
    return {(attack, effect) for attack, effect in _found(name) if BY_CHANCE not in attack}


def may_find(name: str) -> set[tuple[str, str]]:
    """Return all the findings that a run may make on the app."""
    return {(attack.removesuffix(BY_CHANCE), effect) for attack, effect in _found(name)}


def _found(name: str) -> Iterator[tuple[str, str]]:
    return ((cells[0], cells[1]) for cells in rows(name) if len(cells) == 4)


def shown_by_hand(name: str) -> set[str]:
    """Return the names of the by-hand tests that the docstring relies on."""
    return {cells[2].partition(":")[0] if len(cells) == 4 else cells[0] for cells in rows(name)}
