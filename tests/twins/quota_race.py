"""`quota-race`: the quota is looked up in one transaction and used up in another."""

from __future__ import annotations

import time
from dataclasses import replace

from reference_app.ledger import Ledger
from tests.twins import Rig, Twin

RIG = Rig(settings={"quota_files": 12}, limits={"quota_files": 12})


class LooksThenTakes(Ledger):
    def reserve(self, candidate):
        used = self.usage(candidate.owner)
        self._steps["quota"](replace(used, files=used.files + 1))
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
