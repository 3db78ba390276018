"""``name-length``: a name fits into 255 bytes of UTF-8.

Stops
    ``ENAMETOOLONG`` and the 500 that follows, names cut short until another suffix is the last
    one, and costly work on long text.

Does not stop
    Names that grow later: ``secure_filename`` can turn one character into five, which is one
    more reason never to store under the client's name.

References
    - ASVS v5.0.0-1.3.3, v5.0.0-2.2.1, CWE-1284
"""

from reference_app import errors, values


def name_length(candidate: values.Candidate, policy: values.Policy) -> None:
    """Count bytes, not characters: that is what a file system counts."""
    size = len(candidate.name.encode("utf-8"))
    errors.Malformed.above(policy.max_name_bytes, size, "bytes in the file name")
