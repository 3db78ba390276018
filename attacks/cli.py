"""The commands of the suite: ``run`` and ``list``."""

from __future__ import annotations

import dataclasses
import fnmatch
import functools
import importlib
import json
import os
import pkgutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

import click

from attacks import catalogue, controls, oracles, profile_file, record
from attacks import run as runs
from attacks.engine import AttackOutcome
from attacks.levels import LEVELS
from attacks.model import Attack, Severity
from attacks.record import Record
from attacks.specimen import SPECIMEN
from attacks.targets.load import load, merged
from attacks.targets.session import Hints, TargetError, TargetUsageError

AfterRun = Callable[[Record, Path], None]
"""Draws reports for a record in a folder; the composition root brings it."""


@click.group()
def main() -> None:
    """Attack a file upload, and say what happened."""


@main.command()
@click.argument("target")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("out"),
    show_default=True,
    help="Folder for run.json and the reports.",
)
@click.option("--level", type=click.Choice(list(LEVELS)), default="standard", show_default=True)
@click.option(
    "--attacks",
    "globs",
    multiple=True,
    metavar="GLOB",
    help="Only attacks with such an id; may be repeated.",
)
@click.option("--seed", type=int, help="Draw other cases; the same seed draws the same ones.")
@click.option(
    "--storage-root",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Where a live target stores files, to see its disk.",
)
@click.option(
    "--profile",
    type=click.Path(path_type=Path, dir_okay=False),
    help="TOML file with what cannot be guessed about the target.",
)
@click.option("--field", help="File field, when TARGET is the endpoint itself.")
@click.option(
    "--allow-host", multiple=True, metavar="HOST", help="Attack this host, which is yours."
)
@click.option(
    "--fail-on",
    type=click.Choice([s.label for s in Severity]),
    default="medium",
    show_default=True,
    help="Exit 1 at findings this severe.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=lambda: len(os.sched_getaffinity(0)),
    show_default="processors",
    help="Processes that attack at once, each a target of its own, where TARGET can be built anew.",
)
@click.option("--fail-on-inconclusive", is_flag=True, help="Exit 4 if any attack proved nothing.")
@click.pass_context
def run(ctx: click.Context, /, target: str, **options: Any) -> None:  # fmt: skip
    """Attack TARGET: package.module:attribute, or http://127.0.0.1:PORT/path.

    \b
    Exit codes: 0 clean; 1 findings; 2 usage; 3 something could not be loaded,
    reached or judged; 4 nothing was really tested; 130 interrupted.
    """  # noqa: D301 - \b is for click
    plan = _plan(target, **options)
    folder: Path = options["out"]
    _writable(folder)
    # What stops a container stops a run like Ctrl-C does: with a valid partial record.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    result = runs.run(plan, _progress(len(plan.attacks)))
    record.write(result, folder / "run.json")
    after_run: AfterRun = ctx.obj or _print_summary
    after_run(result, folder)
    sys.exit(result.exit_code)


def _writable(folder: Path) -> None:
    """Fail before a run whose record could not be kept, not after it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        _fail(f"--out {folder}: {error.strerror}; name a folder that can be written", runs.USAGE)


def _plan(target: str, **options: Any) -> runs.Plan:
    try:
        attacks = tuple(_chosen(catalogue.load(), options["globs"]))
        again = functools.partial(
            load, target, hints=_hints(target, options), allow_hosts=options["allow_host"]
        )
        found = again()
    except (TargetUsageError, profile_file.BadProfile) as error:
        _fail(str(error), runs.USAGE)
    except (LookupError, TargetError) as error:
        _fail(str(error), runs.BROKEN_RUN)
    if not attacks:
        _fail(f"no attack matches {', '.join(options['globs'])}; see: list attacks", runs.USAGE)
    explores = LEVELS[options["level"]].explores
    return runs.Plan(
        target=found,
        attacks=attacks,
        level=options["level"],
        seed=options["seed"],
        database=options["out"] / "examples" if explores else None,
        jobs=options["jobs"],
        load=again,
        fail_on=Severity[options["fail_on"].upper()],
        fail_on_inconclusive=options["fail_on_inconclusive"],
    )


def _chosen(attacks: tuple[Attack, ...], globs: tuple[str, ...]) -> Iterator[Attack]:
    for attack in attacks:
        if not globs or any(fnmatch.fnmatchcase(attack.id, glob) for glob in globs):
            yield attack


def _hints(target: str, options: dict[str, Any]) -> Hints:
    path, root, field = options["profile"], options["storage_root"], options["field"]
    given = profile_file.hints(profile_file.read(path)) if path else Hints()
    endpoint = "/" + target.partition("://")[2].partition("/")[2] if field else ""
    extra = Hints(
        endpoint=endpoint, field=field or "", storage_root=str(root.resolve()) if root else ""
    )
    return merged(given, extra)


def _progress(total: int) -> Callable[[AttackOutcome], None]:
    done = 0

    def show(outcome: AttackOutcome) -> None:
        nonlocal done
        done += 1
        result = outcome.result
        line = f"[{done:>2}/{total}] {result.verdict.value:<12} {result.id} ({result.cases} cases)"
        click.echo(line, err=True)

    return show


def _print_summary(result: Record, folder: Path) -> None:
    for finding in result.findings:
        click.echo(f"{finding.severity.label}: {finding.title}: {finding.effect.signature}")
    for problem in result.problems:
        click.echo(f"problem: {problem!a}", err=True)
    click.echo(f"{len(result.findings)} findings in {result.cases} cases; {folder / 'run.json'}")


def _fail(message: str, code: int) -> NoReturn:
    click.echo(f"Error: {message}", err=True)
    sys.exit(code)


@main.command("list")
@click.argument("what", type=click.Choice(["attacks", "controls", "oracles"]))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def list_(what: str, form: str) -> None:
    """Show what the suite holds."""
    rows = {"attacks": _attack_rows, "controls": _control_rows, "oracles": _oracle_rows}[what]()
    if form == "json":
        click.echo(json.dumps(rows, indent=1))
        return
    width = max(len(row["id"]) for row in rows)
    for row in rows:
        click.echo(f"{row['id']:<{width}}  {row['title']}")


def _attack_rows() -> list[dict[str, Any]]:
    return [
        {
            "id": attack.id,
            "title": attack.title,
            "severity": attack.severity.label,
            "controls": attack.controls,
            "cwe": [f"CWE-{number}" for number in attack.cwe],
            "asvs": attack.asvs,
            "variants": [probe.variant for probe in attack.seeds(SPECIMEN)],
        }
        for attack in catalogue.load()
    ]


def _control_rows() -> list[dict[str, Any]]:
    return [
        {"id": slug, **dataclasses.asdict(control)} for slug, control in controls.load().items()
    ]


def _oracle_rows() -> list[dict[str, Any]]:
    modules = (f"{oracles.__name__}.{m.name}" for m in pkgutil.iter_modules(oracles.__path__))
    functions = (_function_of(importlib.import_module(name)) for name in modules)
    return [{"id": f.__name__, "title": _first_line(f)} for f in functions if f]


def _function_of(module: ModuleType) -> Callable[..., Any] | None:
    """Return the oracle of *module*: the function that has the module's name."""
    return getattr(module, module.__name__.rpartition(".")[2], None)


def _first_line(function: Callable[..., Any]) -> str:
    return (function.__doc__ or "").partition("\n")[0]
