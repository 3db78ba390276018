"""`sandboxed-processing`: hostile bytes are decoded where the accounts and the keys are."""

from __future__ import annotations

from pkgutil import resolve_name

from tests import taken_over
from tests.twins import Rig, Twin, accept, flawed

ASKED = flawed("full-decode", taken_over.found_out)
RIG = Rig(
    controls=flawed("signature-matches-extension", accept, rig=Rig(controls=ASKED)),
    prepare=taken_over.known_to_the_sandbox,
)


def in_process(examination, job, *, target=None, **options):
    examination.file.seek(0)
    return resolve_name(job)(examination.file, target, **options)


TWIN = Twin(
    control="sandboxed-processing",
    killed_by=("content.decoder-abuse", "confinement"),
    rig=RIG,
    controls=flawed("sandboxed-processing", in_process, rig=RIG),
)
