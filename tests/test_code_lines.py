"""The reference app stays small enough to be read."""

from __future__ import annotations

from tests.code_lines import APP, code_lines, in_folder

MOST = 3_000
TEXT = '"""One\n\ntwo."""\n\nimport os\n\nx = 1\n"""Told."""\n# why\n'


def test_the_app_is_read_in_an_afternoon():
    """More than that, and it is not."""
    assert sum(in_folder(APP).values()) <= MOST


def test_code_is_counted_without_blank_lines_and_docstrings(tmp_path):
    """Comments and imports are code to read; texts that explain are not."""
    path = tmp_path / "a.py"
    path.write_text(TEXT, encoding="utf-8")

    assert code_lines(path) == 3
