"""What happens at a start: the remains of unfinished uploads are cleared, and nothing else.

A lost ledger or a folder that is not mounted looks just like a store full of remains. So nothing
is removed for being unknown: a file goes only if a row says that its upload never ended, or if
its name says that it was never published. Files that no row knows stay and are counted in the
log. Files that are served are neither opened nor touched; one that has gone is a 404 when asked
for, until it is back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference_app import events

if TYPE_CHECKING:
    from reference_app.services import Services


def recover(services: Services, *, now: float) -> list[str]:
    """Clear remains that are older than ``stale_seconds``, and return their names.

    Younger ones may belong to another worker that is busy at this moment; they wait for a later
    start.
    """
    store, ledger = services.store, services.ledger
    before = now - services.policy.stale_seconds
    cleared = [*ledger.expire(store.remove, before=before), *store.sweep(before=before)]
    # The files are listed first: a row is always older than its file.
    if unknown := len(store.keys() - ledger.keys()):
        events.files_unknown(unknown)
    return cleared
