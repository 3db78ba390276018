"""The files that reports are written to: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from attacks.record import Record
from reports import formats
from reports.escape import visible
from reports.formats import text

DEFAULT_FORMATS = ("text", "html")


def write_reports(
    record: Record, folder: Path, names: Iterable[str] = DEFAULT_FORMATS
) -> tuple[Path, ...]:
    """Draw *record* in each format and return the files written, in the order asked for.

    Everything is drawn before anything is written, so that a format that fails leaves the
    folder as it was.

    Raises:
        UnknownFormat: one of *names* is none.
        OSError: the folder cannot be written to.
    """
    chosen = [formats.pick(name) for name in dict.fromkeys(names)]
    drawn = [(folder / f"report{form.suffix}", form.render(record)) for form in chosen]
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in drawn:
        write_whole(path, content)
    return tuple(path for path, _ in drawn)


def show_and_write(record: Record, folder: Path) -> None:
    """Write both reports of a run that just ended, and show what it came to.

    The terminal gets a few lines for each finding; the rest is in the files, whose names
    come near the end.
    """
    written = write_reports(record, folder)
    console = text.terminal()
    names = [visible(str(path)) for path in written]
    text.print_to(console, record, brief=True, written=names)


def write_whole(path: Path, content: str) -> None:
    """Replace *path* with *text* in one step; a failure leaves no half of it."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".report-", suffix=path.suffix)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(content)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink()
        raise
