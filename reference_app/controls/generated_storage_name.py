"""``generated-storage-name``: the server names the file; the client's name never reaches the disk.

Stops
    Traversal, overwriting, reserved names, suffixes that a server runs, and names that collapse
    into one: everything that smuggles meaning into a name, known or not.

Does not stop
    A stranger who learns the public identifier: that needs an owner check on each download.

References
    - ASVS v5.0.0-5.3.2, CWE-73, CWE-641
"""

import secrets
from dataclasses import replace

from reference_app.values import Candidate


def generated_storage_name(candidate: Candidate, _policy: object) -> Candidate:
    """Draw a name that owes nothing to anybody: of 128 bits, nobody guesses one or meets two."""
    return replace(candidate, key=secrets.token_hex(16))
