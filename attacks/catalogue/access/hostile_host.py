"""A host that the client made up.

What it does
    Asks for the upload page honestly, and then under a ``Host`` that is not the target's, and
    with each header by which a proxy tells the host, the scheme, the address or the path. Uploads
    under a made-up ``Host`` too: the answer to an upload leads on.

Why it works
    Frameworks build absolute addresses from ``Host``; a shared cache or a mail then hands the
    attacker's name to others. Code made for a proxy believes its headers where there is none, so
    that a client chooses its address, and with it the bucket of a limit.

Expected defence
    Only names on a list are answered. A forwarded header counts only as far as proxies are
    configured; else it is as if it were not there.

References
    - CWE-348
    - OWASP ASVS v5.0.0-4.1.3, v5.0.0-15.3.4; WSTG-INPV-17
    - RFC 9110, section 7.2; RFC 7239, section 8.1
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import Attack, Demand, Exchange, Header, Probe, Profile, Severity
from attacks.oracles.own_host import own_host
from attacks.uploads import honest
from attacks.visits import any_of, asking

HOST = b"gauntlet.example"
FORWARDED: dict[str, tuple[Header, ...]] = {
    "x-forwarded-host": ((b"X-Forwarded-Host", HOST),),
    "x-host": ((b"X-Host", HOST),),
    "x-forwarded-server": ((b"X-Forwarded-Server", HOST),),
    "forwarded": ((b"Forwarded", b"for=192.0.2.7;host=" + HOST + b";proto=https"),),
    "x-forwarded-proto": ((b"X-Forwarded-Proto", b"https"),),
    "x-forwarded-for": ((b"X-Forwarded-For", b"192.0.2.7"),),
    "x-original-url": ((b"X-Original-URL", b"/gauntlet.nowhere"),),
    "x-forwarded-prefix": ((b"X-Forwarded-Prefix", b"//" + HOST),),
}
HOSTS: dict[str, tuple[Header, ...]] = {
    "host": ((b"Host", HOST),),
    "host-with-port": ((b"Host", HOST + b":80"),),
    "host-longer": ((b"Host", b"localhost.gauntlet.example"),),
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each header on its own."""
    hosts = Demand.REFUSE if profile.hosts else Demand.EITHER
    return (
        *(_asked(profile, h, hosts, variant=name) for name, h in HOSTS.items()),
        *(_asked(profile, h, Demand.ACCEPT, variant=name) for name, h in FORWARDED.items()),
        _uploaded(profile, HOSTS["host"], hosts),
    )


def _asked(profile: Profile, headers: tuple[Header, ...], demand: Demand, *, variant: str) -> Probe:
    plain = asking(profile.page)
    request = replace(plain.request, headers=headers)
    steps: tuple[Exchange, ...] = (plain, replace(plain, request=request, demand=demand))
    return Probe(steps=steps, variant=variant)


def _uploaded(profile: Profile, headers: tuple[Header, ...], demand: Demand) -> Probe:
    (plain,) = honest(profile).steps
    request = replace(plain.request, headers=(*plain.request.headers, *headers))
    step = replace(plain, request=request, demand=demand)
    return Probe(steps=(asking(profile.page), step), variant="upload")


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Send any of them again."""
    return any_of(seeds(profile))


ATTACK = Attack(
    id="access.hostile-host",
    title="A host that the client made up",
    severity=Severity.MEDIUM,
    controls=("host-and-proxy",),
    cwe=(348,),
    asvs=("v5.0.0-4.1.3", "v5.0.0-15.3.4"),
    wstg=("WSTG-INPV-17",),
    oracles=(own_host,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
