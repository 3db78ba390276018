"""Text in an encoding that its readers do not agree on.

What it does
    Uploads text files that are no UTF-8: other encodings with and without their mark, NUL
    bytes, overlong and broken sequences, most of them behind half a kilobyte of honest lines.

Why it works
    A filter reads one text and a browser another: ``+ADw-`` is an angle bracket in UTF-7, a
    shift sequence changes what the next bytes are, an overlong slash is a slash to a lenient
    decoder. A reader that stops at the NUL never sees the rest.

Expected defence
    Text is decoded strictly as UTF-8, to its end, before it is stored, and served with its
    charset.

References
    - CWE-838, CWE-434
    - OWASP ASVS v5.0.0-5.2.2, v5.0.0-4.1.1; WSTG-INPV-02
    - RFC 3629, sections 3 and 10
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Confidence, Probe, Profile, Severity
from attacks.oracles.not_kept_as_sent import not_kept_as_sent
from attacks.strategies.typed import TEXTS, Tables, drawn, from_tables, honest_each

# Longer than what readers sniff.
LINES = b"An honest line of sixty-four printable bytes, its end included.\n" * 10
PAGE = "<script>0</script>\n"
VARIANTS = {
    "utf-16-with-mark": PAGE.encode("utf-16"),
    "utf-16-without-mark": PAGE.encode("utf-16-le"),
    "utf-32": PAGE.encode("utf-32"),
    "utf-7-mark": b"+/v8-+ADw-script+AD4-0+ADw-/script+AD4-\n",
    "nul": LINES + b"before\0behind\n",
    "latin-1": LINES + "Ærøskøbing\n".encode("latin-1"),
    "windows-quotes": LINES + b"\x93quoted\x94\n",
    # Japanese mail: the bytes behind the sequence are other characters
    "shift-sequence": LINES + b"\x1b$B<script>\x1b(B\n",
    # what a terminal obeys when a log or a page of text is read on it
    "terminal-escape": LINES + b"\x1b]0;gauntlet\x07\x1b[2J\n",
    # two bytes for what one is enough for
    "overlong": LINES + b"\xc0\xbcscript\xc0\xbe\n",
    "surrogate": LINES + b"\xed\xa0\x80\n",
    "beyond-unicode": LINES + b"\xf4\x90\x80\x80\n",
    "cut-character": LINES + b"\xe6\x96",
}
TABLES: Tables = dict.fromkeys(TEXTS, VARIANTS)
BROKEN = (b"\xff", b"\xc0\x80", b"\xed\xbf\xbf", b"\x80", b"\xf5\x80\x80\x80", b"\0", b"\xfe")


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each encoding under each accepted type of text."""
    return from_tables(profile, TABLES)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Put a broken sequence between honest characters."""
    around = st.text("ab \n", max_size=10).map(str.encode)
    return drawn(
        profile,
        TEXTS,
        st.builds(
            lambda front, broken, back: b"a" + front + broken + back,
            around,
            st.sampled_from(BROKEN),
            around,
        ),
    )


ATTACK = Attack(
    id="content.text-encoding",
    title="Text that is no UTF-8",
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    controls=("text-encoding",),
    cwe=(838, 434),
    asvs=("v5.0.0-5.2.2", "v5.0.0-4.1.1"),
    wstg=("WSTG-INPV-02",),
    oracles=(not_kept_as_sent,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: honest_each(profile, *TEXTS),
)
