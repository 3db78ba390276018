"""``symlink-safe-open``: a file is opened in its folder by its own name, and no link is followed.

Stops
    A link planted in the store, also one that is planted between a check and the open; a pipe
    that would hold the worker; a device.

Does not stop
    A second hard link to a file: it is the same file.

References
    - ASVS v5.0.0-15.4.2, CWE-59, CWE-363
    - open(2), O_NOFOLLOW
"""

import errno
import os
import stat


def symlink_safe_open(key: str, root_fd: int) -> int:
    """Return a descriptor of the regular file *key*.

    Raises:
        OSError: it is not there, or something else is.
    """
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    fd = os.open(key, flags, dir_fd=root_fd)
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise FileNotFoundError(errno.ENOENT, "no regular file")
    return fd
