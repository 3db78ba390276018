"""The pages made from the code are current, and leave no control without its proof."""

from __future__ import annotations

import ast
from dataclasses import fields
from pathlib import Path

import pytest

from attacks import controls
from reference_app.pipeline import CONTROLS
from reference_app.policy import Policy
from tests import controls_table, twins
from tests.controls_table import ABSENT, BUILT_IN, PAGES, ROOT, evidence_for
from tests.evidence import EVIDENCE

NO_TWIN = {"dependencies": ["attacks", "twins"]}  # releases are what they are


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_current(path):
    """``python -m tests.controls_table`` would write what is there."""
    assert (ROOT / path).read_text(encoding="utf-8") == PAGES[path]()


def test_every_control_is_somewhere():
    """In the pipeline, in another place, or absent: no slug is left out, and none is unknown."""
    in_pipeline = {control.slug for control in CONTROLS}

    assert in_pipeline | set(BUILT_IN) | set(ABSENT) == set(controls.load())
    assert in_pipeline & (set(BUILT_IN) | set(ABSENT)) == set()


def test_every_control_has_its_attack_its_test_and_its_twin():
    """What no request can tell apart has a twin that names a test instead of an attack."""
    assert controls_table.gaps() == NO_TWIN


def exists(test):
    """Return whether a test of that name stands in that file."""
    path, _, name = test.partition("::")
    tree = ast.parse((ROOT / path).read_bytes()) if Path(ROOT / path).is_file() else ast.parse("")
    return any(isinstance(node, ast.FunctionDef) and node.name == name for node in tree.body)


def test_every_test_that_is_named_exists():
    """By the list, or by a twin."""
    listed = [f"{path}::{name}" for path, tests in EVIDENCE.items() for name in tests.values()]
    by_twins = [twin.killed_by_test for twin in twins.load().values() if twin.killed_by_test]

    assert [test for test in [*listed, *by_twins] if not exists(test)] == []
    assert not exists("tests/test_controls_table.py::test_no_such_test")


def test_the_list_knows_its_controls():
    """Each stands there once, by a slug that exists."""
    slugs = [slug for tests in EVIDENCE.values() for slug in tests]

    assert set(slugs) <= set(controls.load())
    assert len(slugs) == len(set(slugs))


@pytest.mark.parametrize("number", controls_table.chapter())
def test_every_requirement_of_the_chapter_is_evidenced(number):
    """ASVS 5.0 V5: a control answers to it, and each control that does has its test."""
    slugs = [slug for slug, control in controls.load().items() if number in control.asvs]

    assert slugs
    assert [slug for slug in slugs if not evidence_for(slug)] == []


def test_the_chapter_is_whole():
    """Thirteen requirements."""
    assert len(controls_table.chapter()) == 13


def test_every_setting_is_explained():
    """With its default, as it is written in a file."""
    page = controls_table.policy_page()

    assert [each.name for each in fields(Policy) if f"\n| `{each.name}` | " not in page] == []
    assert "| `max_files` | 1 | Files in one request;" in page
    assert "| `scanner` | `test-file` | " in page
