"""``signature-matches-extension``: the first bytes are of the type that the suffix claims.

Stops
    A PDF called ``.png``, a script called ``.jpg``: judged on the first block, before the rest
    arrives. It is not enough that the bytes are of *some* accepted type.

Does not stop
    Right first bytes and rubbish behind them: ``full-decode`` reads on.

References
    - ASVS v5.0.0-5.2.2, CWE-351, CWE-434
"""

from reference_app import errors, formats, values


def first_block(candidate: values.Candidate, policy: object) -> None:
    """Judge as soon as the first block is there, and not before: a read may be one byte."""
    if len(candidate.head) == values.HEAD_BYTES:
        signature_matches_extension(candidate, policy)


def signature_matches_extension(candidate: values.Candidate, _policy: object) -> None:
    """Compare the first bytes with the type."""
    if not formats.SIGNATURES[candidate.media_type](candidate.head):
        raise errors.Unprocessable("The file is not of the type that its name says.")
