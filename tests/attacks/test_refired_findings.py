"""Findings sent again by a shell to an app that is served: the effect is the same."""

from __future__ import annotations

import re

import pytest

from attacks import catalogue
from attacks.calibrate import calibrate
from attacks.engine import Engine
from attacks.levels import NAMED_ONLY
from tests.apps import tutorial
from tests.attacks.refiring import fire, served


@pytest.fixture(scope="module")
def findings():
    """Attack the tutorial app; give what was found, by attack."""
    aims = {"storage.overwrite", "multipart.starred-filename"}
    with tutorial.target.open() as session:
        profile = calibrate(session, tutorial.target.hints)
        engine = Engine(
            target=tutorial.target, session=session, profile=profile, level=NAMED_ONLY, seed=0
        )
        outcomes = [engine.attack(a) for a in catalogue.load() if a.id in aims]
    return {found.attack: found for outcome in outcomes for found in outcome.findings}


def effect_on_disk(command, folder):
    """Return what the tutorial app has stored after *command*."""
    with served(tutorial.create_app(folder)) as address:
        told = fire(command, address)
    assert b" 302 " in told.stdout
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("form", ["curl", "raw"])
def test_an_overwrite_happens_again(findings, tmp_path, form):
    """Two uploads, one file, and it is the second one's."""
    found = findings["storage.overwrite"]
    first, second = (step.file.content.to_bytes() for step in found.probe.steps)
    kept = effect_on_disk(getattr(found.reproducers, form), tmp_path)

    assert [*kept.values()] == [second] != [first]


@pytest.mark.parametrize("form", ["curl", "raw"])
def test_a_starred_name_is_taken_again(findings, tmp_path, form):
    """The name in the file's extended parameter is the one on disk."""
    found = findings["multipart.starred-filename"]
    (step,) = found.probe.steps
    starred = re.search(rb"filename\*=UTF-8''([\w.]+)", step.request.body.to_bytes())
    kept = effect_on_disk(getattr(found.reproducers, form), tmp_path)

    assert kept == {starred[1].decode(): step.file.content.to_bytes()}
