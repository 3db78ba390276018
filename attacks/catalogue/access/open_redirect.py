r"""A redirect after the login that leads away.

What it does
    Logs in with a ``next`` that a browser takes for another host, in the query and in the form.

Why it works
    The link carries the target's name, and what it leads to looks like the target: a login that
    seems to have failed. ``//host`` and ``/\host`` begin with a slash and are hosts all the same;
    browsers drop tabs and turn backslashes round, which a check of the text does not.

Expected defence
    Only a path of the target's own, checked against what a path may consist of; anything else is
    the front page.

References
    - CWE-601
    - OWASP ASVS v5.0.0-3.7.2; WSTG-CLNT-04
    - WHATWG URL Standard, section 4.4
"""

from __future__ import annotations

from urllib.parse import quote

from hypothesis import strategies as st

from attacks.model import GENERATED, OWNER, Attack, Probe, Profile, Severity
from attacks.oracles.local_redirect import local_redirect
from attacks.uploads import honest
from attacks.visits import logging_in

HOST = "gauntlet.example"
FIELD = "next"
SPARE = 3  # logins that are left to others
TARGETS = {
    "absolute": f"https://{HOST}/",
    "no-scheme": f"//{HOST}/",
    "backslash": f"/\\{HOST}/",
    "tab": f"/\t/{HOST}/",
    "no-slashes": f"https:{HOST}",
    "user-part": f"//localhost@{HOST}/",
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each target, by turns in the form and in the query, as many as a throttle lets by."""
    found = [
        _logged_in(profile, target, variant=f"{name}-in-{place}", query=place == "query")
        for name, target in TARGETS.items()
        for place in ("form", "query")
        if OWNER in profile.logins
    ]
    limit = profile.limits.logins_per_minute
    return tuple(found if limit is None else found[: max(1, limit - SPARE)])


def _logged_in(
    profile: Profile, target: str, *, variant: str = GENERATED, query: bool = False
) -> Probe:
    login = profile.logins[OWNER]
    path = f"{login.path}?{FIELD}={quote(target, safe='')}" if query else ""
    step = logging_in(login, () if query else ((FIELD, target),), path=path)
    return Probe(steps=(step,), variant=variant)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Put slashes, backslashes and what browsers drop in front of a host."""
    if OWNER not in profile.logins:
        return st.nothing()
    marks = st.sampled_from(("/", "\\", "\t", "\n", " ", "https:", "@"))
    heads = st.lists(marks, min_size=1, max_size=4).map("".join)
    return st.builds(
        lambda head, query: _logged_in(profile, head + HOST, query=query), heads, st.booleans()
    )


ATTACK = Attack(
    id="access.open-redirect",
    title="A redirect that leads away",
    severity=Severity.MEDIUM,
    controls=("redirect-allowlist",),
    cwe=(601,),
    asvs=("v5.0.0-3.7.2",),
    wstg=("WSTG-CLNT-04",),
    oracles=(local_redirect,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
