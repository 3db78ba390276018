"""Several tricks in one name.

What it does
    Puts two or more of the tricks on names together: a step up, an active extension inside or
    last, in odd case or behind a disguised dot, a cut, a tail that some reader drops; some with
    the signature of another type in front of the text and another declared type.

Why it works
    Each rule is tested against its own trick. Two tricks meet where one rule has already changed
    the name that the next one reads: what is cut after the case was folded, decoded after the
    suffix was taken, or dropped after the name was measured. What the check saw and what is
    stored then differ, although neither rule is wrong alone.

Expected defence
    Settle the name once, refuse what has a second reading, and then judge nothing else than what
    is stored: the raw name's extension is allowed if and only if the kept name's is.

References
    - CWE-434, CWE-180, CWE-646
    - OWASP ASVS v5.0.0-1.1.1, v5.0.0-5.2.2, WSTG-BUSL-09
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Body, Probe, Profile, SentFile, Severity
from attacks.oracles.confinement import confinement
from attacks.oracles.safe_name import safe_name
from attacks.strategies import filenames, grammar
from attacks.strategies.extensions import UNKNOWN, unwanted
from attacks.strategies.framing import text_sample
from attacks.strategies.owned import may_be_sent
from attacks.strategies.patterns import spelled
from attacks.uploads import honest, upload

SIGNATURE = b"GIF89a\n"  # in front of text it is text
TYPES = (b"image/gif", b"application/octet-stream", b"application/x-httpd-php", b"text/html")

CHAINS = {
    "case-and-inner": b"report.MIXED.GOOD",
    "case-and-last": b"report.GOOD.MIXED",
    "case-inner-and-cut": b"report.MIXED%00.GOOD",
    "climb-and-inner": b"..%2freport.BAD.GOOD",
    "climb-and-tail": b"../report.BAD.",
    "cut-and-last": b"report.BAD%00.GOOD.BAD",
    "hyphen-and-inner": b"-report.BAD.GOOD",
    "disguised-dot-and-case": "report．MIXED.GOOD".encode(),
    "inner-and-stream": b"report.BAD.GOOD::$DATA",
    "inner-and-tail": b"report.BAD.GOOD. .",
    "inner-and-unknown": f"report.BAD.{UNKNOWN}.GOOD".encode(),
    "encoded-dot-and-semicolon": b"report%2eBAD;.GOOD",
}
DRESSED = "case-inner-signature-and-type"


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each chain; the last one lies about content and type as well."""
    names = {variant: _spelled(profile, name) for variant, name in CHAINS.items()}
    dressed = _spelled(profile, CHAINS["case-and-inner"])
    return (
        *(_chained(profile, name, variant=variant) for variant, name in names.items()),
        _chained(profile, dressed, SIGNATURE, TYPES[0], variant=DRESSED),
    )


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Fill the slots of a name with tricks, and declare another type now and then."""
    good = f".{profile.sample.extension}".encode()
    bad = grammar.dotted(profile)
    name = grammar.names(
        prefix=grammar.tokens(b"", grammar.PREFIXES),
        separator=grammar.tokens(b"", filenames.SEPARATORS),
        inner=grammar.tokens(b"", bad),
        trailing=grammar.tokens(b"", grammar.TRAILING),
        last=grammar.tokens(good, (b"", good.upper(), good + good, *bad)),
    )
    sent = name.filter(lambda drawn: may_be_sent(profile, drawn))
    return st.builds(
        lambda drawn, signature, declared: _chained(profile, drawn, signature, declared),
        sent,
        st.sampled_from((b"", b"", SIGNATURE)),
        grammar.tokens(b"", TYPES),
    )


def _spelled(profile: Profile, pattern: bytes) -> bytes:
    mixed = grammar.alternating(unwanted(profile)[0]).encode()
    return spelled(profile, pattern.replace(b"MIXED", mixed))


def _chained(
    profile: Profile,
    name: bytes,
    signature: bytes = b"",
    declared: bytes = b"",
    *,
    variant: str = GENERATED,
) -> Probe:
    sample = profile.sample
    dressed = signature if sample == text_sample(profile) else b""
    file = SentFile(
        filename=name,
        content=Body((dressed + sample.content,)),
        media_type=declared or sample.media_type.encode(),
    )
    return Probe(steps=(upload(profile, file),), variant=variant)


ATTACK = Attack(
    id="extension.chain",
    title="Several tricks in one name",
    severity=Severity.HIGH,
    controls=("canonicalise-once", "extension-parse", "reserved-names"),
    cwe=(434, 180, 646),
    asvs=("v5.0.0-1.1.1", "v5.0.0-5.2.2"),
    wstg=("WSTG-BUSL-09",),
    oracles=(safe_name, confinement),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
