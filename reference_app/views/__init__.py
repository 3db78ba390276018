"""HTTP in, HTTP out. Nothing is decided here.

Each route names its methods, and there are no others (``method-allowlist``): what a method of
another name, or a header that overrides it, asks for is not there.
"""

from __future__ import annotations

from typing import cast

from flask import request

from reference_app.request import UploadRequest
from reference_app.visit import Account, Visit


def visit() -> Visit:
    """Return who asks for what."""
    return cast("UploadRequest", request).visit


def account() -> Account:
    """Return who asks; the gate has let nobody through who is not known."""
    identity = visit().identity
    if identity is None:
        raise LookupError("a public route asked who it is")
    return identity.account
