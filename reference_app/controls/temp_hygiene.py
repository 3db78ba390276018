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

import errno
import os
import secrets

PREFIX = ".incoming-"
UNSUPPORTED = frozenset({errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL, errno.ENOENT})


def temp_hygiene(root_fd: int) -> tuple[int, str | None]:
    """Open a private file in the store; return its descriptor, and its name if it needs one.

    Some file systems and kernels know no unnamed files; there a private, unguessable name has to
    do, and the sink unlinks it.
    """
    unnamed = getattr(os, "O_TMPFILE", None)
    if unnamed is not None:
        try:
            return os.open(".", unnamed | os.O_RDWR | os.O_CLOEXEC, 0o600, dir_fd=root_fd), None
        except OSError as error:
            if error.errno not in UNSUPPORTED:
                raise
    name = PREFIX + secrets.token_hex(16)
    flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC
    return os.open(name, flags, 0o600, dir_fd=root_fd), name
