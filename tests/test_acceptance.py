"""The runner of the whole runs: it fails when they do not end as they must."""

from __future__ import annotations

import json
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from tests import acceptance

FINE = {"cases": 1_500, "seconds": 60.0, "findings": [], "attacks": []}
UNEXPLAINED = {"id": "size.x", "verdict": "inconclusive", "reason": ""}


@pytest.fixture(autouse=True)
def _no_real_run(tmp_path, monkeypatch):
    """Write into a folder of the test's own, and start no server."""

    @contextmanager
    def served(_app):
        yield SimpleNamespace(url="http://127.0.0.1:9/", profile=tmp_path / "profile.toml")

    monkeypatch.setattr(acceptance, "OUT", tmp_path)
    monkeypatch.setattr(acceptance.live, "gunicorn", served)


def fake(codes, record=FINE):
    """Return a run that writes *record* and ends with the exit codes in turn."""
    left = list(codes)

    def run(*arguments, **_):
        folder = acceptance.Path(arguments[arguments.index("--out") + 1])
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "run.json").write_text(json.dumps(record), encoding="utf-8")
        return left.pop(0)

    return run


@pytest.mark.parametrize(
    ("command", "codes"), [("demo", (1, 0)), ("attack", (0, 0)), ("seeds", [0] * 20)]
)
def test_runs_that_end_as_promised_are_fine(command, codes):
    """The exit codes that are due, and nothing else, make 0."""
    assert acceptance.main([command], fake(codes)) == 0


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        *((["demo"], codes) for codes in ((0, 0), (3, 0), (4, 0), (1, 1), (1, 4))),
        *((["attack"], codes) for codes in ((1, 0), (0, 1), (0, 3), (4, 0))),
        *((["seeds", "2", "quick"], codes) for codes in ((0, 1), (3, 0), (0, 4))),
        (["served", "1"], [1]),
    ],
)
def test_a_wrong_exit_code_makes_it_fail(arguments, codes, capsys):
    """Whichever run it is, the line says what came instead."""
    assert acceptance.main(arguments, fake(codes)) == 1
    assert "NOT AS PROMISED" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"cases": 1_499}, "1499 cases"),
        ({"seconds": acceptance.MOST_SECONDS + 1}, "reference: 181 s"),
        ({"seconds": acceptance.MOST_SECONDS_SERVED + 1}, "gunicorn: 241 s"),
        ({"findings": [{}]}, "findings"),
        ({"attacks": [UNEXPLAINED]}, "size.x"),
    ],
)
def test_exit_0_is_not_enough(change, said, capsys):
    """Few cases, a slow run, a finding below the gate and a silent attack are named."""
    assert acceptance.main(["attack"], fake((0, 0), FINE | change)) == 1
    assert said in capsys.readouterr().err


def test_a_finding_of_one_seed_is_enough(capsys):
    """A finding below the gate counts, though the exit code is 0."""
    assert acceptance.main(["seeds", "1"], fake([0], FINE | {"findings": [{}]})) == 1
    assert "seed 1: exit 0: 1 findings" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments", [[], ["demos"], ["seeds", "1", "quick", "2"], ["served", "1", "2"]]
)
def test_anything_else_is_wrong_usage(arguments):
    """Nothing is run."""
    assert acceptance.main(arguments, fake([])) == 2


def test_the_command_hands_its_exit_code_on():
    """The real command, on a target that cannot be imported."""
    assert acceptance.gauntlet("tests.apps.none:target", quiet=True) in {2, 3}
