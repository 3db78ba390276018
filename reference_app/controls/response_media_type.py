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

from reference_app import type_sets, values


def response_media_type(reply: values.Reply, _policy: object) -> values.Reply:
    """Set the Content-Type from the stored type alone."""
    known = reply.media_type in type_sets.EVERY.values()
    charset = "; charset=utf-8" if reply.media_type.startswith("text/") else ""
    told = reply.media_type + charset if known else "application/octet-stream"
    return reply.with_header("Content-Type", told)
