"""`client-mime-untrusted`: the part says what it is, where the target knows such a type."""

from __future__ import annotations

from dataclasses import replace

from reference_app.formats import SIGNATURES
from tests.twins import Twin, flawed


def believed(candidate, policy):
    lines = (line.partition(b":") for line in candidate.lines)
    told = [v.strip().decode("latin-1") for k, _, v in lines if k.lower() == b"content-type"]
    known = [kind for kind in told if kind in SIGNATURES]
    return replace(candidate, media_type=[*known, policy.accepted[candidate.suffix]][0])


TWIN = Twin(
    control="client-mime-untrusted",
    killed_by=("content.declared-type", "declared_type_ignored"),
    controls=flawed("client-mime-untrusted", believed),
)
