"""``empty-upload``: no file, a file without a name and a file without bytes are mistakes.

Stops
    "Saved" for nothing: a client that was cut off, or a form that was sent empty, learns of it.

Does not stop
    A file of one byte.

References
    - ASVS v5.0.0-2.2.1, CWE-1284
"""

from reference_app import errors, values


def empty_upload(candidate: values.Candidate, _policy: object) -> None:
    """Refuse a file that has no name, at its header."""
    if not candidate.raw_name:
        raise errors.Malformed("Select a file first; the form has none.")


def empty_file(candidate: values.Candidate, _policy: object) -> None:
    """Refuse a file that has no bytes, at its end."""
    if not candidate.size:
        raise errors.Malformed("The file is empty; send one that is not.")
