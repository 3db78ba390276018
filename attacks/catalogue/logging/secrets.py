"""Secrets that a target writes into its log.

What it does
    Sends passwords, right and wrong, tokens of forms, cookies and script tokens, in the places
    where they belong and in queries and files where they do not, and reads the log.

Why it works
    Logs are copied, shipped and kept for years, and read by many who may not know a password.
    A mistyped password is often the one of another account; a request that is logged whole
    holds the session with which to repeat it.

Expected defence
    Events have fields of their own; no header, form field or body is among them.

References
    - CWE-532
    - OWASP ASVS v5.0.0-16.2.5; WSTG-CONF-02
    - OWASP Logging Cheat Sheet, Data to exclude
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import strategies as st

from attacks.catalogue.logging._refused import CANARY, failed_login, refusals
from attacks.model import (
    NOBODY,
    OWNER,
    Attack,
    Body,
    Capability,
    Exchange,
    Probe,
    Profile,
    Severity,
)
from attacks.oracles.no_secret_logged import no_secret_logged
from attacks.uploads import honest, honest_file, upload
from attacks.visits import any_of, asking, logging_in

SECRET = CANARY.encode()


def _steps(profile: Profile) -> Iterator[tuple[str, Exchange]]:
    yield from ((f"refused-{name}", step) for name, step in refusals(profile).items())
    # nothing of a file belongs into a log, least of all of one that was refused
    file = replace(honest_file(profile), content=Body((SECRET,)))
    yield "content", upload(profile, file)
    yield "content-refused", upload(profile, replace(file, filename=b"gauntlet.zzqx"))
    yield "query", asking(f"{profile.page}?token={CANARY}")
    yield "unknown-path-query", asking(f"/gauntlet?password={CANARY}")
    for name, value in (
        ("cookie", (b"Cookie", b"session=" + SECRET)),
        ("bearer", (b"Authorization", b"Bearer " + SECRET)),
        ("basic", (b"Authorization", b"Basic " + SECRET)),
        ("api-key", (b"X-API-Key", SECRET)),
    ):
        yield name, asking(profile.page, actor=NOBODY, headers=(value,))
    if login := profile.logins.get(OWNER):
        yield "login", logging_in(login)
        yield "wrong-password", failed_login(profile)
        yield "password-as-name", failed_login(profile, user=CANARY)


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each place of a secret."""
    return tuple(Probe(steps=(step,), variant=variant) for variant, step in _steps(profile))


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Draw one of the places."""
    return any_of(seeds(profile))


ATTACK = Attack(
    id="logging.secrets",
    title="Secrets that a target writes into its log",
    severity=Severity.MEDIUM,
    controls=("log-privacy",),
    cwe=(532,),
    asvs=("v5.0.0-16.2.5",),
    wstg=("WSTG-CONF-02",),
    oracles=(no_secret_logged,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    needs=frozenset({Capability.LOGS}),
)
