"""``unguessable-id``: a file's public name is 128 bits from the system's random source.

Stops
    Counting through other people's files, and computing a name from the time, the content or the
    machine. It stands behind ``object-authz``, in case that goes wrong.

Does not stop
    Somebody who is told the name.

References
    - ASVS v5.0.0-11.5.1 (a UUID is not enough), CWE-340, CWE-338
"""

import secrets
from dataclasses import replace

from reference_app.values import Candidate


def unguessable_id(candidate: Candidate, _policy: object) -> Candidate:
    """Draw the name from ``secrets``."""
    return replace(candidate, id=secrets.token_hex(16))
