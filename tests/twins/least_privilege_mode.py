"""`least-privilege-mode`: the mode that an ordinary umask leaves."""

from __future__ import annotations

import os

from tests.twins import Twin, flawed

TWIN = Twin(
    control="least-privilege-mode",
    killed_by=("storage.file-mode", "private_mode"),
    controls=flawed("least-privilege-mode", lambda fd: os.fchmod(fd, 0o644)),
)
