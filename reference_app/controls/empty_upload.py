"""``empty-upload``: no file, a file without a name and a file without bytes are mistakes.

Stops
    "Saved" for nothing: a client that was cut off, or a form that was sent empty, learns of it.

Does not stop
    A file of one byte.

References
    - ASVS v5.0.0-2.2.1, CWE-1284
"""

from reference_app.errors import Malformed
from reference_app.values import Candidate


def empty_upload(candidate: Candidate, _policy: object) -> None:
    """Refuse a file that has no name, at its header."""
    if not candidate.raw_name:
        raise Malformed("Select a file first; there is none in the form.")


def empty_file(candidate: Candidate, _policy: object) -> None:
    """Refuse a file that has no bytes, at its end."""
    if not candidate.size:
        raise Malformed("The file is empty; send one that is not.")
