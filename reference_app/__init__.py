"""A small Flask app that takes file uploads as safely as anyone knows how to.

Read ``pipeline`` next: it lists every control in order. Then follow a request through ``gate``,
and an upload through ``request``, ``publication`` and ``serving``.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from reference_app import doctor, gate, identity, meter, recovery, rendering, sandbox, scanning
from reference_app.controls.host_and_proxy import behind_proxies
from reference_app.controls.start import SecretError, Setup
from reference_app.headers import with_profiles
from reference_app.ledger import Ledger
from reference_app.pipeline import CONTROLS, Controls, Stage, Steps, run, steps
from reference_app.policy import Policy
from reference_app.request import UploadRequest
from reference_app.services import EXTENSION, Services
from reference_app.storage import Store
from reference_app.storage.local import LocalStore
from reference_app.views import api, pages

__all__ = ["SecretError", "create_app", "create_app_from_environment"]

SECRET_VARIABLE = "UPLOAD_GAUNTLET_SECRET"  # noqa: S105  # nosec B105 - the name of a variable
POLICY_VARIABLE = "UPLOAD_GAUNTLET_POLICY"
PACKAGE = Path(__file__).resolve().parent


def create_app(
    policy: Policy | None = None,
    *,
    secret_key: str | bytes,
    controls: Controls = CONTROLS,
    store_class: Callable[[Path, Steps], Store] = LocalStore,
    ledger_class: Callable[[str, Steps], Ledger] = Ledger,
    scanner: scanning.Scanner | None = None,
) -> Flask:
    """Build the app.

    Args:
        policy: Limits and accepted types; the default has a finite value for each.
        secret_key: Keys the digests of sessions and tokens, and what forms carry. Another secret
            logs everybody out.
        controls: The defences in order; swap one in the tuple ``pipeline.CONTROLS``.
        store_class: Makes the store from a folder and the ``STORE`` controls.
        ledger_class: Makes the ledger from a database URL and the ``LEDGER`` controls.
        scanner: Judges files; the policy's, if left out.

    Raises:
        SecretError: the secret is missing or weak.
        PolicyError: a setting or the ledger's schema does not go with this release.
    """
    policy = policy or Policy()
    secret = secret_key.encode() if isinstance(secret_key, str) else secret_key
    app = Flask(__name__)
    run(controls, Stage.START, Setup(secret=secret, package=PACKAGE, debug=app.debug), policy)
    doctor.insist(policy)

    limits = policy.decode_seconds, policy.decode_memory_bytes, policy.max_file_bytes
    ledger = ledger_class(policy.database, _bound(controls, Stage.LEDGER, policy))
    services = Services(
        policy=policy,
        controls=controls,
        secret=secret,
        store=store_class(policy.upload_folder, _bound(controls, Stage.STORE, policy)),
        ledger=ledger,
        people=identity.People(ledger.engine, secret, steps(controls, Stage.SESSION), policy),
        meter=meter.Meter(policy.rate_storage),
        sandbox=sandbox.Sandbox(sandbox.Limits(*limits)),
        scanner=scanner or scanning.scanner_for(policy.scanner, policy.scan_seconds),
    )
    recovery.recover(services, now=time.time())

    app.extensions[EXTENSION] = services
    app.request_class = UploadRequest
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.register_blueprint(pages.pages)
    app.register_blueprint(api.api)
    app.before_request(gate.gate)
    rendering.install(app)
    guarded = behind_proxies(with_profiles(app.wsgi_app, services), policy.proxy_hops)
    app.wsgi_app = guarded  # type: ignore[method-assign]  # this is how Flask has it added
    return app


def _bound(controls: Controls, stage: Stage, policy: Policy) -> Steps:
    """Return the steps of *stage*; the quota knows its limits from the policy."""
    own = steps(controls, stage)
    return {**own, "quota": lambda value: own["quota"](value, policy)}


def create_app_from_environment() -> Flask:
    """Build the app for a WSGI server, which passes no arguments.

    A secret that is not set is refused like a weak one.
    """
    path = os.environ.get(POLICY_VARIABLE)
    policy = Policy.from_toml(Path(path)) if path else None
    return create_app(policy, secret_key=os.environ.get(SECRET_VARIABLE, ""))
