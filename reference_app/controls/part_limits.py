"""``part-limits``: the number of parts and the memory of text fields are bounded.

Stops
    Many tiny parts, and large text fields, inside a body of legal size: parsing a part header
    costs far more than its bytes, and text fields are kept in memory.

Does not stop
    One very long part header: the parser is told its bound (``framing``), since an endless line
    never gets here.

References
    - ASVS v5.0.0-5.2.1, v5.0.0-2.2.1, CWE-770
    - GHSA-xg9f-g7g7-2323 (Werkzeug: unlimited parts, CVE-2023-25577)
"""

from reference_app.candidate import Candidate
from reference_app.errors import TooLarge
from reference_app.policy import Policy


def part_limits(candidate: Candidate, policy: Policy) -> Candidate:
    """Refuse one part, or one byte of text, too many."""
    if candidate.parts > policy.max_parts:
        raise TooLarge(
            f"The form has more than {policy.max_parts} parts, which is the limit. "
            "Send fewer fields."
        )
    if candidate.field_bytes > policy.max_field_bytes:
        raise TooLarge(
            f"The text fields hold {candidate.field_bytes} bytes or more; the limit is "
            f"{policy.max_field_bytes}. Send shorter text."
        )
    return candidate
