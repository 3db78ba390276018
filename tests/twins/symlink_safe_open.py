"""`symlink-safe-open`: the file is opened by its path, and a link is followed.

Two others would tell: where the link leads, and that other bytes came. The rig does without.
"""

from __future__ import annotations

import os

from tests.swapped import with_control
from tests.twins import Rig, Twin, flawed

UNREAD = with_control("integrity-digest", lambda _file, _sha256: None)
RIG = Rig(controls=with_control("path-containment", lambda key, _root: key, controls=UNREAD))


def follows(key, root_fd):
    return os.open(key, os.O_RDONLY | os.O_CLOEXEC, dir_fd=root_fd)


TWIN = Twin(
    control="symlink-safe-open",
    killed_by=("serving.planted-link", "served_as_stored"),
    controls=flawed("symlink-safe-open", follows, rig=RIG),
    rig=RIG,
    also=frozenset({("serving.tampered-at-rest", "served_as_stored")}),
)
