"""Twins × attacks × oracles: each flaw is found, by the oracle that is meant to find it."""

from __future__ import annotations

import importlib
import inspect

import pytest

from attacks import catalogue, controls
from reference_app.pipeline import CONTROLS
from tests import matrix, twins
from tests.apps import naive_parser, tutorial

TWINS = {twin.control: twin for twin in twins.load()}
ATTACKS = {attack.id: attack for attack in catalogue.load()}
SOCKET_ONLY = {"size.invalid-length"}  # tests/test_live.py shows what falls to it

every_twin = pytest.mark.parametrize("twin", TWINS.values(), ids=list(TWINS))


def test_every_control_has_a_twin():
    """The pipeline, the list of controls and the twins name the same slugs."""
    assert {c.slug for c in CONTROLS} == set(TWINS) == set(controls.load())


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
    declared = {kill for kill in twin.also if "*" not in kill[0]}

    assert twin.killed_by in row.kills
    assert declared - row.kills == set()
    assert [kill for kill in sorted(row.kills) if not twin.declares(kill)] == []
    assert row.problems == ()


@pytest.mark.parametrize("twin", [t for t in TWINS.values() if t.rig], ids=lambda t: t.control)
def test_the_rigged_sound_app_holds(twin):
    """What breaks a rigged twin is its flaw and not the rig."""
    assert matrix.row(twin.counterpart()).kills == frozenset()


@every_twin
def test_a_flaw_is_at_most_ten_lines(twin):
    """A twin changes one thing, small enough to be seen at a glance."""
    module = importlib.import_module(f"tests.twins.{twin.control.replace('-', '_')}")
    flaws = [f for f in vars(module).values() if getattr(f, "__module__", "") == module.__name__]

    assert sum(len(inspect.getsource(f).splitlines()) for f in flaws if callable(f)) <= 10


def test_every_attack_kills_a_twin_or_a_weak_app():
    """An attack that nothing falls to is theatre."""
    weak = (tutorial.target, naive_parser.target)
    declared = {kill[0] for twin in TWINS.values() for kill in {twin.killed_by, *twin.also}}
    killers = declared | {attack for app in weak for attack, _ in matrix.row(app).kills}

    assert set(ATTACKS) - killers == SOCKET_ONLY
