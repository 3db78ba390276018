"""Plain text: what the terminal shows, and the same without colour in a file."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from attacks.model import Outcome
from attacks.record import AttackResult, Record
from reports.escape import ascii_only, inert, visible
from reports.finding_text import Block, brief_lines, finding_blocks, one_line, unwrapped
from reports.formats import Format
from reports.summary import duration, last_line, worst_first

WIDTH = 100
HINT = "the smallest request and two commands that repeat each finding"

VERDICT_STYLES = {
    Outcome.HELD: "green",
    Outcome.BROKEN: "bold red",
    Outcome.INCONCLUSIVE: "yellow",
}


def render(record: Record) -> str:
    """Return the report without colours, at most `WIDTH` columns wide but for commands."""
    file = io.StringIO()
    console = Console(file=file, width=WIDTH, color_system=None, emoji=False, _environ={})
    for block in (*_findings(record), *_ending(record)):
        _show(console, block)
    return inert(_trimmed(file.getvalue()))


def terminal(file: TextIO | None = None) -> Console:
    """Return a console that is plain when it is not a terminal, or ``NO_COLOR`` is set."""
    plain = bool(os.environ.get("NO_COLOR"))
    console = Console(file=file, color_system=None if plain else "auto", emoji=False)
    if not console.is_terminal:
        console.width = WIDTH
    return console


def print_to(
    console: Console, record: Record, *, brief: bool = False, written: Sequence[str] = ()
) -> None:
    """Print the report on *console*, in ASCII if it knows nothing else.

    Args:
        console: where to; `terminal` makes a fitting one.
        record: the run.
        brief: a few lines for each finding, one for each attack that did not hold.
        written: names of files to point to.
    """
    shown_first = _brief(record) if brief else _findings(record)
    with console.capture() as captured:
        for block in (*shown_first, *_ending(record, written, brief=brief)):
            _show(console, block)
    shown = _trimmed(captured.get())
    unicode = console.encoding.lower().startswith("utf")
    console.file.write(shown if unicode else ascii_only(shown))
    console.file.flush()


def _show(console: Console, block: Block) -> None:
    if not isinstance(block, Text):
        console.print(block)
    elif block.overflow:  # rich forgets what a text says of itself when it prints it alone
        console.print(block, overflow=block.overflow, no_wrap=block.no_wrap)
    else:
        console.print(block, soft_wrap=block.no_wrap is True)


def _trimmed(drawn: str) -> str:
    """Return *drawn* without the blanks that fill tables up to the width."""
    return "\n".join(line.rstrip(" ") for line in drawn.split("\n"))


def _findings(record: Record) -> Iterator[Block]:
    yield _header(record)
    for finding in worst_first(record):
        yield from finding_blocks(record, finding)
    yield _attacks(record.attacks)


def _brief(record: Record) -> Iterator[Block]:
    yield _header(record)
    yield Text()
    for finding in worst_first(record):
        yield from brief_lines(record, finding)
    doubtful = [attack for attack in record.attacks if attack.verdict is not Outcome.HELD]
    if doubtful:
        yield _attacks(doubtful, cut=True)


def _ending(record: Record, written: Sequence[str] = (), *, brief: bool = False) -> Iterator[Text]:
    yield from _problems(record)
    for name in written:
        yield unwrapped(Text(f"written: {visible(name)}"))
    page = next((name for name in written if name.endswith(".html")), None)
    if brief and page and record.findings:
        yield unwrapped(Text(f"{HINT}: {visible(page)}"))
    yield unwrapped(Text(last_line(record), style="bold"))


def _header(record: Record) -> Text:
    capabilities = ", ".join(record.target.capabilities) or "no capabilities"
    facts = (
        visible(f"{record.tool.name} {record.tool.version}"),
        visible(record.target.name),
        visible(capabilities),
        visible(f"level {record.level}"),
        f"seed {record.seed}",
    )
    return Text(" · ".join(facts), style="bold")


def _attacks(attacks: Sequence[AttackResult], *, cut: bool = False) -> Table:
    """Return the table of *attacks*; *cut* keeps each of them on one line."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="dim")
    for name in ("attack", "verdict"):
        table.add_column(name, no_wrap=True)
    for name in ("cases", "time"):
        table.add_column(name, no_wrap=True, justify="right")
    table.add_column("why", overflow="fold")
    for attack in attacks:
        reason = "" if attack.verdict is Outcome.HELD else visible(attack.reason, 300)
        table.add_row(
            Text(visible(attack.id)),
            Text(attack.verdict.upper(), style=VERDICT_STYLES[attack.verdict]),
            Text(f"{attack.cases:,}"),
            Text(duration(attack.seconds)),
            one_line(Text(reason)) if cut else Text(reason),
        )
    return table


def _problems(record: Record) -> Iterator[Text]:
    for problem in record.problems:
        yield Text.assemble(("problem: ", "bold red"), visible(problem))
    if record.interrupted:
        yield Text("interrupted: the attacks that never ran are missing above", style="bold yellow")


FORMAT = Format(name="text", suffix=".txt", render=render)
