"""Twins × attacks × oracles: each flaw is found, by the oracle that is meant to find it."""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path

import pytest

from attacks import catalogue, controls
from reference_app.pipeline import CONTROLS
from tests import matrix, twins, unproved
from tests.apps import naive_parser, tutorial
from tests.controls_table import ABSENT, BUILT_IN

pytestmark = pytest.mark.once

TWINS = twins.load()
KILLED = {name: twin for name, twin in TWINS.items() if twin.killed_by}
ATTACKS = {attack.id: attack for attack in catalogue.load()}
FAMILIES = sorted({id_.partition(".")[0] for id_ in ATTACKS})
RIGGED, SOCKET_ONLY = set(unproved.RIGGED), set(unproved.SOCKET_ONLY)
WITHOUT_TWIN = {"dependencies": "it is about releases, and no code of ours holds it"}

every_twin = pytest.mark.parametrize("twin", KILLED.values(), ids=list(KILLED))


def test_every_control_has_a_twin_or_says_why_not():
    """The app, the list of controls and the twins name the same slugs."""
    twinned = {twin.control for twin in TWINS.values()} | set(WITHOUT_TWIN)

    assert {c.slug for c in CONTROLS} | set(BUILT_IN) | set(ABSENT) == set(controls.load())
    assert twinned == set(controls.load())


@pytest.mark.parametrize("family", FAMILIES)
def test_the_sound_app_holds_everywhere(family):
    """No attack breaks the reference app, and each that proves nothing says what it needs."""
    attacks = {id_ for id_ in ATTACKS if id_.startswith(f"{family}.")}
    row = matrix.row(twins.sound(), tuple(attacks))

    assert (row.kills, row.problems) == (frozenset(), ())
    assert {id_ for id_, _ in row.inconclusive} == attacks & (SOCKET_ONLY | RIGGED)
    assert row.held == attacks - SOCKET_ONLY - RIGGED


@every_twin
def test_twin_is_killed_by_the_named_oracle_and_by_none_that_is_not_declared(twin):
    """One flaw shows where it is said to show: a stray kill means a probe with two faults."""
    attack, oracle = twin.killed_by
    assert twin.control in ATTACKS[attack].controls
    assert oracle in {o.__name__ for o in ATTACKS[attack].oracles}
    declared = {attack, *(kill[0] for kill in twin.also if "*" not in kill[0])}

    row = matrix.row(twin.target(), tuple(declared))

    assert twin.killed_by in row.kills
    assert [c for c in twin.also if not any(twins.covers(c, kill) for kill in row.kills)] == []
    assert [kill for kill in sorted(row.kills) if not twin.declares(kill)] == []
    assert row.problems == ()


@pytest.mark.long
@every_twin
def test_no_other_attack_breaks_the_twin(twin):
    """The whole grid, twins by attacks: `tox -e matrix`. What a rig breaks is no twin's doing."""
    kills = matrix.row(twin.target()).kills
    stray = {kill for kill in kills if not twin.declares(kill)}
    if stray and twin.rig != twins.Rig():
        stray -= matrix.row(twin.counterpart(), tuple(attack for attack, _ in stray)).kills

    assert stray == set()


@pytest.mark.parametrize("name", [name for name, twin in TWINS.items() if twin.killed_by_test])
def test_a_twin_that_no_request_can_tell_names_a_test(name):
    """That test exists, and itself builds the twin: it is red for the flaw."""
    file, _, function = TWINS[name].killed_by_test.partition("::")
    tree = ast.parse(Path(file).read_text(encoding="utf-8"))

    found = [node for node in ast.walk(tree) if getattr(node, "name", "") == function]
    assert len(found) == 1
    assert name in Path(file).read_text(encoding="utf-8")


def test_only_effects_of_every_request_are_declared_for_all_attacks():
    """A pattern stands for all of them or is written out, so that it hides no stray kill."""
    patterns = {kill for twin in TWINS.values() for kill in twin.also if "*" in kill[0]}

    assert patterns == {("*", "confinement"), ("*", "no_disclosure")}


@pytest.mark.parametrize(
    "twin", [t for t in KILLED.values() if t.rig != twins.Rig()], ids=lambda t: t.control
)
def test_the_rigged_sound_app_holds(twin):
    """What breaks a rigged twin is its flaw and not the rig."""
    row = matrix.row(twin.counterpart(), (twin.killed_by[0],))

    assert row.kills == frozenset()
    assert row.held == {twin.killed_by[0]}


@pytest.mark.parametrize("name", TWINS)
def test_a_flaw_is_at_most_ten_lines(name):
    """A twin changes one thing, small enough to be seen at a glance."""
    module = importlib.import_module(f"tests.twins.{name}")
    flaws = [f for f in vars(module).values() if getattr(f, "__module__", "") == module.__name__]

    assert sum(len(inspect.getsource(f).splitlines()) for f in flaws if callable(f)) <= 10


def test_every_attack_kills_a_twin_or_a_weak_app():
    """An attack that nothing falls to is theatre."""
    weak = (tutorial.target, naive_parser.target)
    declared = {kill[0] for twin in KILLED.values() for kill in {twin.killed_by, *twin.also}}
    killers = declared | {attack for app in weak for attack, _ in matrix.row(app).kills}

    assert set(ATTACKS) - killers == SOCKET_ONLY
