"""Oracles have a verdict for anything."""

from __future__ import annotations

import importlib
import pkgutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attacks import oracles
from attacks.model import (
    Change,
    ChangeKind,
    Demand,
    DiskView,
    Outcome,
    Response,
    Seen,
    Stored,
)
from attacks.oracles.standing import STANDING
from tests.attacks.oracles.builders import ROOT, exchange, observe

pytestmark = pytest.mark.once

MODULES = [m.name for m in pkgutil.iter_modules(oracles.__path__)]
ALL = [
    function
    for name in MODULES
    if (function := getattr(importlib.import_module(f"attacks.oracles.{name}"), name, None))
]

HEADERS = (b"Content-Disposition", b"Content-Type", b"Content-Security-Policy", b"Location", b"x")
NAMES = st.binary(max_size=12) | st.sampled_from([b"a.txt", b"..%2fa.php", b"\xff\r\nX: y", b""])
RESPONSES = st.builds(
    Response,
    status=st.sampled_from([0, 200, 206, 302, 404, 500]),
    headers=st.lists(
        st.tuples(st.sampled_from(HEADERS) | st.binary(max_size=4), st.binary(max_size=20)),
        max_size=3,
    ).map(tuple),
    body=st.binary(max_size=20),
    head=st.binary(max_size=8),
)
PATHS = NAMES.map(lambda name: f"{ROOT}/" + name.decode("utf-8", "surrogateescape"))
CHANGES = st.builds(
    Change,
    kind=st.sampled_from(ChangeKind),
    path=PATHS,
    inside=st.booleans(),
    mode=st.integers(0, 0o7777),
    sha256=st.sampled_from(["", "ab"]),
)
DISKS = st.builds(
    DiskView,
    root=st.just(ROOT),
    changes=st.lists(CHANGES, max_size=2).map(tuple),
    left_open=st.integers(0, 1),
)
STEPS = st.builds(
    Seen,
    response=st.none() | RESPONSES,
    failure=st.sampled_from(["", "reset"]),
    refused=st.booleans(),
    stored=st.sampled_from(Stored),
    bytes_read=st.none() | st.integers(0, 10**7),
    disk=st.none() | DISKS,
    retrieved=st.none() | RESPONSES,
    refetched=st.none() | RESPONSES,
)
SENT = st.builds(
    exchange,
    name=st.none() | NAMES,
    content=st.binary(max_size=8),
    demand=st.sampled_from(Demand),
    rivals=st.lists(NAMES, max_size=1).map(tuple),
    declared=st.none() | st.binary(max_size=4),
)
OBSERVATIONS = st.builds(
    lambda pairs, honest: observe(*pairs, honest=honest),
    st.lists(st.tuples(SENT, STEPS), min_size=1, max_size=2),
    st.none() | RESPONSES,
)


@pytest.mark.parametrize("oracle", ALL, ids=lambda oracle: oracle.__name__)
@settings(derandomize=True, database=None, max_examples=150, deadline=None)
@given(seen=OBSERVATIONS)
def test_an_oracle_never_raises(oracle, seen):
    """Whatever was seen, an oracle has a verdict, and gives its reason for a bad one."""
    verdict = oracle(seen)
    signatures = [effect.signature for effect in verdict.effects]
    assert len(signatures) == len(set(signatures))
    assert bool(verdict.reason) == (verdict.outcome is not Outcome.HELD)


def test_every_oracle_says_what_it_is_blind_to():
    """An oracle's module tells its limits, its function when it holds."""
    assert {f.__name__ for f in STANDING} < {f.__name__ for f in ALL}
    for function in ALL:
        module = importlib.import_module(function.__module__)
        assert "\nBlind to\n    " in (module.__doc__ or "")
        assert (function.__doc__ or "").startswith("Hold if ")
