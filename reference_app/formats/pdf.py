"""PDF, from its header to its end mark (ISO 32000-2 §7.5); what it may do is judged elsewhere."""

import re

from reference_app.formats.walk import Facts, Walk, require

HEADER = re.compile(rb"%PDF-(1\.[0-7]|2\.0)[ \t]*[\r\n]")
TRAILER = re.compile(rb"[\r\n]startxref\s{1,4}(\d{1,10})\s{1,4}%%EOF(\r\n|\r|\n)?\Z")
TABLE = re.compile(rb"xref\s|\d{1,10} \d{1,5} obj\b")
ZIP_ENDS = b"PK\x05\x06\0\0\0\0"
ZIP_TAIL = 22 + 65_535  # a zip reader looks this far back for its end mark


def pdf(walk: Walk) -> Facts:
    """Refuse bytes around the file, and an end that points to no table of objects."""
    require(HEADER.match(walk.take(min(16, walk.end))), "it does not begin as PDF")
    walk.at = max(0, walk.end - ZIP_TAIL)
    tail = walk.take(walk.end - walk.at)
    require(ZIP_ENDS not in tail, "it is a zip as well")
    start = TRAILER.search(tail[-64:])
    require(start, "it does not end as PDF")
    walk.at = min(walk.end, int(start[1]) if start else 0)
    require(TABLE.match(walk.take(min(24, walk.end - walk.at))), "its end points to no table")
    return Facts()
