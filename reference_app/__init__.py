"""A small Flask app that takes file uploads as safely as anyone knows how to.

Read ``pipeline`` next: it lists every control in order. Then follow an upload through
``request``, ``publication`` and ``serving``.
"""

from __future__ import annotations

import os
import secrets
import time
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask

from reference_app import recovery, rendering, views
from reference_app.controls.generated_storage_name import named_by
from reference_app.headers import HeaderProfiles
from reference_app.ledger import Ledger
from reference_app.pipeline import CONTROLS, Stage, steps, with_control
from reference_app.policy import Policy
from reference_app.request import UploadRequest
from reference_app.services import EXTENSION, Services
from reference_app.sessions import Sessions
from reference_app.storage.local import LocalStore

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from reference_app.pipeline import Controls
    from reference_app.storage import Store

__all__ = ["SecretError", "create_app", "create_app_from_environment", "secret_from_environment"]

# The name of a variable, not a secret.
SECRET_VARIABLE = "UPLOAD_GAUNTLET_SECRET"  # noqa: S105  # nosec B105
POLICY_VARIABLE = "UPLOAD_GAUNTLET_POLICY"
SECRET_BYTES = 32


class SecretError(RuntimeError):
    """There is no secret to sign sessions with, or a poor one."""


def create_app(
    policy: Policy | None = None,
    *,
    secret_key: str | bytes | None = None,
    controls: Controls = CONTROLS,
    new_key: Callable[[], str] | None = None,
    store_class: Callable[[Path, Mapping[str, Callable[..., Any]]], Store] = LocalStore,
    ledger_class: Callable[[str], Ledger] = Ledger,
) -> Flask:
    """Build the app.

    Args:
        policy: Limits and accepted types; the default has a finite value for each.
        secret_key: Signs the cookie of flashed messages. Left out, it lasts as long as the process,
            which suits tests and a single worker.
        controls: The defences in order; ``pipeline.with_control`` swaps one.
        new_key: Where storage keys come from.
        store_class: Makes the store from a folder and the ``STORE`` controls.
        ledger_class: Makes the ledger from a database URL.
    """
    policy = policy or Policy()
    if new_key is not None:
        controls = with_control("generated-storage-name", named_by(new_key), controls=controls)

    services = Services(
        policy=policy,
        controls=controls,
        store=store_class(policy.upload_folder, steps(controls, Stage.STORE)),
        ledger=ledger_class(policy.database),
    )
    recovery.recover(services, now=time.time())

    app = Flask(__name__)
    app.secret_key = secret_key or secrets.token_bytes(SECRET_BYTES)
    app.session_interface = Sessions()
    app.config.update(SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Strict")
    app.extensions[EXTENSION] = services
    app.request_class = UploadRequest
    app.register_blueprint(views.pages)
    rendering.install(app)
    # Assigning to the method is how Flask has middleware added.
    app.wsgi_app = HeaderProfiles(app.wsgi_app, services)  # type: ignore[method-assign]
    return app


def create_app_from_environment() -> Flask:
    """Build the app for a WSGI server, which passes no arguments."""
    path = os.environ.get(POLICY_VARIABLE)
    policy = Policy.from_toml(Path(path)) if path else None
    return create_app(policy, secret_key=secret_from_environment())


def secret_from_environment() -> str:
    """Return the secret that the operator has set.

    Raises:
        SecretError: it is missing or short.
    """
    secret = os.environ.get(SECRET_VARIABLE, "")
    size = len(secret.encode())
    if size < SECRET_BYTES:
        raise SecretError(
            f"{SECRET_VARIABLE} holds {size} bytes, {SECRET_BYTES} are needed; make one with: "
            'python -c "import secrets; print(secrets.token_hex(32))"'
        )
    return secret
