"""Attack the tutorial app on the Werkzeug that stands first on the path; print what was seen.

    python -m tests.history.one

runs in a process of its own for each release, and prints one JSON object.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import werkzeug.datastructures
from flask import Request

from attacks import catalogue
from attacks.calibrate import calibrate
from attacks.cases import Cases
from attacks.engine import Engine
from attacks.levels import NAMED_ONLY
from attacks.model import Attack, Observation, Probe
from attacks.observe import observe
from attacks.targets.wsgi import WsgiTarget
from tests.apps import tutorial
from tests.history import windows


class Limited(Request):
    """A request with the limit on text fields that Werkzeug has by itself since 3.1."""

    max_form_memory_size = tutorial.target.hints.limits.field


def create_limited(folder: Path) -> Any:
    """Build the tutorial app with a limit on text fields, which its older releases leave open."""
    app = tutorial.create_app(folder)
    app.request_class = Limited
    return app


LIMITED = WsgiTarget("limited", build=create_limited, hints=tutorial.target.hints)
# The limit is not there for the other attacks: a 413 that it causes would hide CVE-2023-46136.
TARGETS = {"size.field-flood": LIMITED}


def accept_paths() -> None:
    """Let an uploaded file be saved under a `Path`, as Werkzeug does since 1.0."""
    storage = werkzeug.datastructures.FileStorage
    save = storage.save
    storage.save = lambda self, target, *more: save(self, os.fspath(target), *more)


def broken() -> tuple[dict[str, list[str]], list[str]]:
    """Return what broke, by ``attack:variant``, and what could not be judged."""
    effects: dict[str, list[str]] = {}
    unjudged: list[str] = []
    for attack in catalogue.load():
        found, cases = _attacked(attack)
        effects |= {f"{attack.id}:{variant}": list(keys) for variant, keys in found.items()}
        unjudged += [f"{attack.id}: {why}" for why in (*cases.problems, cases.unjudged) if why]
    return effects, unjudged


def _attacked(attack: Attack) -> tuple[Mapping[str, tuple[str, ...]], Cases]:
    """Return the effects of each named variant of *attack*."""
    target = TARGETS.get(attack.id, tutorial.target)
    with target.open() as session:
        profile = calibrate(session, target.hints)
        engine = Engine(target=target, session=session, profile=profile, level=NAMED_ONLY, seed=0)

        def watched(probe: Probe) -> Observation:
            return observe(session, profile, probe)

        cases = Cases(attack, watched)
        if attack.needs - engine.capabilities():
            return {}, cases
        for probe in attack.neighbours(profile):
            cases.neighbour(probe)
        found = {probe.variant: cases.judge(probe) for probe in attack.seeds(profile)}
        return {variant: keys for variant, keys in found.items() if keys}, cases


def main(arguments: list[str]) -> None:
    """Print what broke over HTTP, unless told to ask the library alone, and on Windows."""
    accept_paths()
    effects, unjudged = ({}, []) if "--library" in arguments else broken()
    through = {each: windows.let_through(each) for each in windows.NAMES}
    json.dump({"broken": effects, "unjudged": unjudged, "windows": through}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
