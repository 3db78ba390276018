"""`scan-fail-closed`: only what was found counts, and a scanner that gave up found nothing."""

from __future__ import annotations

from dataclasses import replace

from reference_app.scanning import ScanResult, ScanVerdict, TestFileScanner
from tests.twins import Rig, Twin, flawed

CLEAN = ScanResult(verdict=ScanVerdict.CLEAN)
UNSCANNABLE = ScanResult(verdict=ScanVerdict.UNSCANNABLE)


class Limited(TestFileScanner):
    def scan(self, file):
        return super().scan(file) if file.size < 100_000 else UNSCANNABLE


def innocent_until_proven(examination, _policy):
    infected = examination.scan.verdict is ScanVerdict.INFECTED
    return examination if infected else replace(examination, scan=CLEAN)


TWIN = Twin(
    control="scan-fail-closed",
    killed_by=("content.scanner-limits", "malware_withheld"),
    rig=Rig(options={"scanner": Limited}),
    controls=flawed("scan-fail-closed", innocent_until_proven),
)
