"""What the documents say is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from attacks import catalogue, cli, controls, profile_file, run
from attacks.levels import LEVELS
from upload_gauntlet import MOUNTED, main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def table_row(first):
    """Return the cells of the README's table row that begins with *first*."""
    match = re.search(rf"^\| {re.escape(first)} \|(.*)\|$", README, re.MULTILINE)
    return [cell.strip() for cell in match[1].split("|")]


def test_the_readme_is_short():
    """A page that nobody finishes explains nothing."""
    assert len(README.splitlines()) <= 150


@pytest.mark.parametrize("name", LEVELS)
def test_the_table_of_levels_is_the_code(name):
    """The numbers of cases stand in two places, and agree."""
    assert table_row(name) == [str(LEVELS[name].light), str(LEVELS[name].heavy)]


@pytest.mark.parametrize(
    ("code", "word"),
    [
        (run.CLEAN, "nothing"),
        (run.FINDINGS, "findings"),
        (run.USAGE, "usage"),
        (run.BROKEN_RUN, "could not be"),
        (run.NOTHING_TESTED, "nothing was really tested"),
        (run.INTERRUPTED, "interrupted"),
    ],
)
def test_the_table_of_exit_codes_is_the_code(code, word):
    """Each code is explained by its own row."""
    assert word in table_row(str(code))[0]


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_every_file_that_is_named_exists(text):
    """Paths in backquotes are real ones."""
    named = re.findall(r"`((?:attacks|reports|reference_app|tests|benchmarks)/[\w./-]*)`", text)

    assert len(named) >= 5
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_option_that_is_named_exists():
    """Options in the README are those of the commands."""
    help_pages = [CliRunner().invoke(main, [command, "--help"]).output for command in MOUNTED]
    named = set(re.findall(r"(--[a-z][a-z-]+)", README)) - {"--quiet"}

    assert [option for option in sorted(named) if option not in " ".join(help_pages)] == []


def test_every_command_that_is_named_exists():
    """``upload-gauntlet X`` in a document is a command."""
    named = set(re.findall(r"upload-gauntlet ([a-z]+)", README + CONTRIBUTING))

    assert named - set(MOUNTED) == set()


def test_every_tox_environment_that_is_named_exists():
    """``tox -e X`` in a document is in tox.ini."""
    ini = (ROOT / "tox.ini").read_text(encoding="utf-8")
    for name in re.findall(r"tox -e ([a-z0-9]+)", README + CONTRIBUTING):
        assert f"[testenv:{name}]" in ini


def test_the_figures_of_the_changelog_are_counted():
    """The change log says how many there are of each."""
    functions = cli._oracle_rows()
    figures = {
        f"{len(catalogue.load())} attacks",
        f"{len(functions)} oracles",
        f"{len(controls.load())} controls",
    }
    assert [figure for figure in figures if figure not in CHANGELOG] == []


def test_the_profile_of_the_readme_can_be_read(tmp_path):
    """The example is a profile."""
    example = re.search(r"```toml\n(.*?)```", README, re.DOTALL)[1]
    path = tmp_path / "profile.toml"
    path.write_text(example, encoding="utf-8")

    assert profile_file.read(path).field == "document"


def test_the_profile_of_the_docstring_can_be_read(tmp_path):
    """So is the one that explains every key."""
    lines = [line[4:] for line in profile_file.__doc__.splitlines() if line.startswith("    ")]
    path = tmp_path / "profile.toml"
    path.write_text("\n".join(lines), encoding="utf-8")

    assert profile_file.read(path).actors["a"].login.path == "/login"
