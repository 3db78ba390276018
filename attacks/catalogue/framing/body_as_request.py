"""A body that a server may take for the next request.

What it does
    Sends a request that is refused or answered before its body is read (an unknown path, a
    method that takes no body, a type that nobody accepts) and whose body is a whole upload, on a
    connection that stays open; and an honest request with an upload of its own right behind it.

Why it works
    A server that keeps the connection must first skip the body that nobody read. Werkzeug's
    development server before 2.1.1 did not (CVE-2022-29361): it went on reading in the middle
    of the body and carried out what stood there, past every proxy and in another's name.

Expected defence
    The rest of a body is read and dropped, or the connection is closed.

References
    - CWE-444
    - OWASP ASVS v5.0.0-4.2.1; WSTG-INPV-15
    - RFC 9112, sections 9.3 and 9.6; https://github.com/advisories/GHSA-j544-7q9p-6xp8
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Capability, Exchange, Probe, Profile, Request, Severity
from attacks.oracles.no_stowaway import no_stowaway
from attacks.strategies.framing import inner_request, literal, stowaway
from attacks.uploads import honest

# Method, path (``None``: the endpoint) and Content-Type of a request that is answered early.
EARLY = {
    "unknown-path": (b"POST", b"/gauntlet-4f1c9a72", b"text/plain"),
    "get-with-body": (b"GET", None, b"text/plain"),
    "head-with-body": (b"HEAD", None, b"text/plain"),
    "delete-with-body": (b"DELETE", None, b"text/plain"),
    "unknown-method": (b"GAUNTLET", None, b"text/plain"),
    "refused-type": (b"POST", None, b"text/plain"),
    "no-boundary": (b"POST", None, b"multipart/form-data"),
}
METHODS = (b"GET", b"HEAD", b"POST", b"PUT", b"PATCH", b"DELETE", b"OPTIONS", b"TRACE")
TYPES = (b"text/plain", b"application/json", b"multipart/form-data", b"")


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each early answer."""
    return tuple(_carrying(profile, *row, variant=variant) for variant, row in EARLY.items())


def _carrying(
    profile: Profile, method: bytes, path: bytes | None, kind: bytes, *, variant: str = GENERATED
) -> Probe:
    hidden = stowaway(profile)
    inner = inner_request(profile, hidden.request)
    where = profile.endpoint.encode() if path is None else path
    outer = Request(path=where, method=method, headers=((b"Content-Type", kind),))
    request = literal(outer, ((b"Content-Length", b"%d" % len(inner)),), inner)
    files = (hidden.file,) if hidden.file else ()
    return Probe(steps=(Exchange(request=request, stowaways=files),), variant=variant)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Mix methods, paths and types."""
    return st.builds(
        lambda method, path, kind: _carrying(profile, method, path, kind),
        st.sampled_from(METHODS),
        st.sampled_from((None, b"/gauntlet-4f1c9a72", b"/.")),
        st.sampled_from(TYPES),
    )


ATTACK = Attack(
    id="framing.body-as-request",
    title="Body that is taken for the next request",
    severity=Severity.HIGH,
    controls=("malformed-multipart",),
    cwe=(444,),
    asvs=("v5.0.0-4.2.1",),
    wstg=("WSTG-INPV-15",),
    oracles=(no_stowaway,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    needs=frozenset({Capability.SOCKET}),
)
