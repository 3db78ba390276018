"""``function-authz``: what needs a role is refused to all who have another, on the server.

Stops
    An uploader who releases what was quarantined, by knowing the address of the button.

Does not stop
    A reviewer who goes wrong: the event says who released what.

References
    - ASVS v5.0.0-8.2.1, v5.0.0-8.3.1, CWE-862
"""

from reference_app import errors, values

REVIEWER = frozenset({"pages.quarantine", "pages.release", "pages.refuse"})


def function_authz(visit: values.Visit, _policy: object) -> None:
    """Let only reviewers review."""
    role = visit.identity.account.role if visit.identity else ""
    if visit.endpoint in REVIEWER and role != "reviewer":
        raise errors.Forbidden("This needs the role of a reviewer.")
