"""`atomic-publish`: the file grows under its final name while it is being checked."""

from __future__ import annotations

import os

from reference_app.storage import Sink
from reference_app.storage.local import LocalStore
from tests.twins import Twin


class WritesInPlace(LocalStore):
    def create(self, key):
        flags = os.O_CREAT | os.O_EXCL | os.O_RDWR
        return Sink(os.open(key, flags, 0o600, dir_fd=self.root_fd))

    def publish(self, sink, key):
        os.fsync(sink.fileno())


TWIN = Twin(
    control="atomic-publish",
    killed_by=("storage.leftover", "nothing_left_behind"),
    options={"store_class": WritesInPlace},
    also=frozenset(
        {
            ("archive.other-formats", "nothing_left_behind"),
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
