"""``rate-limit``, ``download-limits``, ``login-throttle``: how often somebody may do something.

Stops
    Floods of legal requests, guessing of passwords, and copying everything at once. Two buckets
    each, one for the person or the name that is guessed and one for the address, so that neither
    many names from one address nor one name from many addresses gets round it.

Does not stop
    A flood from many addresses and accounts. In memory a limit holds for each worker process by
    itself; name a Redis in ``rate_storage`` to share it.

References
    - ASVS v5.0.0-2.4.1, v5.0.0-6.3.1, CWE-799, CWE-770, CWE-307
"""

from reference_app.errors import TooMany
from reference_app.policy import Policy
from reference_app.visit import Visit

PER_SOURCE = 4  # people behind one address
UPLOADS = frozenset({"pages.upload", "api.create", "api.put"})
DOWNLOADS = frozenset({"pages.download"})


def rate_limit(visit: Visit, policy: Policy) -> Visit:
    """Bound what one person, and one address, uploads in a minute."""
    if visit.endpoint in UPLOADS:
        _bound(visit, "upload", _who(visit), policy.uploads_per_minute, "rate-limit")
    return visit


def download_limits(visit: Visit, policy: Policy) -> Visit:
    """Bound what one person, and one address, downloads in a minute."""
    if visit.endpoint in DOWNLOADS:
        _bound(visit, "download", _who(visit), policy.downloads_per_minute, "download-limits")
    return visit


def login_throttle(visit: Visit, policy: Policy, name: str) -> None:
    """Bound the attempts at one name, and from one address; right or wrong, they all count."""
    _bound(visit, "login", name, policy.logins_per_minute, "login-throttle")


def _who(visit: Visit) -> str:
    return visit.identity.account.id if visit.identity else ""


def _bound(visit: Visit, what: str, who: str, limit: int, code: str) -> None:
    for key, most in ((f"who:{who}", limit), (f"source:{visit.source}", limit * PER_SOURCE)):
        if not visit.count(f"{what}:{key}", most):
            event = "authn_login_fail_max" if what == "login" else ""
            raise TooMany(
                f"More than {most} {what}s in a minute; wait for one.", code=code, event=event
            )
