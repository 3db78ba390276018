"""The ``upload-gauntlet`` command: three packages under one name, loaded when they are asked.

This is the only module that knows all three. It hands ``run`` what draws its reports,
since the suite itself never imports them.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from attacks.record import Record

MOUNTED = {
    "run": "attacks.cli:run",
    "list": "attacks.cli:list_",
    "report": "reports.cli:report",
    "serve": "reference_app.cli:serve",
    "account": "reference_app.cli:account",
    "ledger": "reference_app.cli:ledger",
    "janitor": "reference_app.cli:janitor",
    "doctor": "reference_app.cli:doctor",
}
NEEDS_EXTRA = {"reference_app.cli": "app"}


class LazyGroup(click.Group):
    """A group whose commands are imported only when they are called for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in the order of the help page."""
        del ctx
        return list(MOUNTED)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        del ctx
        if cmd_name not in MOUNTED:
            return None
        module, _, attribute = MOUNTED[cmd_name].partition(":")
        try:
            command: click.Command = getattr(importlib.import_module(module), attribute)
        except ModuleNotFoundError as error:
            extra = NEEDS_EXTRA.get(module)
            if extra is None:
                raise
            return _unavailable(cmd_name, f"{error}; pip install 'upload-gauntlet[{extra}]'")
        return command


def _unavailable(name: str, reason: str) -> click.Command:
    def fail() -> None:
        raise click.ClickException(reason)

    return click.Command(
        name,
        callback=fail,
        short_help=f"Not installed: {reason}",
        context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    )


def draw_reports(record: Record, folder: Path) -> None:
    """Write the reports of a finished run, and show the text one."""
    from reports import files  # loaded after the run, not before its first request

    files.show_and_write(record, folder)


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="upload-gauntlet")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Prove that a file upload is safe: attack it, see what happened, gate on it."""
    ctx.obj = draw_reports


if __name__ == "__main__":
    main(prog_name="upload-gauntlet")
