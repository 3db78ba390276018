"""`report`: draw the reports of a finished run again, without attacking."""

from __future__ import annotations

from pathlib import Path

import click

from attacks import record
from reports import formats
from reports.escape import visible
from reports.files import DEFAULT_FORMATS, write_reports


class FormatNames(click.ParamType[tuple[str, ...]]):
    """Names of report formats with commas between them."""

    name = "formats"

    def convert(
        self, value: str | tuple[str, ...], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Return the names as a tuple, each of them known."""
        if isinstance(value, tuple):
            return value
        chosen = tuple(part.strip() for part in value.split(",") if part.strip())
        unknown = [name for name in chosen if name not in formats.names()]
        if unknown or not chosen:
            known = ", ".join(formats.names())
            self.fail(f"unknown format {visible(', '.join(unknown))!r}; known: {known}", param, ctx)
        return chosen


class Unusable(click.ClickException):
    """The record cannot be read or the reports not written."""

    exit_code = 3


@click.group()
def main() -> None:
    """Draw reports from the record of a finished run."""


@main.command()
@click.argument("run_json", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "names",
    type=FormatNames(),
    default=",".join(DEFAULT_FORMATS),
    show_default=True,
    help=f"Formats, with commas between them: {', '.join(formats.names())}.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the reports.  [default: the record's own]",
)
def report(run_json: Path, names: tuple[str, ...], out: Path | None) -> None:
    """Draw the reports of the run recorded in RUN_JSON."""
    try:
        found = record.read(run_json)
        written = write_reports(found, out or run_json.parent, names)
    except (record.UnreadableRecord, OSError) as error:
        raise Unusable(visible(str(error))) from error
    for path in written:
        click.echo(visible(str(path)))
