"""The cookie of flashed messages, for HTTPS alone where the client came by HTTPS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from flask.sessions import SecureCookieSessionInterface

if TYPE_CHECKING:
    from flask import Flask


class Sessions(SecureCookieSessionInterface):
    """Flask's signed cookie; one setting for both schemes would break it over plain HTTP."""

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002 - the request decides
        """Say ``Secure`` where the request had it."""
        return request.is_secure
