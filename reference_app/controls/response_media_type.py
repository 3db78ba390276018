"""``response-media-type``: a file is served as what the ledger says, from a fixed table.

Stops
    ``x.html`` served as HTML because of its name, tables that differ from machine to machine,
    and text whose character set the browser has to guess.

Does not stop
    Bytes that are not of that type: ``nosniff`` keeps the browser from looking for itself.

References
    - ASVS v5.0.0-4.1.1, CWE-646, CWE-436
    - WHATWG MIME Sniffing
"""

from reference_app.type_sets import EVERY
from reference_app.values import Reply

UNKNOWN = "application/octet-stream"
CHARSET = "; charset=utf-8"


def response_media_type(reply: Reply, _policy: object) -> Reply:
    """Set the Content-Type from the stored type alone."""
    known = reply.media_type if reply.media_type in EVERY.values() else UNKNOWN
    charset = CHARSET if known.startswith("text/") else ""
    return reply.with_header("Content-Type", known + charset)
