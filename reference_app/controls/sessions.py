"""``session-rotation``, ``session-termination``, ``cookie-attributes``: a session's life.

Stops
    A session identifier that somebody planted before the login and knows afterwards (rotation);
    one that still works after the logout (termination is at the server, the cookie is only
    forgotten as well); one that is sent over plain HTTP, read by script, sent along by other
    sites, or set by a neighbouring host (attributes).

Does not stop
    Somebody who reads the cookie from the browser's disk, until it expires or is revoked.

References
    - ASVS v5.0.0-7.2.4, v5.0.0-7.4.1, v5.0.0-3.3.1 to 3.3.4, CWE-384, CWE-613, CWE-614, CWE-1275
    - RFC 6265bis §4.1.3 (``__Host-``)
"""

import secrets
from collections.abc import Mapping

import sqlalchemy as sa

COOKIE = "__Host-session"


def session_rotation(_presented: str) -> str:
    """Return the token of a new session, whatever was presented."""
    return secrets.token_urlsafe(32)


def session_termination(connection: sa.Connection, sessions: sa.Table, digest: str) -> None:
    """Make an end of a session where it is kept."""
    connection.execute(sa.delete(sessions).where(sessions.c.digest == digest))


def cookie_attributes(_name: str) -> Mapping[str, str | bool]:
    """Return what the cookie is set with; no domain, so that it is this host's alone."""
    return {"secure": True, "httponly": True, "samesite": "Strict", "path": "/"}
