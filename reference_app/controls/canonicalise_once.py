r"""``canonicalise-once``: a name is decoded and normalised once, before any rule reads it.

Stops
    Names that mean one thing when they are checked and another when they are used: overlong or
    broken UTF-8, and look-alikes such as a full-width dot that a later normalisation turns into
    ``x.php.png``. Only what browsers escape is decoded: ``%22``, ``%0D``, ``%0A`` and ``\"``.
    Every other percent sign is text, so ``a%2fb.png`` is a harmless name with a percent sign in
    it, for ever.

Does not stop
    Characters that look alike to people: ``раypal.png`` with Cyrillic letters is a legal name.

References
    - ASVS v5.0.0-1.1.1, CWE-180, CWE-174, CWE-176
    - WHATWG HTML "multipart form data" (escaping), Unicode UAX #15 (NFC, NFKC)
"""

import re
from dataclasses import replace
from unicodedata import normalize

from werkzeug.utils import secure_filename

from reference_app import errors, suffixes, values

ESCAPED = re.compile(r'%(22|0[aAdD])|\\(")')


def canonicalise_once(candidate: values.Candidate, _policy: object) -> values.Candidate:
    """Settle the canonical name, or refuse one that has a second reading."""
    try:
        text = (candidate.raw_name or b"").decode("utf-8")
    except UnicodeDecodeError as error:
        raise errors.Malformed("The file name is not UTF-8; rename the file.") from error
    name = normalize("NFC", ESCAPED.sub(lambda m: m[2] or chr(int(m[1], 16)), text))
    if any(_reveals_more(each, name) for each in (normalize("NFKC", name), secure_filename(name))):
        raise errors.Malformed("The file name holds look-alikes of other signs; rename the file.")
    return replace(candidate, name=name)


def _reveals_more(reading: str, name: str) -> bool:
    """Tell whether *reading* has a separator, a suffix or an active type that *name* has not.

    An ellipsis hides no dot from anybody: ``wait… what.txt`` is what a title becomes.
    """
    seen, shown = suffixes.of(name), suffixes.of(reading)
    separators = any(sep in reading and sep not in name for sep in "/\\")
    active = not suffixes.ACTIVE.isdisjoint(set(shown) - set(seen))
    spelled = suffixes.of(name.replace("…", "..."))
    other = len(shown) > len(spelled) or shown[-1:] not in {(), spelled[-1:]}
    return separators or active or other
