"""What the suite must find on the weak apps, and must not find anywhere.

The first table in each app's docstring was confirmed by hand (test_apps_by_hand.py); here the
suite makes the same findings, and a finding that no table knows is a false one.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil

import pytest

from attacks import catalogue
from attacks.run import Plan, run
from tests import apps
from tests.by_hand import tables

pytestmark = pytest.mark.once

WEAK = ("tutorial", "shared_data", "flask_reuploaded", "naive_parser")


def told(name, find):
    """Return what the table of an app says; that of `shared_data` borrows all but the serving."""
    if name != "shared_data":
        return find(name)
    return {pair for pair in find("tutorial") if not pair[0].startswith("serving.")} | find(name)


def expected(name):
    """Return the findings that must be made on an app."""
    return told(name, tables.must_find)


@functools.cache
def found(name, seed):
    """Return the findings, as attack and effect, that a quick run makes on an app."""
    target = importlib.import_module(f"tests.apps.{name}").target
    record = run(Plan(target=target, attacks=catalogue.load(), level="quick", seed=seed))
    assert record.problems == ()
    return frozenset((f.attack, f.effect.signature) for f in record.findings)


@pytest.mark.parametrize("name", WEAK)
@pytest.mark.parametrize("seed", [0, 1])
def test_every_finding_is_one_that_was_confirmed_by_hand(name, seed):
    """No false finding, whatever the seed."""
    assert found(name, seed) - expected(name) - told(name, tables.may_find) == set()


@pytest.mark.parametrize("name", WEAK)
def test_what_was_confirmed_by_hand_is_found(name):
    """Nothing is missed, at the lowest level."""
    assert expected(name) - found(name, 0) == set()


@pytest.mark.parametrize(("name", "least"), [("tutorial", 8), ("flask_reuploaded", 4)])
def test_a_table_is_not_short(name, least):
    """A weak app shows many ways to be wrong: pairs of attack and effect are counted."""
    assert len(expected(name)) >= least


def test_every_app_is_a_target():
    """Each module among the apps can be attacked by its name."""
    names = [info.name for info in pkgutil.iter_modules(apps.__path__)]

    assert len(names) >= 5
    for name in names:
        target = importlib.import_module(f"tests.apps.{name}").target
        assert (target.name, target.renews) == (name, True)
