"""``extension-allowlist``: a short list of welcome types, and nothing else whatever the bytes.

Stops
    Every suffix that nobody has thought of. A denylist has to know ``phtml``, ``pht``,
    ``phar``, ``shtml``, ``jspx`` and next year's; an allowlist does not.

Does not stop
    A welcome suffix on unwelcome bytes: a format reader has to look inside.

References
    - ASVS v5.0.0-5.2.2, v5.0.0-5.1.1, CWE-434, CWE-184
"""

from reference_app import errors, values


def extension_allowlist(candidate: values.Candidate, policy: values.Policy) -> None:
    """Take the suffixes of the policy's table."""
    if candidate.suffix not in policy.accepted:
        welcome = ", ".join(policy.accepted)
        raise errors.Unsupported(f"This type of file is not accepted; send {welcome}.")
