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


class Rejected(Exception):  # noqa: N818 - it is an answer to the client, not a failure of ours
    """An answer that ends the request.

    Its code is the slug of the control that gave it, which ``pipeline.run`` fills in.
    """

    status = 400
    event = "input_validation_fail"
    """How the OWASP logging vocabulary calls it."""

    def __init_subclass__(cls, *, status: int = 0, event: str = "") -> None:
        cls.status, cls.event = status or cls.status, event or cls.event

    def __init__(self, message: str, *, code: str = "", event: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.event = event or self.event  # one refusal may be more than its class

    @classmethod
    def above(cls, limit: int, size: int, what: str) -> None:
        """Refuse *size* of *what* if that is above the *limit*."""
        if size > limit:
            raise cls(f"There are {size} {what}; the limit is {limit}. Make it smaller.")


class Malformed(Rejected):
    """The bytes allow more than one reading, or none."""


class Unidentified(Rejected, status=401, event="authz_fail"):
    """Only known people get further."""


class Forbidden(Rejected, status=403, event="authz_fail"):
    """This person, or this page, may not do that."""


class NotServed(Rejected, status=404):
    """Nothing is served under this name; why is nobody's business."""


class Foreign(NotServed, status=403, event="malicious_direct_reference"):
    """The file is somebody else's."""


class Clash(Rejected, status=409, event="sequence_fail"):
    """The storage key is taken or may not be used, or the file has moved on meanwhile."""


class LengthMissing(Rejected, status=411):
    """The body has neither a length nor an end that the server vouches for."""


class TooLarge(Rejected, status=413):
    """A limit of the policy is exceeded."""


class OverQuota(TooLarge, event="excess_rate_limit_exceeded"):
    """The account, or the disk, is full."""


class Unsupported(Rejected, status=415):
    """The type is not one that the app takes."""


class Unprocessable(Rejected, status=422, event="upload_validation"):
    """The content is not what it has to be."""


class TooMany(Rejected, status=429, event="excess_rate_limit_exceeded"):
    """Too many requests in a minute."""


class Unavailable(Rejected, status=503, event="upload_validation"):
    """A part that must agree before anything is accepted does not answer."""


class Fault(Rejected, status=500, event="sys_crash"):
    """Something broke on our side."""
