"""``reserved-names``: names that mean something to a system are refused, not repaired.

Stops
    Paths, hidden files, option look-alikes (``-rf.png``), stream names (``a.png::$DATA``), path
    parameters (``a.php;.png``), shell wildcards, names that Windows trims or maps to devices,
    and files that configure a server by lying in a folder.

Does not stop
    Anything on disk by itself: the stored name is the server's. This protects whoever
    downloads.

References
    - ASVS v5.0.0-2.2.1, v5.0.0-5.3.2, CWE-66, CWE-67, CWE-69, CWE-42, CWE-46
    - Microsoft, "Naming Files, Paths, and Namespaces"
"""

import re
from unicodedata import normalize

from reference_app import errors, values

RULES = (
    (re.compile(r"[/\\]"), "holds a slash or backslash"),
    (re.compile(r"\A[.\-~\s]"), "starts with a dot, hyphen, tilde or space"),
    (re.compile(r"[.\s]\Z"), "ends with a dot or space"),
    (re.compile(r"[:;<>|?*]"), "holds one of : ; < > | ? *"),
)
DEVICE = re.compile(r"(CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9]|CONIN\$|CONOUT\$|CLOCK\$)", re.IGNORECASE)
CONFIGURATION = re.compile(
    r"(?i)(web|app|machine)\.config|(php|user|uwsgi|desktop)\.ini|(nginx|httpd)\.conf"
    r"|thumbs\.db|(crossdomain|clientaccesspolicy)\.xml|__init__\.py"
)


def reserved_names(candidate: values.Candidate, _policy: object) -> None:
    """Refuse the first rule that the name breaks."""
    for pattern, what in RULES:
        if pattern.search(candidate.name):
            raise errors.Malformed(f"The file name {what}; rename the file.")
    if is_reserved(candidate.name):
        raise errors.Malformed("The file name is reserved by a system; rename the file.")


def is_reserved(name: str) -> bool:
    """Tell whether *name* is a device, with or without suffix, or configures a server.

    NFKC first: Windows takes ``COM¹`` for ``COM1``.
    """
    stem = normalize("NFKC", name).partition(".")[0].rstrip()
    return bool(DEVICE.fullmatch(stem) or CONFIGURATION.fullmatch(name))
