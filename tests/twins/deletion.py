"""`deletion`: the row goes, the bytes stay."""

from __future__ import annotations

from reference_app.storage.local import LocalStore
from tests.twins import Twin


class Keeping(LocalStore):
    def remove(self, key):
        """Leave the file where it is."""


TWIN = Twin(
    control="deletion",
    killed_by=("serving.after-delete", "gone_after_delete"),
    options={"store_class": Keeping},
)
