"""The pages that are made from the code: every control, chapter V5 of ASVS, every setting.

    python -m tests.controls_table

writes them below ``docs``; a test demands that they are current. A control's place is read off the
pipeline or ``reference_app.built_in``, its test is found by ``tests.evidence``.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path

from attacks import catalogue, controls, taxonomy
from reference_app import built_in, policy
from reference_app.pipeline import CONTROLS, Control
from reference_app.policy import Policy
from tests import twins
from tests.evidence import EVIDENCE

ROOT = Path(__file__).parents[1]
APP = ROOT / "reference_app"
NONE = "–"


def _listed(part: str) -> Iterator[tuple[str, str]]:
    """Yield slug and text of the lines of ``built_in`` in that part of its docstring."""
    for line in part.splitlines():
        if found := re.fullmatch(r"    ([a-z-]+) +(.+)", line):
            yield found[1], found[2]


_PLACES, _, _REASONS = (built_in.__doc__ or "").partition("Met by absence")
BUILT_IN = {slug: tuple(text.split()) for slug, text in _listed(_PLACES)}
"""File and name, for each control that is no step of the pipeline and stands somewhere."""
ABSENT = dict(_listed(_REASONS))
"""The reason, for each control that is met by absence."""


def held() -> dict[str, tuple[str, ...]]:
    """Return the file and the name in it of each control that stands somewhere."""
    return {each.slug: _place(each) for each in CONTROLS} | BUILT_IN


def _place(control: Control) -> tuple[str, str]:
    """Return file and name; a control that is made by a function has that one's name."""
    module, own = control.apply.__module__, control.slug.replace("-", "_")
    name = own if hasattr(sys.modules[module], own) else control.apply.__name__
    return module.removeprefix("reference_app.").replace(".", "/") + ".py", name


