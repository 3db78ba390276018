"""``secret-key``, ``outside-webroot``, ``debug-off``: what must be right before the first request.

Stops
    A secret that stands in a repository or can be guessed; a store that the web server serves or
    Python imports from; a debugger that runs code for whoever finds it.

Does not stop
    An operator who gives the secret away.

References
    - ASVS v5.0.0-13.3.1, v5.0.0-5.3.1, v5.0.0-13.4.2, CWE-798, CWE-552, CWE-489
"""

import sys
from dataclasses import dataclass
from pathlib import Path

from reference_app.policy import Policy, PolicyError

SECRET_BYTES = 32
DISTINCT = 8  # "aaaa…" and "00…01" are long and no secrets


class SecretError(RuntimeError):
    """There is no secret to sign with, or a poor one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What an app is about to be started with."""

    secret: bytes
    package: Path
    debug: bool


def secret_key(setup: Setup, _policy: object) -> None:
    """Refuse a missing, short or monotonous secret; it is never echoed."""
    size = len(setup.secret)
    if size < SECRET_BYTES or len(set(setup.secret)) < DISTINCT:
        raise SecretError(
            f"the secret holds {size} bytes ({len(set(setup.secret))} different ones); "
            f"{SECRET_BYTES} are needed, at random; set UPLOAD_GAUNTLET_SECRET; make one with: "
            'python -c "import secrets; print(secrets.token_hex(32))"'
        )


def outside_webroot(setup: Setup, policy: Policy) -> None:
    """Refuse a store inside the package, or inside a folder that Python imports from."""
    root = policy.upload_folder.resolve()
    imported = {Path(entry or ".").resolve() for entry in sys.path if entry}
    if root.is_relative_to(setup.package) or root in imported:
        raise PolicyError(
            f"upload_folder {root} lies in the package or is imported from; name another folder"
        )


def debug_off(setup: Setup, _policy: object) -> None:
    """Refuse to start with Flask's debugger on."""
    if setup.debug:
        raise PolicyError("FLASK_DEBUG is on; unset it: the debugger runs what a visitor types")
