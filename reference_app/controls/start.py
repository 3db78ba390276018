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
from pathlib import Path
from typing import NamedTuple

from reference_app.policy import Policy, PolicyError

SECRET_BYTES = 32
REMEDY = 'make one with: python -c "import secrets; print(secrets.token_hex(32))"'
DISTINCT = 8  # "aaaa…" and "00…01" are long and no secrets


class SecretError(RuntimeError):
    """There is no secret to sign with, or a poor one."""


class Setup(NamedTuple):
    """What an app is about to be started with."""

    secret: bytes
    package: Path
    debug: bool


def secret_key(setup: Setup, _policy: object) -> None:
    """Refuse a missing, short or monotonous secret; it is never echoed."""
    size, different = len(setup.secret), len(set(setup.secret))
    if size < SECRET_BYTES or different < DISTINCT:
        told = f"the secret holds {size} bytes ({different} different ones); {SECRET_BYTES} are"
        raise SecretError(f"{told} needed, at random; set UPLOAD_GAUNTLET_SECRET; {REMEDY}")


def outside_webroot(setup: Setup, policy: Policy) -> None:
    """Refuse a store inside the package, or inside a folder that Python imports from."""
    root = policy.upload_folder.resolve()
    imported = {Path(entry or ".").resolve() for entry in sys.path if entry}
    if root.is_relative_to(setup.package) or root in imported:
        told = f"upload_folder {root} lies in the package or is imported from"
        raise PolicyError(f"{told}; name another folder")


def debug_off(setup: Setup, _policy: object) -> None:
    """Refuse to start with Flask's debugger on."""
    if setup.debug:
        raise PolicyError("FLASK_DEBUG is on; unset it: the debugger runs what a visitor types")
