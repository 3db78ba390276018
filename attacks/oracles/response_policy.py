"""Response policy: every answer tells browsers what they may do with it.

Denies, each with a control of its own: a page whose Content-Security-Policy lets injected
script run, lets other sites frame it, or is missing; an answer that other sites may embed; a
window that is shared with its opener; addresses that are told to other sites; devices that a
page may use and does not need; private content that caches may keep; a promise of HTTPS that
is too short. Error answers count: a browser shows them too. Redirects are not shown.

Blind to
    What a browser makes of the headers; headers that a proxy adds; whether HTTPS is promised
    at all, since nobody can tell how a target is reached; whether a page holds anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from attacks.model import (
    Confidence,
    Effect,
    Exchange,
    Observation,
    Profile,
    Response,
    Severity,
    Verdict,
)
from attacks.oracles import policies
from attacks.oracles.judging import judged, quoted
from attacks.oracles.media import essence

YEAR = 365 * 24 * 3600
WHOLE = frozenset({200, 206, 304})
REDIRECTS = range(300, 400)
SAME = frozenset({"same-origin", "same-site"})
APART = frozenset({"same-origin", "same-origin-allow-popups", "noopener-allow-popups"})
# What tells other sites no path. An empty value leaves it to the browser.
QUIET = frozenset(
    [
        "no-referrer",
        "same-origin",
        "origin",
        "strict-origin",
        "origin-when-cross-origin",
        "strict-origin-when-cross-origin",
    ]
)
REFERRERS = QUIET | {"unsafe-url", "no-referrer-when-downgrade"}
SENSORS = ("camera", "microphone", "geolocation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What one control owes an answer."""

    control: str
    signature: str
    problem: Callable[[Response], str]
    """What is wrong with the answer, or nothing."""
    concerns: Callable[[Profile, Exchange, Response], bool]
    severity: Severity = Severity.LOW


def response_policy(seen: Observation) -> Verdict:
    """Hold if every answer has the headers that its kind owes to browsers."""
    answers = [
        (exchange, answer)
        for exchange, step in seen.pairs()
        for answer in (step.response, step.retrieved)
        if answer is not None and not _is_passed_on(answer)
    ]
    return judged(
        (effect for exchange, answer in answers for effect in _effects(seen, exchange, answer)),
        ["no answer came" for step in seen.steps if step.response is None],
    )


def _effects(seen: Observation, exchange: Exchange, answer: Response) -> Iterator[Effect]:
    for rule in RULES:
        problem = rule.concerns(seen.profile, exchange, answer) and rule.problem(answer)
        if problem:
            yield Effect(
                signature=rule.signature,
                detail=f"an answer with status {answer.status}: {problem}",
                control=rule.control,
                severity=rule.severity,
                confidence=Confidence.MEDIUM,
            )


def _is_passed_on(answer: Response) -> bool:
    return answer.status in REDIRECTS and answer.status not in WHOLE


def _any(_profile: Profile, _exchange: Exchange, _answer: Response) -> bool:
    return True


def _page(_profile: Profile, _exchange: Exchange, answer: Response) -> bool:
    return any(essence(v) == "text/html" for v in answer.header(b"content-type"))


def _private(profile: Profile, exchange: Exchange, answer: Response) -> bool:
    """Tell whether the answer is for one who is known, and is no refusal."""
    return answer.status in WHOLE and bool(profile.headers.get(exchange.actor))


def _csp(answer: Response) -> str:
    values = answer.header(b"content-security-policy")
    open_to = policies.gaps(policies.stated(values))
    said = quoted(b", ".join(values)) if values else "missing"
    return f"Content-Security-Policy is {said}: open to {', '.join(open_to)}" if open_to else ""


def _frames(answer: Response) -> str:
    said = policies.frames(policies.stated(answer.header(b"content-security-policy")))
    closed = any("*" not in sources for sources in said)
    return "" if closed else "no frame-ancestors in its Content-Security-Policy"


def _corp(answer: Response) -> str:
    """WHATWG Fetch: two different lines together allow everything."""
    return _one_of(answer, "Cross-Origin-Resource-Policy", SAME)


def _coop(answer: Response) -> str:
    return _one_of(answer, "Cross-Origin-Opener-Policy", APART)


def _one_of(answer: Response, name: str, allowed: frozenset[str]) -> str:
    values = [v.strip().decode("latin-1").lower() for v in answer.header(name.encode())]
    if len(values) == 1 and values[0].partition(";")[0].strip() in allowed:
        return ""
    return f"{name} is {quoted(', '.join(values)) if values else 'missing'}"


def _referrer(answer: Response) -> str:
    """Referrer Policy §8.1: the last word that a browser knows counts."""
    said = policies.words(answer.header(b"referrer-policy"))
    known = [word for word in said if word in REFERRERS]
    return "" if known and known[-1] in QUIET else f"Referrer-Policy is {quoted(', '.join(said))}"


def _permissions(answer: Response) -> str:
    values = answer.header(b"permissions-policy")
    found = policies.features(b", ".join(values)) if values else {}
    if found is None:
        return f"Permissions-Policy cannot be read: {quoted(values[0][:200])}"
    left = [name for name in SENSORS if found.get(name, "*") == "*"]
    return f"Permissions-Policy leaves {', '.join(left)} to anybody" if left else ""


def _kept(answer: Response) -> str:
    said = policies.words(answer.header(b"cache-control"))
    if "no-store" in said and "public" not in said:
        return ""
    return f"Cache-Control is {quoted(', '.join(said))}"


def _hsts(answer: Response) -> str:
    """RFC 6797 §6.1: one line; what is promised must outlast a year (ASVS v5.0.0-3.4.1)."""
    values = answer.header(b"strict-transport-security")
    ages = [re.search(rb"max-age\s*=\s*\"?(\d{1,18})", value, re.IGNORECASE) for value in values]
    if not values or (len(ages) == 1 and ages[0] and int(ages[0][1]) >= YEAR):
        return ""
    return f"Strict-Transport-Security is {quoted(b', '.join(values))}"


RULES = (
    Rule(
        control="page-csp",
        signature="a page runs script that gets into it",
        problem=_csp,
        concerns=_page,
        severity=Severity.MEDIUM,
    ),
    Rule(
        control="frame-ancestors",
        signature="a page can be framed by other sites",
        problem=_frames,
        concerns=_page,
        severity=Severity.MEDIUM,
    ),
    Rule(
        control="corp",
        signature="an answer can be embedded by other sites",
        problem=_corp,
        concerns=_any,
    ),
    Rule(
        control="coop",
        signature="a page shares its window with other sites",
        problem=_coop,
        concerns=_page,
    ),
    Rule(
        control="referrer-policy",
        signature="a page tells other sites its address",
        problem=_referrer,
        concerns=_page,
    ),
    Rule(
        control="permissions-policy",
        signature="a page may use devices that it does not need",
        problem=_permissions,
        concerns=_page,
    ),
    Rule(
        control="no-store",
        signature="private content may be kept by caches",
        problem=_kept,
        concerns=_private,
    ),
    Rule(
        control="hsts",
        signature="HTTPS is promised for less than a year",
        problem=_hsts,
        concerns=_any,
    ),
)
