"""A PDF that does something when it is opened.

What it does
    Uploads documents of one empty page that carry a script, start a program, send a form or
    hold another file; some of them where no search of the raw bytes finds it: behind escapes in
    a name, in a compressed object, behind encryption.

Why it works
    A PDF is a program with pages. Whoever downloads it from a trusted address opens it with a
    viewer that follows what the document asks for, or asks the reader in words that the
    document may choose.

Expected defence
    The decoded objects are looked through, and documents that act, carry files or cannot be
    read are refused; or they are written anew without.

References
    - CWE-506, CWE-434
    - OWASP ASVS v5.0.0-5.1.1, v5.0.0-5.4.3; WSTG-BUSL-09
    - ISO 32000-2, sections 7.5.7, 7.11.4 and 12.6
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Confidence, Probe, Profile, Severity
from attacks.oracles.not_kept_as_sent import not_kept_as_sent
from attacks.strategies.documents import ACTING, SCRIPT, packed, pdf, updated
from attacks.strategies.typed import Tables, drawn, from_tables, honest_each

TABLES: Tables = {"pdf": ACTING}
KEYS = (b"/OpenAction ", b"/#4fpenAction ", b"/OpenActio#6e ", b"/AA << /WC ", b"/AA << /WS ")

ACTIONS = (
    SCRIPT,
    b"<< /S /J#61vaScript /JS <6170702e616c657274> >>",
    b"<< /S /Launch /F (gauntlet-no-such-program) >>",
    b"<< /S /URI /URI (http://gauntlet-egress.invalid/) >>",
    b"<< /S /GoTo /D [3 0 R /Fit] /Next %s >>" % SCRIPT,
)


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each kind of document, where PDF is accepted."""
    return from_tables(profile, TABLES)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Spell the key of an action anew: in the open, compressed, or in an update."""
    entries = st.builds(
        lambda key, action: key + action + b">>" * key.count(b"<<"),
        st.sampled_from(KEYS),
        st.sampled_from(ACTIONS),
    )
    makers = st.sampled_from((pdf, packed, updated))
    return drawn(profile, ("pdf",), makers.flatmap(entries.map))


ATTACK = Attack(
    id="content.document-actions",
    title="A PDF with scripts, actions, files or encryption",
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    controls=("document-macros",),
    cwe=(506, 434),
    asvs=("v5.0.0-5.1.1", "v5.0.0-5.4.3"),
    wstg=("WSTG-BUSL-09",),
    oracles=(not_kept_as_sent,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: honest_each(profile, "pdf"),
)
