"""Twins: the reference app with exactly one control done wrong, one file each.

A twin proves that an attack can fail: it must be broken by an attack that names its
control, by the oracle that the twin names. The folder is the registry, as in the
catalogue. Some controls lie behind others that no request gets past; then the outer one
is *rigged* (the generator of storage keys, a setting, the scanner), in the twin and, so that
the comparison is fair, in the app that it is compared with.
"""

from __future__ import annotations

import importlib
import pkgutil
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from flask import Flask

from attacks.model import Limits
from attacks.targets.wsgi import WsgiTarget
from reference_app import create_app
from reference_app.pipeline import CONTROLS, Controls, Stage
from reference_app.policy import Policy
from tests.apps import reference
from tests.keys import with_keys
from tests.swapped import with_control

KIB = 1024

# Small limits, so that a body over the limit costs nothing.
SETTINGS = {
    "max_body_bytes": 320 * KIB,
    "max_file_bytes": 256 * KIB,
    "max_pixels": 1_000_000,
    "max_frames": 10,
    "max_entries": 50,
    "max_unpacked_bytes": 1024 * KIB,
}

Kill = tuple[str, str]
"""An attack's id and an oracle's name."""


def nothing(_app: Flask) -> None:
    """Leave the app as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rig:
    """What twin and counterpart have in common: how far the outer layers are opened."""

    settings: Mapping[str, Any] = field(default_factory=dict)
    """Policy fields that differ from the twins' usual ones."""
    options: Mapping[str, Callable[[], Any]] = field(default_factory=dict)
    """Arguments of ``create_app``, and ``new_key`` for its keys, each made anew for each app."""
    controls: Controls = CONTROLS
    """The controls that the flaw is put into."""
    limits: Mapping[str, Any] = field(default_factory=dict)
    """Limits that the attacks are told of, beside the policy's sizes."""
    routes: Mapping[str, Any] = field(default_factory=dict)
    """Routes that the attacks are told of, beside the usual ones."""
    prepare: Callable[[Flask], None] = nothing
    """What is done to the finished app: seed a row, say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """One wrong version of one control."""

    control: str
    killed_by: Kill | None = None
    """The attack that names the control, and its oracle."""
    killed_by_test: str = ""
    """Or, where no request can tell, the test that does: ``tests/file.py::test_name``."""
    controls: Controls = CONTROLS
    options: Mapping[str, Any] = field(default_factory=dict)
    """Further arguments of ``create_app``, for a flaw that no single control holds."""
    spoil: Callable[[Flask], None] = nothing
    """What is done wrong to the finished app, for a flaw that no control function holds."""
    rig: Rig = Rig()
    also: frozenset[Kill] = frozenset()
    """Other kills that follow from the flaw; the attack may be a pattern."""

    def declares(self, kill: Kill) -> bool:
        """Return whether *kill* follows from the flaw."""
        claims = [self.killed_by, *self.also] if self.killed_by else self.also
        return any(covers(claim, kill) for claim in claims)

    def build(self, folder: Path) -> Flask:
        """Return the flawed app around *folder*."""
        app = _build(folder, self.rig, controls=self.controls, **self.options)
        self.spoil(app)
        return app

    def target(self) -> WsgiTarget:
        """Return the flawed app."""
        return _target(self.control, self.rig, self.build)

    def counterpart(self) -> WsgiTarget:
        """Return the sound app under the same rig."""
        return _target("sound", self.rig, lambda folder: _build(folder, self.rig))


def covers(claim: Kill, kill: Kill) -> bool:
    """Return whether *kill* is the one that *claim* declares, or one of its pattern."""
    return fnmatchcase(kill[0], claim[0]) and kill[1] == claim[1]


def sound() -> WsgiTarget:
    """Return the reference app under the twins' policy."""
    return _target("sound", Rig(), lambda folder: _build(folder, Rig()))


def flawed(
    slug: str, apply: Callable[..., Any], *, stage: Stage | None = None, rig: Rig | None = None
) -> Controls:
    """Return the app's controls with *slug* replaced."""
    return with_control(slug, apply, stage=stage, controls=rig.controls if rig else CONTROLS)


def accept(value: Any, _policy: Policy) -> Any:
    """Let everything pass: the control that was forgotten."""
    return value


def load() -> dict[str, Twin]:
    """Return every twin by the name of its file, in order; a control may have several."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__))
    return {name: importlib.import_module(f"{__name__}.{name}").TWIN for name in names}


def _build(folder: Path, rig: Rig, **options: Any) -> Flask:
    policy = reference.policy_for(folder, **{**SETTINGS, **rig.settings})
    made = {name: make() for name, make in rig.options.items()}
    arguments = {"controls": rig.controls, **made, **options}
    if draw := arguments.pop("new_key", None):
        arguments["controls"] = with_keys(draw, arguments["controls"])
    app = create_app(policy, secret_key=secrets.token_hex(32), **arguments)
    reference.with_people(app)
    rig.prepare(app)
    return app


def _target(name: str, rig: Rig, build: Callable[[Path], Flask]) -> WsgiTarget:
    policy = reference.policy_for(Path("unused"), **{**SETTINGS, **rig.settings})
    limits: Limits = replace(reference.limits_of(policy), **rig.limits)
    return reference.target_of(name, build, limits, replace(reference.ROUTES, **rig.routes))
