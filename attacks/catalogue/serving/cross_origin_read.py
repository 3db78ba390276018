"""Pages of another site that read what the target says.

What it does
    Asks for the upload page, for a stored file and for what is known of it, as the owner's
    browser would on behalf of a page of another origin: a foreign one, ``null`` (a sandboxed
    frame), and names that look like the target's. Then it asks for permission beforehand, as a
    browser does with a preflight.

Why it works
    A server that answers with the origin it was asked from, or compares names by their
    beginning or end, opens every private page to the pages of strangers.

Expected defence
    No ``Access-Control-Allow-*`` at all, or a fixed list compared as a whole; never ``null``,
    and never an echo together with credentials.

References
    - CWE-942, CWE-346
    - OWASP ASVS v5.0.0-3.4.2; WSTG-CLNT-07
    - WHATWG Fetch, section 3.3 (CORS protocol)
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Capability, Exchange, Probe, Profile, Severity
from attacks.oracles.closed_to_other_origins import closed_to_other_origins
from attacks.uploads import honest
from attacks.visits import asking, stored_then

PREFLIGHT = (
    (b"Access-Control-Request-Method", b"DELETE"),
    (b"Access-Control-Request-Headers", b"x-gauntlet"),
)


def _origins(profile: Profile) -> dict[str, str]:
    own = profile.hosts[0] if profile.hosts else "localhost"
    return {
        "foreign": "https://gauntlet.example",
        # a sandboxed frame, a file, a redirect across origins
        "null": "null",
        # a comparison that looks at the beginning
        "own-as-prefix": f"http://{own}.gauntlet.example",
        # a comparison that looks at the end
        "own-as-suffix": f"http://gauntlet{own}",
        # another port is another origin
        "own-other-port": f"http://{own}:4443",
        # a dot that is a pattern's, and credentials before a host
        "own-as-user": f"http://{own}@gauntlet.example",
    }


def _visits(profile: Profile) -> dict[str, Exchange]:
    metadata = profile.routes.metadata
    known = {"metadata": asking(metadata, about=0)} if metadata else {}
    return {
        "page": asking(profile.page),
        "file": asking("{url}", about=0),
        "preflight": asking("{url}", method="OPTIONS", about=0, headers=PREFLIGHT),
        **known,
    }


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each origin and each answer."""
    return tuple(
        _probe(profile, visit, origin, f"{name}-{what}")
        for name, origin in _origins(profile).items()
        for what, visit in _visits(profile).items()
    )


def _probe(profile: Profile, visit: Exchange, origin: str, variant: str = GENERATED) -> Probe:
    headers = (*visit.request.headers, (b"Origin", origin.encode()))
    step = replace(visit, request=replace(visit.request, headers=headers))
    return stored_then(profile, step, variant=variant)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Put words before and after the target's own name."""
    words = st.sampled_from(("", "gauntlet", "gauntlet.", ".gauntlet.example", ":1", "%00", "_"))
    own = profile.hosts[0] if profile.hosts else "localhost"
    return st.builds(
        lambda scheme, before, after, visit: _probe(
            profile, visit, f"{scheme}://{before}{own}{after}x"
        ),
        st.sampled_from(("http", "https")),
        words,
        words,
        st.sampled_from(tuple(_visits(profile).values())),
    )


ATTACK = Attack(
    id="serving.cross-origin-read",
    title="Pages of another site read what the target says",
    severity=Severity.HIGH,
    controls=("cors-closed",),
    cwe=(942, 346),
    asvs=("v5.0.0-3.4.2",),
    wstg=("WSTG-CLNT-07",),
    oracles=(closed_to_other_origins,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    needs=frozenset({Capability.RETRIEVE}),
)
