"""Ask a strategy of probes what it reaches and what it shrinks to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st

from attacks.marks import mark
from attacks.model import FRESH, OTHER, OWNER, Attack, Limits, Login, Probe, Profile, Routes
from attacks.strategies.contents import HONEST

T = TypeVar("T")

LIMITS = Limits(
    body=1 << 20,
    file=1 << 19,
    parts=10,
    field=1 << 16,
    uploads_per_minute=20,
    logins_per_minute=5,
    quota_files=10,
    quota_bytes=1 << 20,
)


def with_people(profile: Profile) -> Profile:
    """Return *profile* with two people who log in, and with all routes."""
    tokens = {who: mark(who, "csrf_token", 32) for who in (OWNER, OTHER, FRESH)}
    fields = (("name", mark(OWNER, "login.name")), ("password", mark(OWNER, "login.password")))
    cookie = ((b"Cookie", b"session=0123456789abcdef"),)
    return replace(
        profile,
        fields=(("csrf_token", tokens[OWNER]), *profile.fields),
        forms={who: (("csrf_token", tokens[who]), *profile.fields) for who in (OTHER, FRESH)},
        tokens=("csrf_token",),
        secrets={each: f"secret of {who}".ljust(32, ".") for who, each in tokens.items()},
        headers={OWNER: cookie, OTHER: cookie},
        logins={
            who: Login(path="/login", fields=fields, password=fields[1][0])
            for who in (OWNER, OTHER)
        },
        routes=Routes(
            delete="/files/{id}/delete",
            metadata="/api/files/{id}",
            put="/api/files/{name}",
            logout="/logout",
            admin=("GET /admin", "POST /admin/{id}/release"),
        ),
        hosts=("localhost",),
    )


TXT = Profile(endpoint="/", field="file", accepted=(HONEST["txt"],), limits=LIMITS)
PNG = Profile(
    endpoint="/upload",
    field="photo",
    fields=(("album", "spring"),),
    accepted=(HONEST["png"], HONEST["jpg"], HONEST["txt"]),
    limits=LIMITS,
    storage_root="/srv/app/uploads",
)

QUIET = settings(
    max_examples=2000,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink),
)


def names(probe: Probe) -> tuple[bytes, ...]:
    """Return the file names that *probe* sends, step by step."""
    return tuple(step.file.filename for step in probe.steps if step.file)


def reached(attack: Attack, wanted: Callable[[bytes], bool], profile: Profile = TXT) -> bytes:
    """Return the plainest generated name that is *wanted*, or fail."""
    probes = attack.probes(profile)
    probe = find(probes, lambda p: any(map(wanted, names(p))), settings=QUIET)
    return next(filter(wanted, names(probe)))


def minimal(attack: Attack, profile: Profile = TXT) -> Probe:
    """Return the plainest probe of all."""
    return find(attack.probes(profile), lambda _: True, settings=QUIET)


def found(strategy: st.SearchStrategy[T], wanted: Callable[[T], bool]) -> T:
    """Return the plainest value of *strategy* that is *wanted*, or fail."""
    return find(strategy, wanted, settings=QUIET)
