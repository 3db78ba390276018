"""`exclusive-create`: what lies under the key already is replaced.

Keys of 128 bits never meet, so the generator is rigged to give each one three times; the
sound app sees the clash and draws again.
"""

from __future__ import annotations

import itertools
import os
import secrets

from tests.twins import Rig, Twin, flawed


def repeated_keys():
    keys = (key for _ in itertools.count() for key in [secrets.token_hex(16)] * 3)
    return lambda: next(keys)


def replaces(sink, key, root_fd):
    name = f"new-{key}"
    os.link(f"/proc/self/fd/{sink.fileno()}", name, dst_dir_fd=root_fd, follow_symlinks=True)
    os.rename(name, key, src_dir_fd=root_fd, dst_dir_fd=root_fd)


TWIN = Twin(
    control="exclusive-create",
    killed_by=("storage.overwrite", "no_overwrite"),
    controls=flawed("exclusive-create", replaces),
    rig=Rig(options={"new_key": repeated_keys}),
    also=frozenset(
        {
            ("access.lifecycle", "as_remembered"),
            ("access.lifecycle", "no_server_error"),
            ("storage.collapsing-names", "no_overwrite"),
            # What was replaced does not have its digest any more, and is not served.
            ("storage.collapsing-names", "no_server_error"),
            ("storage.overwrite", "no_server_error"),
            ("storage.race", "accepted_is_kept"),
            ("multipart.cut-independence", "no_server_error"),
        }
    ),
)
