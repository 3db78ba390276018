"""``least-privilege-mode``: stored files are 0600, whatever the umask says.

Stops
    Other accounts reading or changing uploads, and any account executing them.

Does not stop
    The account that the app runs as; give it nothing else to own.

References
    - ASVS v5.0.0-5.3.1, v5.0.0-13.2.2, CWE-732, CWE-276, CWE-279
"""

import os


def least_privilege_mode(fd: int) -> None:
    """Set the mode outright: a mode given to open(2) is only ever lowered by the umask."""
    os.fchmod(fd, 0o600)
