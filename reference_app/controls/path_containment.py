r"""``path-containment``: a key is one plain component that resolves inside the store.

Stops
    ``../canary``, ``/etc/passwd``, ``..\\x`` and a link planted in the store, wherever the key
    came from: a generator that went wrong, or a ledger row that somebody wrote by hand.

Does not stop
    A link planted between this check and the open; the store opens without following links.

References
    - ASVS v5.0.0-5.3.2, CWE-22, CWE-23, CWE-36
"""

import re
from pathlib import Path

from reference_app.errors import Clash

PLAIN = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,254}")


def path_containment(key: str, root: Path) -> str:
    """Return *key* if it names a direct child of *root*, by its spelling and in fact."""
    if not (PLAIN.fullmatch(key) and (root / key).resolve().parent == root.resolve()):
        raise Clash("The storage key leaves the store.", code="path-containment")
    return key
