"""`deletion`: the bytes go, the row and its place in the list stay."""

from __future__ import annotations

from reference_app.services import EXTENSION
from tests.twins import Twin


def forgetful(app):
    ledger = app.extensions[EXTENSION].ledger

    def remove(file_id, remove, **_how):
        stored = ledger.find(file_id)
        remove(stored.key)
        return stored

    ledger.remove = remove


TWIN = Twin(
    control="deletion",
    killed_by=("access.lifecycle", "as_remembered"),
    spoil=forgetful,
    also=frozenset({("serving.after-delete", "gone_after_delete")}),
)
