"""Each oracle is shown what it holds for, what breaks it, and where it cannot look."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.attacks.oracles import outcomes

pytestmark = pytest.mark.once

HERE = Path(__file__).parent
ALWAYS_SEE = {
    "header_integrity": "an answer that never came splits no header",
    "known_method": "silence is no success",
    "no_disclosure": "an answer that never came discloses nothing",
    "no_server_error": "silence is judged by `still_serving`",
    "still_serving": "silence is what it is about",
}
"""Oracles that are never inconclusive, and why."""


def test_every_outcome_of_every_oracle_has_an_observation(tmp_path):
    """The tests of this folder, run with oracles that write down what they return."""
    told = tmp_path / "outcomes.json"
    command = (sys.executable, "-m", "pytest", str(HERE), "-q", "-p", outcomes.__name__)
    rest = ("-p", "no:xdist", "-p", "no:cacheprovider", f"--ignore={__file__}")
    apart = (f"--ignore={HERE / 'test_never_raises.py'}",)  # it returns anything

    environ = {**os.environ, "OUTCOMES": str(told)}
    subprocess.run([*command, *rest, *apart], env=environ, stdout=subprocess.DEVNULL, check=True)
    seen = {name: set(each) for name, each in json.loads(told.read_text()).items()}

    assert seen.keys() == set(outcomes.names())
    assert {name for name, each in seen.items() if not each >= {"held", "broken"}} == set()
    assert {name for name, each in seen.items() if "inconclusive" not in each} == set(ALWAYS_SEE)
