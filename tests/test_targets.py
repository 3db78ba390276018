"""What the suite must find on the weak apps, and must not find anywhere.

The tables in the apps' docstrings were confirmed by hand (test_apps_by_hand.py); here the
suite makes the same findings, and a finding that no table knows is a false one.
"""

from __future__ import annotations

import functools
import importlib

import pytest

from attacks import catalogue
from attacks.run import Plan, run

PARSER = {
    ("multipart.boundary", "answered as success"),
    ("multipart.boundary", "taken as an upload"),
    ("multipart.chunk-edge", "more bytes than sent"),
    ("multipart.continued-filename", "taken as an upload"),
    ("multipart.duplicate-disposition", "answered as success"),
    ("multipart.duplicate-disposition", "taken as an upload"),
    ("multipart.duplicate-filename", "taken as an upload"),
    ("multipart.header-tricks", "answered as success"),
    ("multipart.header-tricks", "taken as an upload"),
    ("multipart.hidden-part", "fewer bytes than sent"),
    ("multipart.line-ends", "answered as success"),
    ("multipart.line-ends", "taken as an upload"),
    ("multipart.not-multipart", "answered as success"),
    ("multipart.quoting", "answered as success"),
    ("multipart.quoting", "taken as an upload"),
    ("multipart.starred-filename", "taken as an upload"),
    ("multipart.truncated", "answered as success"),
    ("size.declared-length", "answered as success"),
    ("size.declared-length", "taken as an upload"),
}
NAMES = {
    ("extension.double-extension", "active inner extension kept"),
    ("extension.null-cut", "active inner extension kept"),
    ("extension.stripping", "active inner extension kept"),
    ("extension.trailing-character", "active inner extension kept"),
    ("extension.unicode-fold", "active inner extension kept"),
    ("filename.over-long-name", "upload answered 500"),
    ("filename.reserved-name", "leading hyphen or space kept"),
    ("filename.reserved-name", "reserved device name kept"),
    ("storage.client-named", "client's name on disk"),
    ("storage.file-mode", "mode readable by others"),
}
SERVING = {
    ("serving.rendered-inline", "no sandbox policy"),
    ("serving.rendered-inline", "rendered inline"),
    ("serving.type-confusion", "sniffable"),
}
REPLACING = {
    ("storage.collapsing-names", "different names became one file"),
    ("storage.overwrite", "a second upload replaced the first"),
}
# A redirect to the form is how these apps say no, so it is no finding there.
SAYS_NO_BY_REDIRECT = {pair for pair in PARSER if pair[1] == "answered as success"}

EXPECTED = {
    "tutorial": PARSER | NAMES | SERVING | REPLACING,
    "shared_data": PARSER | NAMES | SERVING | REPLACING,
    "flask_reuploaded": (PARSER - SAYS_NO_BY_REDIRECT) | NAMES | SERVING,
}


@functools.cache
def _found(name: str, seed: int) -> frozenset[tuple[str, str]]:
    target = importlib.import_module(f"tests.apps.{name}").target
    record = run(Plan(target=target, attacks=catalogue.load(), level="quick", seed=seed))
    assert record.problems == ()
    return frozenset((f.attack, f.effect.signature) for f in record.findings)


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("seed", [0, 1])
def test_every_finding_is_one_that_was_confirmed_by_hand(name, seed):
    """No false finding, whatever the seed."""
    assert _found(name, seed) - EXPECTED[name] == set()


@pytest.mark.parametrize("name", EXPECTED)
def test_what_was_confirmed_by_hand_is_found(name):
    """Nothing is missed, at the lowest level."""
    assert EXPECTED[name] - _found(name, 0) == set()
