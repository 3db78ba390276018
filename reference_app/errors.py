"""Every way the app says no.

    Rejected                code, status, message: all that a client ever learns
    ├── Malformed     400   the request or the name cannot be read in one way only
    ├── LengthMissing 411   a chunked body that nothing ends
    ├── TooLarge      413   a limit of the policy
    ├── Unsupported   415   a type that is not accepted
    ├── Clash         409   no free storage key
    ├── NotServed     404   nothing to serve under that name
    └── Fault         500   our own mistake

A message names the value, the limit and the remedy. It never repeats the client's bytes: what
is echoed in an error page is the oldest injection there is (ASVS v5.0.0-16.5.1).
"""

from __future__ import annotations

from typing import ClassVar


class Rejected(Exception):  # noqa: N818 - it is an answer to the client, not a failure of ours
    """An answer that ends the request; its code is the slug of the control that gave it."""

    status: ClassVar[int] = 400

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


class Malformed(Rejected):
    """The bytes allow more than one reading, or none."""


class LengthMissing(Rejected):
    """The body has neither a length nor an end that the server vouches for."""

    status = 411


class TooLarge(Rejected):
    """A limit of the policy is exceeded."""

    status = 413


class Unsupported(Rejected):
    """The type is not one that the app takes."""

    status = 415


class Clash(Rejected):
    """The storage key is taken, or may not be used."""

    status = 409


class NotServed(Rejected):
    """Nothing is served under this name; why is nobody's business."""

    status = 404


class Fault(Rejected):
    """Something broke on our side."""

    status = 500
