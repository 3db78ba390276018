"""Every known technique is sent by an attack, under a name, and the page says so."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from attacks import catalogue
from attacks.specimen import SPECIMEN
from attacks.strategies.extensions import SERVER_EXECUTABLE
from tests import techniques
from tests.techniques import GROUPS, Technique, known_variants
from tests.techniques.__main__ import PAGE, page

pytestmark = pytest.mark.once

ROOT = Path(__file__).parent.parent
ROWS = {
    "filename": 23,
    "extension": 39,
    "declared-type": 8,
    "content": 17,
    "multipart": 23,
    "exhaustion": 16,
    "archive": 11,
    "parsers": 13,
    "configuration": 9,
    "serving": 14,
    "time-and-state": 8,
    "access": 5,
}
"""How many techniques each group of the union of all known tools, lists and labs has."""
DETAILS = {
    "subtle-filename-parameter": 25,
    "subtle-names-on-disk": 22,
    "subtle-framing": 14,
    "subtle-multipart-structure": 19,
    "subtle-content": 17,
    "subtle-download": 12,
}
TECHNIQUES = techniques.load()
ALL = [(name, row) for name, rows in TECHNIQUES.items() for row in rows]

every_group = pytest.mark.parametrize("name", TECHNIQUES)


def test_every_group_is_there():
    """No file is missing; a file of no group cannot be loaded."""
    assert set(TECHNIQUES) == set(GROUPS)


@pytest.mark.parametrize(("name", "count"), (ROWS | DETAILS).items())
def test_every_technique_of_a_group_is_there(name: str, count: int):
    """The union of what all tools, lists and labs know is 186 techniques; details come on top."""
    assert sum(ROWS.values()) == 186
    assert len(TECHNIQUES[name]) == count


@every_group
def test_a_technique_is_told_once(name: str):
    """Ids and titles are unique in their group."""
    rows = TECHNIQUES[name]

    assert len({row.id for row in rows}) == len({row.title for row in rows}) == len(rows)
    assert all(len(set(row.variants)) == len(row.variants) for row in rows)


@every_group
def test_every_variant_is_sent(name: str):
    """A variant that is named is a seed of its attack on a target of which all is known."""
    named = {variant for row in TECHNIQUES[name] for variant in row.variants}

    assert sorted(named - known_variants()) == []


@pytest.mark.parametrize("row", [row for _, row in ALL if row.contract], ids=lambda row: row.id)
def test_a_contract_is_a_test(row: Technique):
    """What no request can reach is held by a test that exists."""
    file, _, function = row.contract.partition("::")
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))

    assert function in {getattr(node, "name", "") for node in ast.walk(tree)}


def test_what_runs_on_another_server_says_which():
    """A name that only PHP, ASP, a servlet container or CGI runs stands in a row with a need."""
    told = {variant for _, row in ALL if row.needs for variant in row.variants}
    sent = {
        f"{attack.id}:{probe.variant}"
        for attack in catalogue.load()
        if attack.id == "extension.executable"
        for probe in attack.seeds(SPECIMEN)
        if probe.variant.removeprefix("extension-") in SERVER_EXECUTABLE
    }
    assert sent
    assert sorted(sent - told) == []


def test_the_page_is_current():
    """``python -m tests.techniques`` would write what is there."""
    assert PAGE.read_text(encoding="utf-8") == page()


# -- the loader ------------------------------------------------------------------------

ROW = 'id = "climb"\ntitle = "Climbs"\n'
SENT = 'variants = ["filename.parent-directory:climb"]\n'


def loaded(folder: Path, table: str, name: str = "filename") -> dict[str, tuple[Technique, ...]]:
    """Write one table into a file and load it."""
    (folder / f"{name}.toml").write_text(f"[[technique]]\n{table}", encoding="utf-8")
    return techniques.load(folder)


def test_a_technique_knows_its_attacks(tmp_path: Path):
    """Variants are told by attack."""
    more = 'variants = ["a.b:x", "a.c:y", "a.b:z"]\nneeds = "php"\nadvisories = ["CVE-2012-1172"]'
    (row,) = loaded(tmp_path, ROW + more)["filename"]

    assert row.attacks == {"a.b": ("x", "z"), "a.c": ("y",)}
    assert (row.needs, row.advisories) == ("php", ("CVE-2012-1172",))


@pytest.mark.parametrize(
    ("table", "why"),
    [
        (f"{ROW}{SENT}neds = 'php'", r"climb\): neds = 'php' is not understood"),
        (f"{ROW}variants = 'a:b'", "variants = 'a:b' is not understood"),
        (f"{ROW}variants = []", r"variants = \[\] is not understood"),
        (f"title = 'x'\n{SENT}", r"table 0 \(no id\): a technique has an id and a title"),
        (f"id = 'a b'\ntitle = 'x'\n{SENT}", "an id is words"),
        (ROW, "it is sent by variants"),
        (f"{ROW}{SENT}outside = 'x'", "it is sent by variants"),
    ],
)
def test_what_is_no_technique_is_named(tmp_path: Path, table: str, why: str):
    """A table that nobody would count is an error, told with its file and its id."""
    with pytest.raises(ValueError, match=rf"filename\.toml, .*{why}"):
        loaded(tmp_path, table)


def test_a_file_of_no_group_is_named(tmp_path: Path):
    """A misspelled file is an error, and not a group that nobody reads."""
    with pytest.raises(ValueError, match=r"file-name\.toml is no group"):
        loaded(tmp_path, ROW + SENT, name="file-name")


def test_a_file_of_something_else_is_named(tmp_path: Path):
    """So is one whose tables have another name."""
    (tmp_path / "filename.toml").write_text("[[techniques]]\n", encoding="utf-8")

    with pytest.raises(ValueError, match=r"filename\.toml must hold"):
        techniques.load(tmp_path)
