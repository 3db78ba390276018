"""A file over its own limit in a body that is within the body's.

What it does
    Sends files of exactly the file limit and one byte more, declared and chunked, with part
    headers that claim a smaller size. Where no text is accepted, zero bytes behind the end of
    an honest file make it so long.

Why it works
    Frameworks hand out a part's own Content-Length as the file's size (Werkzeug calls it
    ``content_length``). It is the client's claim: a check that believes it lets any file in.

Expected defence
    The bytes are counted while they are written. What the part says of itself is ignored, or
    is a reason to refuse; one byte over the limit leaves nothing behind.

References
    - CWE-770, CWE-1284
    - OWASP ASVS v5.0.0-5.2.1, v5.0.0-5.1.1; WSTG-BUSL-09
    - RFC 7578, section 4.8
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import (
    GENERATED,
    Attack,
    Demand,
    Exchange,
    Framing,
    Probe,
    Profile,
    SentFile,
    Severity,
    Weight,
)
from attacks.oracles.limit_enforced import limit_enforced
from attacks.strategies.contents import padded
from attacks.strategies.framing import text_file, text_sample
from attacks.uploads import form_for, honest, honest_file, part_for, post

SPARE = 1024  # room for the frame round the file
LIES = {
    # a small claim: what a check of the claim lets in
    "claims-3-bytes": b"Content-Length: 3",
    # zero is false: a check may take it for "not given"
    "claims-nothing": b"Content-Length: 0",
    # negative: below every limit
    "claims-minus-1": b"Content-Length: -1",
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each size and each lie; nothing where no limit can be exceeded alone."""
    limit = _testable_limit(profile)
    if limit is None:
        return ()
    over = limit + 1
    return (
        _of_size(profile, limit, variant="limit", demand=Demand.EITHER),
        _of_size(profile, over, variant="limit-plus-1"),
        _of_size(profile, over, variant="limit-plus-1-chunked", framing=Framing.CHUNKED),
        *(_of_size(profile, over, variant=name, lie=lie) for name, lie in LIES.items()),
    )


def _testable_limit(profile: Profile) -> int | None:
    """Return the file limit if a file may be that long and its body still within limits."""
    limit, body = profile.limits.file, profile.limits.body
    if limit is None or limit <= len(profile.sample.content):
        return None
    return limit if body is None or limit + SPARE < body else None


def _of_size(
    profile: Profile,
    size: int,
    *,
    variant: str = GENERATED,
    demand: Demand = Demand.REFUSE,
    framing: Framing = Framing.DECLARED,
    lie: bytes = b"",
) -> Probe:
    file = _file(profile, size)
    part = part_for(profile, file)
    headers = (*part.headers, lie) if lie else part.headers
    form = form_for(profile, replace(part, headers=headers))
    request = post(profile, form, framing=framing)
    return Probe(steps=(Exchange(request=request, file=file, demand=demand),), variant=variant)


def _file(profile: Profile, size: int) -> SentFile:
    sample = text_sample(profile)
    if sample is not None:
        return text_file(sample, size)
    honest = honest_file(profile, "sized")
    return replace(honest, content=padded(profile.sample, size))


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Exceed the limit by less than the frame's room, with any claim."""
    limit = _testable_limit(profile)
    if limit is None:
        return st.nothing()
    return st.builds(
        lambda more, claim: _of_size(profile, limit + more, lie=b"Content-Length: %d" % claim),
        st.integers(1, SPARE // 2),
        st.integers(-1, limit),
    )


def neighbours(profile: Profile) -> tuple[Probe, ...]:
    """Return the largest file that is below the limit for everyone."""
    limit = _testable_limit(profile)
    if limit is None:
        return (honest(profile),)
    below = _of_size(profile, limit - 1, variant="limit-minus-1", demand=Demand.ACCEPT)
    return honest(profile), below


ATTACK = Attack(
    id="size.file-limit",
    title="File over its limit, with a lying part header",
    severity=Severity.MEDIUM,
    controls=("file-size-limit",),
    cwe=(770, 1284),
    asvs=("v5.0.0-5.2.1", "v5.0.0-5.1.1"),
    wstg=("WSTG-BUSL-09",),
    oracles=(limit_enforced,),
    seeds=seeds,
    probes=probes,
    neighbours=neighbours,
    weight=Weight.HEAVY,
)
