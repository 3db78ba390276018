"""The list of controls is the policy: complete, ordered, and each with its lesson."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

from reference_app import controls
from reference_app.pipeline import CONTROLS

FOLDER = Path(controls.__file__).parent
MODULES = sorted(path.stem for path in FOLDER.glob("[a-z]*.py"))


def test_every_control_is_in_the_pipeline():
    """A file without a line in the list would defend nothing."""
    assert {name.replace("_", "-") for name in MODULES} == {each.slug for each in CONTROLS}


@pytest.mark.parametrize("name", MODULES)
def test_every_control_has_its_lesson(name):
    """Slug and claim first, then what it stops, what it does not, and the sources."""
    lesson = importlib.import_module(f"reference_app.controls.{name}").__doc__
    claim, *rest = lesson.split("\n\n")

    assert claim.startswith(f"``{name.replace('_', '-')}``: ")
    assert [each.partition("\n")[0] for each in rest] == ["Stops", "Does not stop", "References"]
    assert "ASVS v5.0.0-" in lesson
    assert "CWE-" in lesson


@pytest.mark.parametrize("name", MODULES)
def test_no_control_knows_flask(name):
    """A control is a function of values."""
    tree = ast.parse((FOLDER / f"{name}.py").read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert not any(module.partition(".")[0] == "flask" for module in imported)


@pytest.mark.parametrize("control", CONTROLS, ids=lambda each: f"{each.slug}-{each.stage.name}")
def test_slugs_are_said_once(control):
    """A refusal carries the slug under which its control is listed."""
    module = importlib.import_module(f"reference_app.controls.{control.slug.replace('-', '_')}")

    assert control.slug == module.SLUG
