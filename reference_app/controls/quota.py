"""``quota``: each account has its share of bytes and of files, and the disk keeps a rest.

Stops
    One account that fills the disk for all, by size or by number: many small files cost rows and
    directory entries, so bytes alone are not enough. What is refused leaves nothing: the
    reservation is rolled back with the row it was for.

Does not stop
    Many accounts, each within its share: that is for the operator, who hands them out, and for
    the rest that is kept free on the disk. Files of another program on the same disk.

References
    - ASVS v5.0.0-5.2.4, v5.0.0-2.3.2, CWE-770
    - OWASP File Upload Cheat Sheet, Upload and Download Limits
"""

from typing import NamedTuple

from reference_app import errors, values


class Usage(NamedTuple):
    """What an account holds, reservations included."""

    bytes: int
    files: int


def quota(usage: Usage, policy: values.Policy) -> None:
    """Refuse what would take the account over one of its limits."""
    if usage.bytes > policy.quota_bytes or usage.files > policy.quota_files:
        limits = f"the limits are {policy.quota_bytes} and {policy.quota_files}"
        told = f"This would make {usage.bytes} bytes in {usage.files} files of yours; {limits}."
        raise errors.OverQuota(f"{told} Delete some first.", code="quota")


def free_space(free_bytes: int, policy: values.Policy) -> None:
    """Refuse an upload while the disk has less than the rest that is kept free."""
    if free_bytes < policy.min_free_bytes:
        raise errors.OverQuota("The disk is nearly full. Send it again later.", code="quota")
