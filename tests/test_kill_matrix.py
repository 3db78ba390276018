"""Twins × attacks × oracles: each flaw is found, by the oracle that is meant to find it."""

from __future__ import annotations

import importlib
import inspect

import pytest

from attacks import catalogue, controls
from reference_app.pipeline import CONTROLS
from tests import matrix, twins
from tests.apps import naive_parser, tutorial

TWINS = twins.load()
ATTACKS = {attack.id: attack for attack in catalogue.load()}
SOCKET_ONLY = {"size.invalid-length"}  # tests/test_live.py shows what falls to it

every_twin = pytest.mark.parametrize("twin", TWINS.values(), ids=list(TWINS))


def test_every_control_has_a_twin():
    """The pipeline, the list of controls and the twins name the same slugs."""
    twinned = {twin.control for twin in TWINS.values()}

    assert {c.slug for c in CONTROLS} == twinned == set(controls.load())


def test_the_sound_app_holds_everywhere():
    """No attack breaks the reference app, and none is inconclusive but for want of a socket."""
    row = matrix.row(twins.sound())

    assert (row.kills, row.problems) == (frozenset(), ())
    assert {id_ for id_, _ in row.inconclusive} == SOCKET_ONLY
    assert row.held == set(ATTACKS) - SOCKET_ONLY


@every_twin
def test_twin_is_killed_by_the_named_oracle_and_by_no_other_unless_declared(twin):
    """One flaw shows where it is said to show: a stray kill means a probe with two faults."""
    attack, oracle = twin.killed_by
    assert twin.control in ATTACKS[attack].controls
    assert oracle in {o.__name__ for o in ATTACKS[attack].oracles}

    row = matrix.row(twin.target())

    assert twin.killed_by in row.kills
    assert [c for c in twin.also if not any(twins.covers(c, kill) for kill in row.kills)] == []
    assert [kill for kill in sorted(row.kills) if not twin.declares(kill)] == []
    assert row.problems == ()


def test_only_effects_of_every_request_are_declared_for_all_attacks():
    """A pattern stands for all of them or is written out, so that it hides no stray kill."""
    patterns = {kill for twin in TWINS.values() for kill in twin.also if "*" in kill[0]}

    assert patterns == {("*", "confinement"), ("*", "no_disclosure")}


@pytest.mark.parametrize("twin", [t for t in TWINS.values() if t.rig], ids=lambda t: t.control)
def test_the_rigged_sound_app_holds(twin):
    """What breaks a rigged twin is its flaw and not the rig."""
    assert matrix.row(twin.counterpart()).kills == frozenset()


@pytest.mark.parametrize("name", TWINS)
def test_a_flaw_is_at_most_ten_lines(name):
    """A twin changes one thing, small enough to be seen at a glance."""
    module = importlib.import_module(f"tests.twins.{name}")
    flaws = [f for f in vars(module).values() if getattr(f, "__module__", "") == module.__name__]

    assert sum(len(inspect.getsource(f).splitlines()) for f in flaws if callable(f)) <= 10


def test_every_attack_kills_a_twin_or_a_weak_app():
    """An attack that nothing falls to is theatre."""
    weak = (tutorial.target, naive_parser.target)
    declared = {kill[0] for twin in TWINS.values() for kill in {twin.killed_by, *twin.also}}
    killers = declared | {attack for app in weak for attack, _ in matrix.row(app).kills}

    assert set(ATTACKS) - killers == SOCKET_ONLY
