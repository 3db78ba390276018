"""`exclusive-create`: a second upload of a name takes the first one's place."""

from __future__ import annotations

from reference_app.ledger import Ledger
from tests.twins import Twin


class Replacing(Ledger):
    def reserve(self, candidate):
        for each in self.listing(candidate.owner, limit=9):
            if each.name == candidate.name:
                self.remove(each.id, lambda _key: None)
        super().reserve(candidate)


TWIN = Twin(
    control="exclusive-create",
    killed_by=("access.lifecycle", "as_remembered"),
    options={"ledger_class": Replacing},
)
