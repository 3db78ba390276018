"""`no-listing`: the list of files has lost its filter, and shows everybody's."""

from __future__ import annotations

from reference_app.database import files
from reference_app.ledger import KEPT
from reference_app.services import EXTENSION
from tests.twins import Twin


def unfiltered(app):
    ledger = app.extensions[EXTENSION].ledger
    ledger.listing = lambda _owner, **how: ledger._all(files.c.state.in_(KEPT), **how)


TWIN = Twin(
    control="no-listing",
    killed_by=("access.lifecycle", "as_remembered"),
    spoil=unfiltered,
    also=frozenset({("access.other-owner", "owner_only")}),
)
