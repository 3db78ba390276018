"""`temp-hygiene`: a temporary file with a name, which nobody removes."""

from __future__ import annotations

import os
import secrets

from tests.twins import Twin, flawed


def named_and_forgotten(root_fd):
    flags = os.O_CREAT | os.O_EXCL | os.O_RDWR
    return os.open(f"tmp-{secrets.token_hex(8)}", flags, 0o600, dir_fd=root_fd)


TWIN = Twin(
    control="temp-hygiene",
    killed_by=("storage.leftover", "nothing_left_behind"),
    controls=flawed("temp-hygiene", named_and_forgotten),
    also=frozenset(
        {
            ("cost.file-content", "nothing_left_behind"),
            ("cost.form-body", "nothing_left_behind"),
            ("filename.named-elsewhere", "nothing_left_behind"),
            ("logging.flood", "nothing_left_behind"),
            ("multipart.parser-differential", "nothing_left_behind"),
            ("multipart.second-file", "nothing_left_behind"),
            ("multipart.truncated", "nothing_left_behind"),
            ("size.body-limit", "nothing_left_behind"),
            ("size.declared-length", "nothing_left_behind"),
            ("size.file-limit", "nothing_left_behind"),
            ("storage.broken-off", "nothing_left_behind"),
            ("storage.saved-then-checked", "nothing_left_behind"),
        }
    ),
)
