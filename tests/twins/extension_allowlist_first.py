"""`extension-allowlist`: the first file of a form is checked, and all are kept."""

from __future__ import annotations

from dataclasses import replace

from reference_app.controls.extension_allowlist import extension_allowlist
from tests.twins import Rig, Twin, flawed


def first_only(candidate, policy):
    if candidate.files > 1:
        return replace(candidate, suffix="txt")
    return extension_allowlist(candidate, policy)


TWIN = Twin(
    control="extension-allowlist",
    killed_by=("multipart.second-file", "no_stowaway"),
    controls=flawed("extension-allowlist", first_only),
    rig=Rig(settings={"max_files": 3}),
)
