r"""Line ends and escapes in what a target logs.

What it does
    Sends names, paths, queries, user names and headers that hold line ends, terminal escapes
    and line separators of Unicode, each followed by a line that looks like one of the log.

Why it works
    A log is read by people and programs that take a line for an event. Whoever writes a line
    end into it writes events: a login that never was, or the end of the one that tells of him.
    An escape sequence changes what an operator sees in a terminal.

Expected defence
    One event is one line, and each value is encoded, as a JSON string for one.

References
    - CWE-117, CWE-150
    - OWASP ASVS v5.0.0-16.4.1; WSTG-INPV-14
    - OWASP Logging Cheat Sheet, Event collection
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from hypothesis import strategies as st

from attacks.catalogue.logging._refused import failed_login, name_of
from attacks.model import (
    GENERATED,
    OWNER,
    Attack,
    Capability,
    Exchange,
    Probe,
    Profile,
    Severity,
)
from attacks.oracles.one_event_per_line import one_event_per_line
from attacks.uploads import honest, named
from attacks.visits import asking

FORGED = "gauntlet-forged: an administrator logged in"
ENDS = {
    "line-feed": "\n",
    "carriage-return": "\r",
    "crlf": "\r\n",
    # clears the screen of a terminal
    "escape": "\x1b[2J",
    # the same in one character
    "control-sequence": "\x9b2J",
    "backspaces": "\b" * 8,
    "nul": "\0",
    "next-line": "\u0085",
    "line-separator": "\u2028",
    # what follows is shown from right to left
    "override": "\u202e",
}


def _steps(profile: Profile, end: str) -> Iterator[tuple[str, Exchange]]:
    text = f"gauntlet{end}{FORGED}"
    (upload,) = named(profile, name_of(profile, _in_form(text)), variant=GENERATED).steps
    yield "name", upload
    yield "path", asking(f"/{quote(text)}")
    yield "query", asking(f"{profile.page}?next={quote(text)}")
    if OWNER in profile.logins:
        yield "user", failed_login(profile, user=text)
    if end.isprintable() or ord(end[0]) > ord("\x7f"):
        yield "header", asking("/gauntlet", headers=((b"User-Agent", text.encode()),))


def _in_form(text: str) -> bytes:
    """Return *text* as a browser writes it between the quotes of a part header."""
    return text.replace("\r", "%0D").replace("\n", "%0A").encode()


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each line end in each place."""
    return tuple(
        Probe(steps=(step,), variant=f"{name}-in-{place}")
        for name, end in ENDS.items()
        for place, step in _steps(profile, end)
    )


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Repeat and mix line ends."""
    ends = st.lists(st.sampled_from(tuple(ENDS.values())), min_size=1, max_size=3).map("".join)
    steps = ends.map(lambda end: [step for _, step in _steps(profile, end)])
    return steps.flatmap(st.sampled_from).map(lambda step: Probe(steps=(step,)))


ATTACK = Attack(
    id="logging.forged-line",
    title="Line ends and escapes in what a target logs",
    severity=Severity.MEDIUM,
    controls=("log-injection",),
    cwe=(117, 150),
    asvs=("v5.0.0-16.4.1",),
    wstg=("WSTG-INPV-14",),
    oracles=(one_event_per_line,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    needs=frozenset({Capability.LOGS}),
)
