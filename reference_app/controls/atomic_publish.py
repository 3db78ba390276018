"""``atomic-publish``: a file appears whole, under its final name, or not at all.

Stops
    Half-written files that a reader, a scanner or a crash can see. The bytes are on the disk
    before the name is, the name is on the disk before the ledger's row turns ``available``.

Does not stop
    A kill between those steps. A row is written first, so ``recovery`` finds what is left once it
    is old enough.

References
    - ASVS v5.0.0-2.3.3, v5.0.0-15.4.2, CWE-362, CWE-367
    - fsync(2): the directory needs its own
"""

import os
from collections.abc import Callable

from reference_app.storage import Sink


def atomic_publish(sink: Sink, key: str, root_fd: int, *, create: Callable[..., None]) -> None:
    """Flush, name, flush the name; take the name back if that last step fails."""
    os.fsync(sink.fileno())
    create(sink, key, root_fd)
    try:
        os.fsync(root_fd)
    except BaseException:
        os.unlink(key, dir_fd=root_fd)
        raise
