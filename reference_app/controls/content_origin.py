"""``content-origin``: users' files live on a host of their own, where nobody is logged in.

Stops
    A file that gets to run in a browser after all from reaching the app: on the content host
    there is no cookie to take, and on the app's host there are no files. A short-lived ticket,
    signed for one file and one person, stands in for the session.

Does not stop
    Whoever gets hold of a ticket within its minute.

References
    - ASVS v5.0.0-3.5.4, v5.0.0-3.2.1, CWE-653
"""

from reference_app import errors, values


def content_origin(visit: values.Visit, policy: values.Policy) -> None:
    """Serve files on the content host and all else on the other, if there are two."""
    there, content = visit.host.lower() == policy.content_host, visit.endpoint == "pages.content"
    if policy.content_host and visit.endpoint not in {"", "api.health"} and there != content:
        raise errors.NotServed("There is no such page.", code="not-found")
