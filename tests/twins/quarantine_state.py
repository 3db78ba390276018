"""`quarantine-state`: what waits for a reviewer is served like anything else."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="quarantine-state",
    killed_by=("content.malware-test-file", "malware_withheld"),
    controls=flawed("quarantine-state", accept),
    also=frozenset(
        {
            ("access.lifecycle", "as_remembered"),
            ("content.scanner-limits", "malware_withheld"),
        }
    ),
)
