"""``disposition-filename``: the download name is encoded, in both forms that browsers read.

Stops
    A name that ends the header's quotes and adds parameters of its own, and names in other
    scripts that arrive as question marks. The ASCII form is shaped by ``secure_filename``, the
    extended form carries the canonical name byte for byte.

Does not stop
    A name that misleads its reader; the name controls have refused the worst.

References
    - ASVS v5.0.0-5.4.1, v5.0.0-5.4.2, v5.0.0-1.2.1, CWE-116
    - RFC 6266 §4.3, RFC 8187 §3.2
"""

from urllib.parse import quote

from werkzeug.utils import secure_filename

from reference_app.controls.reserved_names import is_reserved
from reference_app.values import Policy, Reply

ATTR_CHARS = "!#$&+-.^_`|~"  # RFC 8187 attr-char, beside letters and digits


def disposition_filename(reply: Reply, policy: Policy) -> Reply:
    """Add ``filename`` for old readers and ``filename*`` for the others."""
    kind = reply.headers.get("Content-Disposition", "attachment")
    extended = quote(reply.name, safe=ATTR_CHARS)
    value = f"{kind}; filename=\"{_ascii(reply, policy)}\"; filename*=UTF-8''{extended}"
    return reply.with_header("Content-Disposition", value)


def _ascii(reply: Reply, policy: Policy) -> str:
    """Return a name of letters, digits, dots, hyphens and underscores, with the suffix.

    Of no use is what ``文.txt`` leaves, which is ``txt``, the device that ``Ćon.png`` becomes, and
    what grows, such as ``㎯`` to ``rads2``.
    """
    name = secure_filename(reply.name)
    lost = not name.lower().endswith(f".{reply.suffix}") or len(name) > policy.max_name_bytes
    if lost or is_reserved(name) or name[0] in "-.":
        return f"download.{reply.suffix}"
    return name
