"""`no-listing`: the pages of the list overlap by one file, and the last one is never reached.

A page of two files shows it; the sound app has such pages too.
"""

from __future__ import annotations

from reference_app.services import EXTENSION
from tests.twins import Rig, Twin


def overlapping(app):
    ledger = app.extensions[EXTENSION].ledger
    listing = ledger.listing
    ledger.listing = lambda owner, *, limit, offset=0: listing(
        owner, limit=limit, offset=max(offset - 1, 0)
    )


TWIN = Twin(
    control="no-listing",
    killed_by=("access.lifecycle", "as_remembered"),
    spoil=overlapping,
    rig=Rig(settings={"page_size": 2}),
)
