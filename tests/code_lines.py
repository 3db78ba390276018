"""How much code the reference app is: ``python -m tests.code_lines [FOLDER]``.

Blank lines and docstrings apart, since they explain; imports and comments count.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

APP = Path(__file__).parents[1] / "reference_app"


def code_lines(path: Path) -> int:
    """Return how many lines of the module at *path* are code."""
    text = path.read_text(encoding="utf-8")
    explained = {line for node in _docstrings(text) for line in _lines(node)}
    lines = enumerate(text.splitlines(), start=1)
    return sum(1 for number, line in lines if line.strip() and number not in explained)


def in_folder(folder: Path) -> dict[str, int]:
    """Return the count of each module below *folder*."""
    return {str(path): code_lines(path) for path in sorted(folder.rglob("*.py"))}


def _docstrings(text: str) -> Iterator[ast.Expr]:
    """Yield every text that stands as a statement of its own, of attributes too."""
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            yield node


def _lines(node: ast.Expr) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


if __name__ == "__main__":
    counts = in_folder(Path(sys.argv[1]) if len(sys.argv) > 1 else APP)
    for name, count in sorted(counts.items(), key=lambda each: each[1]):
        sys.stdout.write(f"{count:6} {name}\n")
    sys.stdout.write(f"{sum(counts.values()):6} in all\n")
