"""A made-up target of which everything is known: for listings, where nothing is attacked."""

from __future__ import annotations

from attacks.model import Limits, Profile, Retrieval, RetrievalKind
from attacks.strategies import contents

SPECIMEN = Profile(
    endpoint="/",
    field="file",
    accepted=tuple(contents.HONEST.values()),
    limits=Limits(body=1_100_000, file=1_000_000, parts=16, field=64_000),
    retrieval=Retrieval(kind=RetrievalKind.LOCATION),
    disposable=True,  # so that nothing is left out
)
