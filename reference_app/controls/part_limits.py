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

from reference_app import errors, values


def part_limits(candidate: values.Candidate, policy: values.Policy) -> None:
    """Refuse one part, or one byte of text, too many."""
    errors.TooLarge.above(policy.max_parts, candidate.parts, "parts or more in the form")
    text = candidate.field_bytes
    errors.TooLarge.above(policy.max_field_bytes, text, "bytes or more in the form's text fields")