@cache
def tests_of_the_app() -> tuple[tuple[str, str, str], ...]:
    """Return path, name and docstring of every test function of the app."""
    paths = sorted((ROOT / "tests/reference_app").rglob("test_*.py"))
    return tuple(
        (str(path.relative_to(ROOT)), node.name, ast.get_docstring(node) or "")
        for path in paths
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def evidence_for(slug: str) -> str:
    """Return the test of *slug*: listed, named by its twin, or saying the slug; or nothing."""
    listed = [f"{path}::{tests[slug]}" for path, tests in EVIDENCE.items() if slug in tests]
    wrong = [twin.killed_by_test for twin in twins.load().values() if twin.control == slug]
    name = re.compile(rf"(?<![a-z]){slug.replace('-', '_')}(?![a-z])")
    said = [
        f"{path}::{function}"
        for path, function, docstring in tests_of_the_app()
        if name.search(function) or f"``{slug}``" in docstring
    ]
    return next((each for each in (*listed, *wrong, *said) if each), "")


def rows() -> dict[str, dict[str, list[str]]]:
    """Return what there is of each control, in the order of the suite's list."""
    places = held()
    attacks, wrong = catalogue.load(), twins.load()
    return {
        slug: {
            "where": [f"`{'` `'.join(places[slug])}`" if slug in places else ABSENT.get(slug, "")],
            "attacks": [f"`{each.id}`" for each in attacks if slug in each.controls],
            "test": [f"`{found}`"] if (found := evidence_for(slug)) else [],
            "twins": [f"`{name}`" for name, twin in wrong.items() if twin.control == slug],
        }
        for slug in controls.load()
    }


def gaps() -> dict[str, list[str]]:
    """Return what each control lacks; what no request can tell apart needs no attack."""
    by_test = {twin.control for twin in twins.load().values() if twin.killed_by_test}
    lacking = {
        slug: [name for name, found in row.items() if not any(found)]
        for slug, row in rows().items()
    }
    spared = {"attacks"}
    return {
        slug: names
        for slug, names in lacking.items()
        if set(names) - (spared if slug in by_test else set())
    }


def controls_page() -> str:
    """Return the table of controls."""
    known = controls.load()
    lines = [
        f"| `{slug}`<br>{known[slug].title} | {' | '.join(map(_cell, row.values()))} |"
        for slug, row in rows().items()
    ]
    return _page(
        "Every control",
        "Where it stands in `reference_app/`, or why nowhere; the attacks that aim at it; a test "
        "of it; and the twins that have it wrong (`tests/twins/`).",
        "| control | where | attacks | test | twins |",
        lines,
    )


def asvs_page() -> str:
    """Return chapter V5 of ASVS 5.0 with what evidences each requirement."""
    known = controls.load()
    lines = []
    for number, requirement in chapter().items():
        slugs = [slug for slug in known if number in known[slug].asvs]
        tests = [f"`{evidence_for(slug) or NONE}`" for slug in slugs]
        evidence = [f"`{slug}`: {test}" for slug, test in zip(slugs, tests, strict=True)]
        lines.append(
            f"| {number} | {requirement.level} | {requirement.summary} | {'<br>'.join(evidence)} |"
        )
    return _page(
        "OWASP ASVS 5.0, chapter V5: file handling",
        "Each requirement in our own words, the controls that answer to it, and a test of each.",
        "| requirement | level | what it asks | control and test |",
        lines,
    )


def chapter() -> dict[str, taxonomy.Requirement]:
    """Return the requirements of chapter V5."""
    return {n: r for n, r in taxonomy.ASVS.items() if n.startswith("v5.0.0-5.")}


def policy_page() -> str:
    """Return every setting, with its default and what it means."""
    meanings, default = _meanings(), Policy()
    lines = [
        f"| `{each.name}` | {_value(getattr(default, each.name))} | {meanings[each.name]} |"
        for each in fields(Policy)
    ]
    return _page(
        "Every setting",
        "In a TOML file that `--policy` or `UPLOAD_GAUNTLET_POLICY` names; what it leaves out "
        "keeps its default. `accept` combines ready-made sets, `allow` adds suffixes of types that "
        "have a reader, `deny` takes some away. A feature, `[features.NAME]`, takes "
        f"{', '.join(f'`{name}`' for name in sorted(policy.PER_FEATURE))}.",
        "| setting | default | meaning |",
        lines,
    )


def _meanings() -> dict[str, str]:
    """Return the docstring of each field, or its name in words."""
    (body,) = (
        node.body
        for node in ast.parse(Path(policy.__file__).read_bytes()).body
        if isinstance(node, ast.ClassDef) and node.name == "Policy"
    )
    told = {}
    for node, following in zip(body, [*body[1:], None], strict=True):
        if isinstance(node, ast.AnnAssign):
            words = node.target.id.replace("_", " ").replace("max ", "the most ").capitalize()
            docstring = isinstance(following, ast.Expr) and ast.literal_eval(following.value)
            told[node.target.id] = " ".join((docstring or f"{words}.").split())
    return told


def _value(value: object) -> str:
    if isinstance(value, int):
        return f"{value:,}".replace(",", " ")
    text = str(value) if isinstance(value, str | Path) else ", ".join(value)
    return f"`{text}`" if text else NONE


def _cell(found: list[str]) -> str:
    return "<br>".join(found).replace("|", "\\|") or NONE


def _page(title: str, lead: str, head: str, lines: list[str]) -> str:
    rule = "|---" * (head.count("|") - 1) + "|"
    made = "Made by `python -m tests.controls_table`; do not edit."
    return "\n".join([f"# {title}", "", lead, "", made, "", head, rule, *lines, ""])


PAGES = {
    "docs/controls.md": controls_page,
    "docs/asvs-v5.md": asvs_page,
    "docs/policy.md": policy_page,
}


def main() -> None:
    """Write every page."""
    for path, page in PAGES.items():
        (ROOT / path).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
