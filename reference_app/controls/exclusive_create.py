"""``exclusive-create``: an object is created, never replaced.

Stops
    Overwriting by a repeated or predicted key, and writing through a link planted at the
    target: ``link(2)`` refuses any existing name, atomically, where "check, then write" has a
    gap.

Does not stop
    Two uploads of the same bytes: they are two objects, and that is right.

References
    - ASVS v5.0.0-15.4.2, CWE-367, CWE-73
    - open(2), O_TMPFILE: the ``/proc/self/fd`` recipe
"""

import os

from reference_app.storage import Sink


def exclusive_create(sink: Sink, key: str, root_fd: int) -> None:
    """Give the sink's file the name *key*.

    ``dst_dir_fd`` makes Python call linkat(2), which alone can follow the link in ``/proc``.

    Raises:
        FileExistsError: the name is taken.
    """
    os.link(f"/proc/self/fd/{sink.fileno()}", key, dst_dir_fd=root_fd, follow_symlinks=True)
