"""The reference app as a target: nothing is found on it."""

from __future__ import annotations

import secrets
from pathlib import Path

from flask import Flask

from attacks.model import Limits
from attacks.targets.session import Hints
from attacks.targets.wsgi import WsgiTarget
from reference_app import create_app as build
from reference_app.policy import Policy
from reference_app.services import EXTENSION


def policy_for(folder: Path) -> Policy:
    """Return the default policy, with files in *folder* and the ledger beside it."""
    return Policy(upload_folder=folder)


def create_app(folder: Path) -> Flask:
    """Build the app around *folder* with a throw-away secret."""
    return build(policy_for(folder), secret_key=secrets.token_hex(32))


LIMITS = Limits(
    body=Policy().max_body_bytes,
    file=Policy().max_file_bytes,
    parts=Policy().max_parts,
    field=Policy().max_field_bytes,
)


def close(app: Flask) -> None:
    """Give back what the app holds open."""
    app.extensions[EXTENSION].close()


target = WsgiTarget("reference", build=create_app, close=close, hints=Hints(limits=LIMITS))
