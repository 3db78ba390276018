"""``control-characters``: a name holds nothing that cannot be seen.

Stops
    NUL (cuts the name in C code), CR and LF (split headers and log lines), escape sequences
    (drive terminals), and directional overrides (``photo[RLO]gnp.exe`` reads ``photoexe.png``).
    The two joiners of Indic and Persian spelling, U+200C and U+200D, stay legal between
    letters.

Does not stop
    Visible look-alikes, or a very long row of combining marks.

References
    - ASVS v5.0.0-2.2.1, v5.0.0-1.3.3, CWE-158, CWE-150
    - Unicode UAX #31 §2.3 (joiners), UTR #36 §3 (bidirectional spoofing)
"""

from unicodedata import category

from reference_app import errors, values

INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
JOINERS = "\u200c\u200d"


def control_characters(candidate: values.Candidate, _policy: object) -> None:
    """Refuse the first character that is invisible where it stands."""
    name = candidate.name
    for at, char in enumerate(name):
        beside = (name[at - 1 : at], name[at + 1 : at + 2])
        joins = char in JOINERS and all(each and category(each)[0] in "LM" for each in beside)
        if category(char) in INVISIBLE and not joins:
            told = f"U+{ord(char):04X} at position {at + 1}"
            raise errors.Malformed(f"The file name holds {told}; remove it.")
