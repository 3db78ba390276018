"""``quarantine-state``: only what has passed every step is served.

Stops
    A file that is fetched while it is still being judged, after it was found infected, or after
    it was deleted: each state but ``available`` answers as if there were nothing.

Does not stop
    What the scanner does not know. A reviewer may release a file, and the event says who did.

References
    - ASVS v5.0.0-2.3.1, CWE-841
"""

import time

from reference_app import errors, values


def quarantine_state(access: values.Access, _policy: object) -> None:
    """Serve one state, and no other."""
    state, expires = access.stored.state, access.stored.expires
    if state != "available" or (expires and expires < time.time()):  # the janitor comes later
        raise errors.NotServed("There is no such file.", code="not-found")
