"""The page of techniques: what is known, which attack sends it, under which name.

    python -m tests.techniques

writes ``docs/techniques.md``; a test demands that it is current.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tests.techniques import GROUPS, Technique, load

PAGE = Path(__file__).parents[2] / "docs/techniques.md"
LEAD = """# Every technique

Made by `python -m tests.techniques` from `tests/techniques/`; do not edit.

A technique is covered when a named variant of an attack sends it. Where the harm needs another
server than the one under test, the request is sent all the same, and acceptance, naming and
storage are judged; the column *needs* names that server. What no request can reach is a test of
the library.
"""


def page() -> str:
    """Return the whole page."""
    groups = load()
    tables = (_table(GROUPS[name], rows) for name, rows in groups.items())
    return "\n".join((LEAD, _overview(groups), *tables, _elsewhere(groups)))


def _overview(groups: dict[str, tuple[Technique, ...]]) -> str:
    """Return how many techniques each group has, and how they are covered."""
    rows = [(GROUPS[name], len(rows), *_counts(rows)) for name, rows in groups.items()]
    sums = [sum(row[column] for row in rows) for column in range(1, 5)]
    cells = [*rows, ("**all**", *sums)]
    head = "| group | techniques | sent | by a test | outside |"
    return _lines("## Groups", head, ("| " + " | ".join(map(str, row)) + " |" for row in cells))


def _counts(rows: tuple[Technique, ...]) -> tuple[int, int, int]:
    sent = sum(bool(row.variants) for row in rows)
    outside = sum(bool(row.outside) for row in rows)
    return sent, len(rows) - sent - outside, outside


def _table(title: str, rows: tuple[Technique, ...]) -> str:
    head = "| technique | attack: variants | needs | advisories |"
    return _lines(f"## {title}", head, map(_row, rows))


def _row(row: Technique) -> str:
    name = f"`{row.id}`<br>{_escaped(row.title)}"
    return f"| {name} | {_how(row)} | {row.needs or '–'} | {', '.join(row.advisories) or '–'} |"


def _how(row: Technique) -> str:
    """Return what covers the technique."""
    sent = [f"`{attack}`: {_code(names)}" for attack, names in row.attacks.items()]
    tests = [f"test `{row.contract}`"] if row.contract else []
    return "<br>".join((*sent, *tests)) or f"outside: {_escaped(row.outside)}"


def _elsewhere(groups: dict[str, tuple[Technique, ...]]) -> str:
    """Return the attacks whose harm needs another server."""
    needs: dict[str, set[str]] = {}
    for row in (row for rows in groups.values() for row in rows if row.needs):
        for attack in row.attacks:
            needs.setdefault(attack, set()).add(row.needs)
    lines = (
        f"| `{attack}` | {', '.join(sorted(found))} |" for attack, found in sorted(needs.items())
    )
    return _lines("## Attacks whose harm needs another server", "| attack | needs |", lines)


def _escaped(text: str) -> str:
    """Return *text* as a cell of a table holds it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _lines(title: str, head: str, rows: Iterable[str]) -> str:
    rule = "|---" * (head.count("|") - 1) + "|"
    return "\n".join((title, "", head, rule, *rows, ""))


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
