"""An extension that appears when something is removed or decoded.

What it does
    Sends an honest file under ``report.pphphp``, which is ``report.php`` once ``php`` was
    cut out of it, under an extension broken by an invisible character or a tag, and with a
    dot that is percent-encoded once or twice.

Why it works
    A filter that removes the bad part and does not look again creates what it fights. The
    same goes for clean-up that drops format characters or markup, and for a name that is
    decoded after it was checked.

Expected defence
    Refuse, do not repair. Where a name is tidied up, the checks come after the last change.

References
    - CWE-182, CWE-174, CWE-434
    - OWASP ASVS v5.0.0-1.1.1, v5.0.0-5.2.2, WSTG-BUSL-09
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Confidence, Probe, Profile, Severity
from attacks.oracles.safe_name import safe_name
from attacks.strategies import extensions
from attacks.strategies.patterns import Patterns, generated, spelled
from attacks.uploads import honest, named

BREAKS = ("BAD", ".BAD", "\u200b", "\u00ad", "\u2060", "\ufeff", "../", "<b>", "\u0301", "%")
DOTS = ("%2e", "%252e", "%u002e", "&#46;", "=2e")  # for URLs, IIS, pages and RFC 2047


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each thing that is removed or decoded."""
    bad = extensions.unwanted(profile)[0]
    return tuple(named(profile, spelled(profile, p), variant=v) for v, p in _names(bad).items())


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Break an active extension open, or spell its dot in code."""
    end = st.sampled_from(("", f".{profile.sample.extension}"))
    broken = extensions.active(profile).flatmap(_broken).map("report.{}".format)
    encoded = st.builds("report{}{}".format, st.sampled_from(DOTS), extensions.active(profile))
    return generated(profile, st.builds(str.__add__, broken | encoded, end).map(str.encode))


def _broken(bad: str) -> st.SearchStrategy[str]:
    return extensions.interrupted(bad, tuple(each.replace("BAD", bad) for each in BREAKS))


def _names(bad: str) -> Patterns:
    first, rest = bad[:1].encode(), bad[1:].encode()
    return {
        "nested": b"report." + first + b"BAD" + rest,
        "nested-with-dot": b"report." + first + b".BAD" + rest,
        "zero-width-space-inside": b"report." + first + "\u200b".encode() + rest,
        "soft-hyphen-inside": b"report." + first + "\u00ad".encode() + rest,
        "joiner-inside": b"report." + first + "\u200d".encode() + rest,
        "byte-order-mark-inside": b"report." + first + "\ufeff".encode() + rest,
        "tag-inside": b"report." + first + b"<b>" + rest,
        "dot-encoded": b"report%2eBAD",
        "dot-encoded-twice": b"report%252eBAD",
        "dot-encoded-allowed-last": b"report%2eBAD.GOOD",
        "dot-encoded-twice-allowed-last": b"report%252eBAD.GOOD",
        "zero-width-space-allowed-last": b"report." + first + "\u200b".encode() + rest + b".GOOD",
    }


ATTACK = Attack(
    id="extension.stripping",
    title="An extension that appears when something is removed or decoded",
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,  # something behind the check must remove or decode
    controls=("canonicalise-once", "control-characters"),
    cwe=(182, 174, 434),
    asvs=("v5.0.0-1.1.1", "v5.0.0-5.2.2"),
    wstg=("WSTG-BUSL-09",),
    oracles=(safe_name,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
