"""An attack's lesson, cut into headings and paragraphs.

A lesson is the docstring of the attack's module: a first line, then headings at the
margin with indented text below. Backticks set code apart, stars a stressed word, a
dash starts an item.
"""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass

ITEM = re.compile(r"\n(?=- )")
MARKED = re.compile(
    r"(?P<tick>``?)(?P<code>.+?)(?P=tick)|\*(?P<stress>\w[^*]*)\*|(?P<words>.[^`*]*)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Text of one look: `words`, `code` or `stress`."""

    look: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph, or one item of a list."""

    runs: tuple[Run, ...]
    item: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One heading (empty for what stands above the first) and its paragraphs."""

    heading: str
    paragraphs: tuple[Paragraph, ...]


def sections(lesson: str) -> tuple[Section, ...]:
    """Cut *lesson* into its sections; text of another shape becomes plain paragraphs."""
    blocks = re.split(r"\n\s*\n", inspect.cleandoc(lesson))
    return tuple(_section(block) for block in _joined(blocks) if block.strip())


def runs(text: str) -> tuple[Run, ...]:
    """Cut *text* where its look changes."""
    return tuple(
        Run(look=found.lastgroup or "words", text=found[found.lastgroup or 0])
        for found in MARKED.finditer(text)
    )


def _joined(blocks: list[str]) -> list[str]:
    """Join an indented block to the heading that it belongs to."""
    joined: list[str] = []
    for block in blocks:
        if block.startswith(" ") and joined:
            joined[-1] += "\n\n" + block
        else:
            joined.append(block)
    return joined


def _section(block: str) -> Section:
    heading, _, text = block.partition("\n")
    if not text.startswith(" "):
        return Section(heading="", paragraphs=_paragraphs(block))
    return Section(heading=heading.strip(), paragraphs=_paragraphs(text))


def _paragraphs(text: str) -> tuple[Paragraph, ...]:
    lines = "\n".join(line.strip() for line in text.split("\n"))
    pieces = [item for part in lines.split("\n\n") for item in ITEM.split(part)]
    return tuple(_paragraph(piece) for piece in pieces if piece)


def _paragraph(text: str) -> Paragraph:
    item = text.startswith("- ")
    words = " ".join(text.removeprefix("- ").split("\n"))
    return Paragraph(runs=runs(words), item=item)
