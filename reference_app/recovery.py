"""What is cleared at a start, and by the janitor later: remains and what is due, nothing else.

A lost ledger or a folder that is not mounted looks just like a store full of remains. So nothing
is removed for being unknown: a file goes only if a row says that its upload never ended, that it
was deleted or that its time is over, or if its name says that it was never published. Files that
no row knows stay and are counted in the log. Files that are served are neither opened nor touched;
one that has gone is a 404 when asked for, until it is back.
"""

from reference_app import events
from reference_app.services import Services


def recover(services: Services, *, now: float) -> None:
    """Clear remains and what is due.

    Any worker may do it at any time. Unfinished uploads younger than ``stale_seconds`` may belong
    to a worker that is busy at this moment; they wait for the next time. Files are listed before
    rows, as a row is always older than its file.
    """
    store, ledger = services.store, services.ledger
    ledger.finish(store.remove)
    for each in ledger.due(now):
        ledger.remove(each.id, store.remove, now="expired")
    ledger.expire(store.remove, before=now - services.policy.stale_seconds)
    if unknown := len(store.keys() - ledger.keys()):
        events.record("files_unknown", "warning", count=unknown, outcome="left")  # another ledger?
