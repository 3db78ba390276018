"""See `tests.history`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import click

from tests import history
from tests.history import page
from tests.history.grid import Outcome, complaints
from tests.history.releases import RELEASES, SERVES_NOTHING, install, sources

ROOT = Path(__file__).parents[2]
PROCESSES = 2
PATIENCE = 600  # seconds for what is asked of one release at a time


def _asked(installed: Path, module: str, *arguments: str) -> dict[str, Any]:
    """Return what *module* prints when Werkzeug is the one that is *installed*."""
    path = os.pathsep.join((str(installed), str(ROOT)))
    command = (sys.executable, "-W", "ignore", "-m", f"tests.history.{module}", *arguments)
    done = subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path},
    )
    if done.returncode:
        raise click.ClickException(f"{module} on {installed.name}: {done.stderr[-2000:]}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def outcome(release: str, cache: Path, tests: Path) -> Outcome:
    """Return what *release* came to."""
    installed = install(release, cache)
    told = _asked(installed, "one", *["--library"] * (release in SERVES_NOTHING))
    return Outcome(release=release, **told, **_asked(installed, "upstream", str(tests)))


def outcomes(releases: Sequence[str], cache: Path) -> Iterator[Outcome]:
    """Yield what each of *releases* came to, two at a time."""
    cache.mkdir(parents=True, exist_ok=True)
    tests = sources(cache)
    with ThreadPoolExecutor(PROCESSES) as pool:
        yield from pool.map(lambda release: outcome(release, cache, tests), releases)


@click.command(help=history.__doc__)
@click.option("--cache", type=click.Path(path_type=Path), default=Path("out/history"))
@click.argument("releases", nargs=-1, type=click.Choice(RELEASES))
def main(cache: Path, releases: tuple[str, ...]) -> None:
    """Go through the releases and say what was seen."""
    found: list[Outcome] = []
    for each in outcomes(releases or RELEASES, cache.resolve()):
        click.echo(f"{each.release}: {len(each.broken)} variants broke", err=True)
        found.append(each)
    if not releases:
        page.write(found)
    click.echo("\n".join(page.grid(found)))
    unkept = list(complaints(found))
    for complaint in unkept:
        click.echo(f"NOT AS KNOWN: {complaint}", err=True)
    sys.exit(1 if unkept else 0)


if __name__ == "__main__":
    main()
