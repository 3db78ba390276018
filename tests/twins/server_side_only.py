"""`server-side-only`: what a script on the page has found valid is valid.

The form has no such field; the rig lets it carry one.
"""

from __future__ import annotations

from dataclasses import replace

from reference_app.controls.extension_allowlist import extension_allowlist
from reference_app.controls.field_contract import field_contract
from tests.swapped import with_control
from tests.twins import Rig, Twin, flawed


def carries(candidate, policy):
    if candidate.field == b"valid":
        return replace(candidate, fields=(*candidate.fields, candidate.field))
    return field_contract(candidate, policy)


def believes(candidate, policy):
    if b"valid" in candidate.fields:
        return replace(candidate, suffix="txt", media_type="text/plain")
    return extension_allowlist(candidate, policy)


RIG = Rig(controls=with_control("field-contract", carries))

TWIN = Twin(
    control="server-side-only",
    killed_by=("access.hidden-fields", "server_decides"),
    controls=flawed("extension-allowlist", believes, rig=RIG),
    rig=RIG,
)
