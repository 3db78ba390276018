"""Report files are written whole or not at all, and formats are found in their folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports import files, formats
from reports.formats import Format
from tests.reports import samples


def test_the_folder_is_the_registry():
    """Every module in the folder is a format under its own name."""
    found = formats.load()
    assert {"html", "text"} <= set(found)
    assert all(name == f.name for name, f in found.items())
    assert len({f.suffix for f in found.values()}) == len(found)


def test_an_unknown_format_is_refused_with_the_known_ones():
    """A wrong name is answered with the right ones."""
    with pytest.raises(formats.UnknownFormat, match=r"no report format 'odt'.*html.*text"):
        formats.pick("odt")


def test_both_files_are_written(tmp_path):
    """The names never change, the folder is made, a format asked for twice is drawn once."""
    written = files.write_reports(samples.rich(), tmp_path / "out", ("html", "text", "html"))
    assert [path.name for path in written] == ["report.html", "report.txt"]
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"report.html", "report.txt"}
    assert written[0].read_bytes().isascii() is False
    assert b"\r" not in written[0].read_bytes()


def test_text_and_html_are_written_unless_told_otherwise(tmp_path):
    """The default is both."""
    written = files.write_reports(samples.hostile(), tmp_path)
    assert [path.name for path in written] == ["report.txt", "report.html"]


def test_a_finished_run_is_shown_and_written(tmp_path, capsys):
    """The terminal ends with the files and the sum."""
    files.show_and_write(samples.rich(), tmp_path)
    lines = capsys.readouterr().out.splitlines()
    assert lines[-4:-2] == [f"written: {tmp_path / n}" for n in ("report.txt", "report.html")]
    assert lines[-2].endswith(f": {tmp_path / 'report.html'}")
    assert lines[-1].startswith("2 held, 5 broken")
    assert (tmp_path / "report.html").exists()


def test_nothing_is_written_when_a_format_fails(tmp_path, monkeypatch):
    """Everything is drawn first."""
    broken = Format(name="html", suffix=".html", render=lambda _: 1 // 0)
    monkeypatch.setattr("reports.formats.html.FORMAT", broken)
    with pytest.raises(ZeroDivisionError):
        files.write_reports(samples.calm(), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_half_written_file_is_removed_and_the_old_one_stays(tmp_path, monkeypatch):
    """A failure at the last step leaves the report of the run before."""
    (tmp_path / "report.txt").write_text("before")

    def fail(*_: object) -> Path:
        raise OSError("no space")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no space"):
        files.write_reports(samples.calm(), tmp_path, ("text",))
    assert [path.read_text() for path in tmp_path.iterdir()] == ["before"]
