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

from reference_app.errors import Malformed
from reference_app.policy import Policy
from reference_app.values import Candidate


def name_length(candidate: Candidate, policy: Policy) -> None:
    """Count bytes, not characters: that is what a file system counts."""
    told = "The file name is {size} bytes long; the limit is {limit}. Shorten it."
    Malformed.above(policy.max_name_bytes, len(candidate.name.encode("utf-8")), told)
