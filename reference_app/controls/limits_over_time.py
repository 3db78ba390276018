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

from reference_app import errors, values

PER_SOURCE = 4  # people behind one address
UPLOADS = frozenset({"pages.upload", "api.create", "api.put"})


def rate_limit(visit: values.Visit, policy: values.Policy) -> None:
    """Bound what one person, and one address, uploads in a minute."""
    if visit.endpoint in UPLOADS:
        _bound(visit, "upload", visit.account_id, policy.uploads_per_minute)


def download_limits(visit: values.Visit, policy: values.Policy) -> None:
    """Bound what one person, and one address, downloads in a minute."""
    if visit.endpoint == "pages.download":
        _bound(visit, "download", visit.account_id, policy.downloads_per_minute)


def login_throttle(visit: values.Visit, policy: values.Policy, name: str) -> None:
    """Bound the attempts at one name, and from one address; right or wrong, they all count."""
    told = {"code": "login-throttle", "event": "authn_login_fail_max"}
    _bound(visit, "login", name, policy.logins_per_minute, **told)


def _bound(visit: values.Visit, what: str, who: str, limit: int, **told: str) -> None:
    for key, most in ((f"who:{who}", limit), (f"source:{visit.source}", limit * PER_SOURCE)):
        if not visit.count(f"{what}:{key}", most):
            raise errors.TooMany(f"More than {most} {what}s in a minute; wait for one.", **told)
