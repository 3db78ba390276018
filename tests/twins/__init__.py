"""Twins: the reference app with exactly one control done wrong, one file each.

A twin proves that an attack can fail: it must be broken by an attack that names its
control, by the oracle that the twin names. The folder is the registry, as in the
catalogue. Some controls lie behind others that no request gets past; then the outer one
is *rigged* (here: the generator of storage keys), in the twin and, so that the comparison
is fair, in the app that it is compared with.
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

from attacks.model import Limits
from attacks.targets.session import Hints
from attacks.targets.wsgi import WsgiTarget
from reference_app import create_app
from reference_app.pipeline import CONTROLS, Controls, Stage, with_control
from reference_app.policy import Policy
from tests.apps import reference

KIB = 1024

# Small limits, so that a body over the limit costs nothing.
POLICY = Policy(max_body_bytes=320 * KIB, max_file_bytes=256 * KIB)
LIMITS = Limits(
    body=POLICY.max_body_bytes,
    file=POLICY.max_file_bytes,
    parts=POLICY.max_parts,
    field=POLICY.max_field_bytes,
)

Kill = tuple[str, str]
"""An attack's id and an oracle's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """One wrong version of one control."""

    control: str
    killed_by: Kill
    """The attack that names the control, and its oracle."""
    controls: Controls = CONTROLS
    options: Mapping[str, Any] = field(default_factory=dict)
    """Further arguments of ``create_app``, for a flaw that no single control holds."""
    rig: Callable[[], Callable[[], str]] | None = None
    """Makes a generator of storage keys that misbehaves."""
    also: frozenset[Kill] = frozenset()
    """Other kills that follow from the flaw; the attack may be a pattern."""

    def declares(self, kill: Kill) -> bool:
        """Return whether *kill* follows from the flaw."""
        return any(covers(claim, kill) for claim in (self.killed_by, *self.also))

    def target(self) -> WsgiTarget:
        """Return the flawed app."""
        return _target(self.control, self.rig, controls=self.controls, **self.options)

    def counterpart(self) -> WsgiTarget:
        """Return the sound app under the same rig."""
        return _target("sound", self.rig)


def covers(claim: Kill, kill: Kill) -> bool:
    """Return whether *kill* is the one that *claim* declares, or one of its pattern."""
    return fnmatchcase(kill[0], claim[0]) and kill[1] == claim[1]


def sound() -> WsgiTarget:
    """Return the reference app under the twins' policy."""
    return _target("sound", None)


def flawed(slug: str, apply: Callable[..., Any], *, stage: Stage | None = None) -> Controls:
    """Return the app's controls with *slug* replaced."""
    return with_control(slug, apply, stage=stage)


def accept(value: Any, _policy: Policy) -> Any:
    """Let everything pass: the control that was forgotten."""
    return value


def load() -> dict[str, Twin]:
    """Return every twin by the name of its file, in order; a control may have several."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__))
    return {name: importlib.import_module(f"{__name__}.{name}").TWIN for name in names}


def _target(name: str, rig: Callable[[], Callable[[], str]] | None, **options: Any) -> WsgiTarget:
    def build(folder: Path) -> Any:
        policy = replace(POLICY, upload_folder=folder)
        keys = {"new_key": rig()} if rig else {}
        return create_app(policy, secret_key=secrets.token_hex(32), **keys, **options)

    return WsgiTarget(name, build=build, close=reference.close, hints=Hints(limits=LIMITS))
