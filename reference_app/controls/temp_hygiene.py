"""``temp-hygiene``: what is not published leaves nothing behind.

Stops
    Temporary files in a shared folder, and files left by a refusal, an exception or a kill. The
    file has no name until it is published (``O_TMPFILE``), so the kernel removes it with its
    last descriptor.

Does not stop
    A descriptor that is never closed: the request closes its sink on every path.

References
    - ASVS v5.0.0-1.4.3, CWE-459, CWE-460, CWE-379
    - open(2), O_TMPFILE
"""

import os


def temp_hygiene(root_fd: int) -> int:
    """Open a private file in the store; a file system that knows no such files is refused there."""
    return os.open(".", os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, 0o600, dir_fd=root_fd)
