"""`report`: the reports of a recorded run, drawn again."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click.testing import CliRunner

from attacks import record
from reports.cli import FormatNames, main
from reports.formats import html, text
from tests.reports import samples


@pytest.fixture
def run_json(tmp_path):
    """Write a record to disk."""
    record.write(samples.rich(), tmp_path / "run.json")
    return tmp_path / "run.json"


def invoke(*arguments: object):
    """Run the command with *arguments*."""
    return CliRunner().invoke(main, ["report", *map(str, arguments)])


def test_both_reports_land_beside_the_record(run_json):
    """What was drawn after the run and what is drawn from the file are the same."""
    result = invoke(run_json)
    assert result.exit_code == 0
    assert result.output.split() == [
        str(run_json.parent / n) for n in ("report.txt", "report.html")
    ]
    assert (run_json.parent / "report.txt").read_text("utf-8") == text.render(samples.rich())
    assert (run_json.parent / "report.html").read_text("utf-8") == html.render(samples.rich())


def test_format_and_folder_can_be_chosen(run_json, tmp_path):
    """Only what was asked for is written, where it was asked for."""
    result = invoke(run_json, "--to", "html", "--out", tmp_path / "new" / "folder")
    assert result.exit_code == 0
    assert [p.name for p in (tmp_path / "new" / "folder").iterdir()] == ["report.html"]
    assert not (tmp_path / "report.html").exists()


@pytest.mark.parametrize("names", ["text,odt", "", ",", "../cli"])
def test_an_unknown_format_is_a_usage_error_that_names_the_known(run_json, names):
    """Nothing is written, and the reader learns what to write."""
    result = invoke(run_json, "--to", names)
    assert result.exit_code == 2
    assert "known: html, text" in result.output
    assert [p.name for p in run_json.parent.iterdir()] == ["run.json"]


@pytest.mark.parametrize("content", [None, "", "{", "[]", '{"schema": "\\u001b[2J"}', "\udcff"])
def test_an_unreadable_record_exits_3_with_the_reason(tmp_path, content):
    """A missing, broken or foreign file is never a report."""
    path = tmp_path / "run.json"
    if content is not None:
        path.write_bytes(content.encode("utf-8", "surrogateescape"))
    result = invoke(path)
    assert result.exit_code == 3
    assert "run.json: " in result.output
    assert "\x1b" not in result.output


def test_a_folder_that_cannot_be_written_exits_3(run_json):
    """The reason is the system's own."""
    result = invoke(run_json, "--out", run_json / "below")
    assert result.exit_code == 3
    assert "Not a directory" in result.output


def test_names_that_were_read_are_left_alone():
    """What click may ask of a parameter type: reading twice changes nothing."""
    assert FormatNames().convert(("text",), None, None) == ("text",)


def test_the_package_runs_as_a_module(run_json):
    """`python -m reports` is the same command."""
    command = [sys.executable, "-m", "reports", "report", str(run_json), "--to", "text"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == f"{run_json.parent / 'report.txt'}\n"
