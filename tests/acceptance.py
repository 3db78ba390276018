"""Whole runs, judged from outside: what ``tox -e demo``, ``attack`` and ``seeds`` do.

    python -m tests.acceptance demo         the tutorial app falls, the reference app holds
    python -m tests.acceptance attack       the reference app holds, in process and on gunicorn
    python -m tests.acceptance seeds [N [LEVEL]]   N other seeds (20) find nothing on it either
    python -m tests.acceptance served [N]   nor on gunicorn, at level quick

The exit code is 1 when a promise was not kept, and each such promise is a line on stderr.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from tests import live

OUT = Path("out")
TUTORIAL = "tests.apps.tutorial:target"
REFERENCE = "tests.apps.reference:target"
SERVED = "reference_app:create_app_from_environment()"
LEAST_CASES = 1_500
MOST_SECONDS = 180.0  # two quiet processors need a sixth of it
MOST_SECONDS_SERVED = 240.0  # one request after the other, at level quick

Gauntlet = Callable[..., int]


def gauntlet(*arguments: str, quiet: bool = False) -> int:
    """Carry out ``upload-gauntlet run`` in a process of its own; return its exit code."""
    command = [sys.executable, "-m", "upload_gauntlet", "run", *arguments]
    out = subprocess.DEVNULL if quiet else None
    return subprocess.run(command, check=False, stdout=out, stderr=out).returncode


def demo(run: Gauntlet) -> Iterator[str]:
    """Yield a complaint unless the tutorial app falls and the reference app holds."""
    for name, target, wanted, meaning in (
        ("tutorial", TUTORIAL, 1, "findings, as there must be on an app like the tutorials'"),
        ("reference", REFERENCE, 0, "no findings, the hardened app held"),
    ):
        code = run(target, "--out", str(OUT / name))
        if code == wanted:
            click.echo(f"{name}: exit {code}: {meaning}: {OUT / name / 'report.html'}")
        else:
            yield f"{name}: exit {code} where {wanted} was due"


def attack(run: Gauntlet) -> Iterator[str]:
    """Yield what the default run misses on the reference app, in process and over sockets."""
    yield from _checked(run, "reference", MOST_SECONDS, REFERENCE)
    with _served() as told:
        yield from _checked(run, "gunicorn", MOST_SECONDS_SERVED, *told)


@contextmanager
def _served() -> Iterator[tuple[str, ...]]:
    """Serve the reference app, and yield what the command is told of it."""
    with live.gunicorn(SERVED) as served:
        yield served.url, "--profile", str(served.profile), "--level", "quick"


def seeds(run: Gauntlet, count: int, level: str = "standard") -> Iterator[str]:
    """Yield a complaint for each seed with which something is found on the reference app."""
    for seed in range(1, count + 1):
        yield from _seeded(run, seed, REFERENCE, "--level", level)


def served(run: Gauntlet, count: int) -> Iterator[str]:
    """Yield a complaint for each seed with which something is found over gunicorn."""
    for seed in range(1, count + 1):
        with _served() as told:
            yield from _seeded(run, seed, *told)


def _seeded(run: Gauntlet, seed: int, *arguments: str) -> Iterator[str]:
    out = OUT / "seeds" / str(seed)
    code = run(*arguments, "--seed", str(seed), "--out", str(out), quiet=True)
    told = _summary(_record(out)) if code in {0, 1} else "no result"
    click.echo(f"seed {seed}: exit {code}: {told}")
    if code or _record(out)["findings"]:
        yield f"seed {seed}: exit {code}: {told}"


def unkept(record: dict[str, Any], most_seconds: float) -> Iterator[str]:
    """Yield what a run that exited 0 still owes: enough cases, in time, all of it explained."""
    if record["findings"]:
        yield "there are findings below the gate"
    if record["cases"] < LEAST_CASES:
        yield f"{record['cases']} cases, fewer than {LEAST_CASES}"
    if record["seconds"] > most_seconds:
        yield f"{record['seconds']:.0f} s, more than {most_seconds:.0f}"
    for result in record["attacks"]:
        if result["verdict"] == "inconclusive" and not result["reason"]:
            yield f"{result['id']} is inconclusive without a reason"


def _checked(run: Gauntlet, name: str, most_seconds: float, *arguments: str) -> Iterator[str]:
    code = run(*arguments, "--out", str(OUT / name))
    if code != 0:
        yield f"{name}: exit {code} where 0 was due"
        return
    record = _record(OUT / name)
    click.echo(f"{name}: {_summary(record)}")
    yield from (f"{name}: {complaint}" for complaint in unkept(record, most_seconds))


def _record(folder: Path) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    return record


def _summary(record: dict[str, Any]) -> str:
    figures = f"{record['cases']} cases in {record['seconds']:.1f} s"
    return f"{len(record['findings'])} findings, {figures}"


def main(arguments: list[str], run: Gauntlet = gauntlet) -> int:
    """Carry out the check that is named; return 0 if every promise was kept."""
    match arguments:
        case ["demo"]:
            complaints = demo(run)
        case ["attack"]:
            complaints = attack(run)
        case ["seeds"]:
            complaints = seeds(run, 20)
        case ["seeds", count, *level] if len(level) <= 1:
            complaints = seeds(run, int(count), *level)
        case ["served", *count] if len(count) <= 1:
            complaints = served(run, *map(int, count or ["20"]))
        case _:
            click.echo(__doc__, err=True)
            return 2
    kept = True
    for complaint in complaints:
        click.echo(f"NOT AS PROMISED: {complaint}", err=True)
        kept = False
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
