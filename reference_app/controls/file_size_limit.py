"""``file-size-limit``: the file's own bytes are counted while they are stored.

Stops
    A file over the limit, after at most one piece too many and before that piece is written.
    What the client claims, in the part's own Content-Length for instance, is not looked at.

Does not stop
    A small file that unpacks to a large one: a format reader must bound what it unfolds.

References
    - ASVS v5.0.0-5.2.1, v5.0.0-5.1.1, CWE-770, CWE-1284
    - RFC 7578 §4.8 (other part headers are ignored)
"""

from reference_app import errors, values


def file_size_limit(candidate: values.Candidate, policy: values.Policy) -> None:
    """Refuse the piece that takes the file over the limit."""
    errors.TooLarge.above(policy.max_file_bytes, candidate.size, "bytes or more in the file")
