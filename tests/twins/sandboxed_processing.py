"""`sandboxed-processing`: hostile bytes are decoded where the accounts and the keys are."""

from __future__ import annotations

from pkgutil import resolve_name

from tests import taken_over
from tests.twins import Rig, Twin, accept, flawed

OPENED = flawed("polyglot-neutralised", taken_over.decoded)
for outer in ("signature-matches-extension", "full-decode", "document-macros"):
    OPENED = flawed(outer, accept, rig=Rig(controls=OPENED))
RIG = Rig(controls=OPENED, prepare=taken_over.known_to_the_sandbox)


def in_process(examination, job, **options):
    return resolve_name(job)(examination.file, None, **options)


TWIN = Twin(
    control="sandboxed-processing",
    killed_by=("content.decoder-abuse", "confinement"),
    rig=RIG,
    controls=flawed("sandboxed-processing", in_process, rig=RIG),
)
