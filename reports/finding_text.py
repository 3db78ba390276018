"""One finding as blocks of text: what the terminal and the text report show of it."""

from __future__ import annotations

from collections.abc import Iterator

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from attacks.model import Severity
from attacks.record import Finding, Record
from reports import request_view
from reports.escape import inert, visible
from reports.references import cited, stoppers
from reports.request_pieces import Kind

LINES_SHOWN = 12  # of what was seen
ID_LIMIT = 80  # characters of a slug or an id in a brief line; none of ours is as long
REPRODUCER_LIMIT = 8_000  # characters; a longer one is for a file, not for a screen

SEVERITY_STYLES = {
    Severity.CRITICAL: "bold white on red",
    Severity.HIGH: "bold red",
    Severity.MEDIUM: "bold yellow",
    Severity.LOW: "bold cyan",
}
KIND_STYLES = {
    Kind.REQUEST_LINE: "bold",
    Kind.HEADER: "",
    Kind.DELIMITER: "dim",
    Kind.PART_HEADER: "cyan",
    Kind.FILE_NAME: "bold magenta",
    Kind.CONTENT: "green",
    Kind.NOTE: "italic dim",
}

Block = Text | Table | Padding
Row = tuple[str, str]


def finding_blocks(record: Record, finding: Finding) -> Iterator[Block]:
    """Yield *finding* from its severity to its reproducers."""
    yield Text()
    yield _title(finding)
    yield _grid([*_effect(finding), *_seen(finding)])
    for step in request_view.steps(finding.probe):
        yield from _request(step)
    yield _grid(_meaning(record, finding))
    yield from _reproducer("with curl", finding.reproducers.curl)
    yield from _reproducer("raw bytes", finding.reproducers.raw)


def brief_lines(record: Record, finding: Finding) -> Iterator[Text]:
    """Yield three lines: what broke, what was seen of it, and what would have stopped it."""
    yield one_line(_title(finding))
    effect = f"{visible(finding.effect.signature)}: {visible(finding.effect.detail)}"
    yield one_line(Text(f"    {effect}"))
    controls = ", ".join(visible(c.id, ID_LIMIT) for c in stoppers(record, finding)) or "not known"
    where = f"    stopped by: {controls} · finding {visible(finding.id, ID_LIMIT)}"
    yield unwrapped(Text(where, style="dim"))


def _title(finding: Finding) -> Text:
    return Text.assemble(
        (f" {finding.severity.label.upper()} ", SEVERITY_STYLES[finding.severity]),
        (f" {visible(finding.title)}", "bold"),
    )


def _effect(finding: Finding) -> list[Row]:
    texts = [visible(finding.effect.signature), visible(finding.effect.detail)]
    return _named("effect", texts)


def _seen(finding: Finding) -> list[Row]:
    lines = [visible(line) for line in finding.observation[:LINES_SHOWN]]
    if len(finding.observation) > LINES_SHOWN:
        lines.append(f"{len(finding.observation) - LINES_SHOWN} more lines: see run.json")
    return _named("seen", lines)


def _meaning(record: Record, finding: Finding) -> list[Row]:
    where = (
        f"{finding.attack}, variant {finding.variant}, judged by {finding.oracle};"
        f" confidence {finding.confidence.label}; finding {finding.id}"
    )
    controls = [_words(c.id, c.demand) for c in stoppers(record, finding)]
    citations = [_words(c.id, c.title) for c in cited(record, finding)]
    return [
        *_named("stopped by", controls),
        *_named("see", citations),
        ("found by", visible(where)),
    ]


def _grid(rows: list[Row]) -> Padding:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True, min_width=len("stopped by"))
    grid.add_column(overflow="fold")
    for name, text in rows:
        grid.add_row(Text(name), Text(text, style="bold" if name == "effect" else ""))
    return Padding(grid, (0, 0, 0, 2), expand=False)


def _named(name: str, texts: list[str]) -> list[Row]:
    """Return rows of which only the first bears the name."""
    return [(name if n == 0 else "", text) for n, text in enumerate(texts)]


def _words(id_: str, *texts: str) -> str:
    return visible(": ".join(filter(None, (id_, *texts))))


def _request(step: request_view.Step) -> Iterator[Text]:
    """Yield one line for each line of the request, never wrapped: a break means CR LF."""
    yield _subtitle(step.title)
    text = Text()
    for segment in step.segments:
        text.append(segment.text, style=KIND_STYLES[segment.kind])
    text.rstrip()
    for line in text.split("\n"):
        yield unwrapped(Text("    ").append_text(line))


def _reproducer(name: str, command: str) -> Iterator[Text]:
    yield _subtitle(name)
    for line in inert(command[:REPRODUCER_LIMIT]).rstrip("\n").split("\n"):
        yield unwrapped(Text(f"    {line}"))
    if len(command) > REPRODUCER_LIMIT:
        cut = f"    cut: {len(command):,} characters in all, whole in run.json"
        yield Text(cut, style="italic dim")


def _subtitle(words: str) -> Text:
    return Text("  ").append(words, style="underline")


def unwrapped(line: Text) -> Text:
    """Return *line*, to be printed as one line whatever the width."""
    line.no_wrap = True
    return line


def one_line(line: Text) -> Text:
    """Return *line*, to be cut where the terminal ends."""
    line.no_wrap, line.overflow = True, "ellipsis"
    return line
