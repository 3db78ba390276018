"""`quota-race`: the quota is looked up in one transaction and used up in another."""

from __future__ import annotations

import time

import sqlalchemy as sa

from reference_app import database
from reference_app.controls.quota import Usage
from reference_app.database import accounts
from reference_app.ledger import Ledger
from tests.twins import Rig, Twin

RIG = Rig(settings={"quota_files": 12}, limits={"quota_files": 12})


class LooksThenTakes(Ledger):
    def reserve(self, candidate):
        wanted = sa.select(accounts).where(accounts.c.id == candidate.owner)
        (row,) = database.rows(self.engine, wanted)
        self._steps["quota"](Usage(bytes=row.used_bytes, files=row.used_files + 1))
        time.sleep(0.05)
        super().reserve(candidate)

    def _hold(self, connection, owner, size, *, files):
        self._steps["quota-race"](connection, owner, size, files=files)


TWIN = Twin(
    control="quota-race",
    killed_by=("access.quota-race", "quota_kept"),
    options={"ledger_class": LooksThenTakes},
    rig=RIG,
)
