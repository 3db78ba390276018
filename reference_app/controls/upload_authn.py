"""``upload-authn``: no route answers a stranger, unless it stands on the list of public ones.

Stops
    Uploads, lists, downloads and deletions by anybody who happens to find the address. It is
    asked before a byte of the body is read, so a stranger cannot fill the disk either.

Does not stop
    Somebody who has an account: ``function-authz`` and ``object-authz`` are for them.

References
    - ASVS v5.0.0-8.2.1, v5.0.0-8.3.1, CWE-306
"""

from reference_app import errors, values

NAMES = "static pages.login pages.authenticate pages.content api.policy api.health"
PUBLIC = frozenset(NAMES.split())


def upload_authn(visit: values.Visit, _policy: object) -> None:
    """Deny by default: a route that nobody thought of is not public."""
    if visit.identity is None and visit.endpoint and visit.endpoint not in PUBLIC:
        raise errors.Unidentified("Log in, or send a token.")
