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

from reference_app.errors import TooLarge
from reference_app.policy import Policy
from reference_app.values import Candidate


def file_size_limit(candidate: Candidate, policy: Policy) -> None:
    """Refuse the piece that takes the file over the limit."""
    told = "The file holds {size} bytes or more; the limit is {limit}. Send a smaller file."
    TooLarge.above(policy.max_file_bytes, candidate.size, told)
