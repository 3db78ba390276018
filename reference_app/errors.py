"""Every way the app says no.

    Rejected                 code, status, message: all that a client ever learns
    ├── Malformed      400   the request or the name cannot be read in one way only
    ├── Unidentified   401   nobody has logged in
    ├── Forbidden      403   somebody has, and may not; or the request was forged
    ├── NotServed      404   nothing to serve under that name
    │   └── Foreign    403   somebody else's; told as 404 by ``denial-uniform``
    ├── Clash          409   no free storage key, or another step came first
    ├── LengthMissing  411   a chunked body that nothing ends
    ├── TooLarge       413   a limit of the policy
    │   └── OverQuota  413   the account's share, or the disk's
    ├── Unsupported    415   a type that is not accepted
    ├── Unprocessable  422   the bytes are not what the name says
    ├── TooMany        429   too often
    ├── Unavailable    503   a part that must agree does not answer
    └── Fault          500   our own mistake

A message names the value, the limit and the remedy. It never repeats the client's bytes: what
is echoed in an error page is the oldest injection there is (ASVS v5.0.0-16.5.1).
"""

from typing import ClassVar


class Rejected(Exception):  # noqa: N818 - it is an answer to the client, not a failure of ours
    """An answer that ends the request.

    Its code is the slug of the control that gave it, which ``pipeline.run`` fills in.
    """

    status: ClassVar[int] = 400
    event: ClassVar[str] = "input_validation_fail"
    """How the OWASP logging vocabulary calls it."""

    def __init__(self, message: str, *, code: str = "", event: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        if event:
            self.event = event  # type: ignore[misc]  # one refusal may be more than its class

    @classmethod
    def above(cls, limit: int, size: int, told: str) -> None:
        """Refuse a *size* above its *limit*, in words with a place for both."""
        if size > limit:
            raise cls(told.format(size=size, limit=limit))


class Malformed(Rejected):
    """The bytes allow more than one reading, or none."""


class Unidentified(Rejected):
    """Only known people get further."""

    status = 401
    event = "authz_fail"


class Forbidden(Rejected):
    """This person, or this page, may not do that."""

    status = 403
    event = "authz_fail"


class NotServed(Rejected):
    """Nothing is served under this name; why is nobody's business."""

    status = 404


class Foreign(NotServed):
    """The file is somebody else's."""

    status = 403
    event = "malicious_direct_reference"


class Clash(Rejected):
    """The storage key is taken or may not be used, or the file has moved on meanwhile."""

    status = 409
    event = "sequence_fail"


class LengthMissing(Rejected):
    """The body has neither a length nor an end that the server vouches for."""

    status = 411


class TooLarge(Rejected):
    """A limit of the policy is exceeded."""

    status = 413


class OverQuota(TooLarge):
    """The account, or the disk, is full."""

    event = "excess_rate_limit_exceeded"


class Unsupported(Rejected):
    """The type is not one that the app takes."""

    status = 415


class Unprocessable(Rejected):
    """The content is not what it has to be."""

    status = 422
    event = "upload_validation"


class TooMany(Rejected):
    """Too many requests in a minute."""

    status = 429
    event = "excess_rate_limit_exceeded"


class Unavailable(Rejected):
    """A part that must agree before anything is accepted does not answer."""

    status = 503
    event = "upload_validation"


class Fault(Rejected):
    """Something broke on our side."""

    status = 500
    event = "sys_crash"
