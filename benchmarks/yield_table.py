"""Cases to the first finding, for each twin and weak app, by drawn cases alone.

    python benchmarks/yield_table.py [--only GLOB] [--cases N] [--seed N] [--out docs/yield.md]

Named variants are what a technique is known by, and would hide that a generator has decayed. Here
they are off: each attack that a twin names, or all on a weak app, draws up to N cases (200), and
the table says with which one each oracle first broke. A dash is a generator that did not get there:
its named variants alone keep the attack alive.
"""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).parents[1]))

from attacks import catalogue
from attacks.calibrate import calibrate
from attacks.cases import Cases
from attacks.explore import explore
from attacks.model import Attack, Probe
from attacks.observe import observe
from attacks.targets.load import load
from attacks.targets.session import Hints, Target

WEAK = ("tutorial", "flask_reuploaded", "naive_parser")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one generator came to on one target."""

    target: str
    attack: str
    oracle: str
    first: int
    """The number of the case that broke; 0 if none did."""
    cases: int
    seconds: float

    def line(self) -> str:
        """Return the row as Markdown."""
        first = str(self.first) if self.first else "–"
        return f"| {self.target} | {self.attack} | {self.oracle or '–'} | {first} | {self.cases} |"


def rows(name: str, target: Target, attack: Attack, cases: int, seed: int) -> Iterator[Row]:
    """Draw up to *cases* of *attack*; yield when each oracle first broke, or that none did."""
    first: dict[str, int] = {}
    began = time.process_time()
    with target.open() as session:
        profile = calibrate(session, target.hints)
        tried = Cases(attack, partial(observe, session, profile))

        def judge(probe: Probe) -> tuple[str, ...]:
            for key in tried.judge(probe):
                first.setdefault(key.partition("\0")[0], tried.count)
            return ()  # nothing to shrink

        if attack.seeds(profile):
            explore(attack.probes(profile), judge, cases=cases, shrinks=0, seed=seed)
    seconds = time.process_time() - began
    for oracle, number in first.items() or {"": 0}.items():
        yield Row(
            target=name,
            attack=attack.id,
            oracle=oracle,
            first=number,
            cases=tried.count,
            seconds=seconds,
        )


def pairs(only: str, twins: str) -> Iterator[tuple[str, Target, Attack]]:
    """Yield each twin with the attack that must kill it, and each weak app with all attacks."""
    known = {attack.id: attack for attack in catalogue.load()}
    for name, twin in importlib.import_module(twins).load().items():
        if twin.killed_by and fnmatchcase(name, only):
            yield name, twin.target(), known[twin.killed_by[0]]
    for name in WEAK:
        if fnmatchcase(name, only):
            target = load(f"tests.apps.{name}:target", hints=Hints())
            yield from ((name, target, attack) for attack in known.values())


def table(found: list[Row], cases: int, seed: int) -> str:
    """Return the whole page."""
    head = "| target | attack | oracle | first at case | cases |\n|---|---|---|---|---|"
    weak = [row for row in found if row.first or row.target not in WEAK]
    lines = "\n".join(row.line() for row in weak)
    title = f"# Cases to the first finding\n\nDrawn cases alone, {cases} each, seed {seed}."
    return f"{title}\n\n{head}\n{lines}\n"


@click.command()
@click.option("--only", default="*", help="Names of twins and weak apps, as a glob.")
@click.option("--cases", default=200)
@click.option("--seed", default=0)
@click.option("--twins", default="tests.twins", help="The package that loads the twins.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the table there as Markdown.")
def main(only: str, cases: int, seed: int, twins: str, out: Path | None) -> None:
    """Print when each generator first found what it is for."""
    found: list[Row] = []
    for name, target, attack in pairs(only, twins):
        for row in rows(name, target, attack, cases, seed):
            found.append(row)
            click.echo(f"{row.line()} {row.seconds:.1f} s")
    if out:
        out.write_text(table(found, cases, seed), encoding="utf-8")


if __name__ == "__main__":
    main()
