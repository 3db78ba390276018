"""How each type begins: judged on the first bytes to arrive, long before the whole is read.

Text has no signature. What begins as another type, or as text in another encoding, is not ours:
a browser that sniffs goes by the first bytes (WHATWG MIME Sniffing §7), and ``+/v8`` made UTF-7
of a page in old ones.
"""

import re

BEGINNINGS = {
    "application/pdf": rb"%PDF-",
    "application/zip": rb"PK(\x03\x04|\x05\x06)",
    "image/gif": rb"GIF8[79]a",
    "image/jpeg": rb"\xff\xd8\xff",
    "image/png": rb"\x89PNG\r\n\x1a\n",
    "image/webp": rb"(?s:RIFF....WEBP)",
}
BOM = rb"(\xef\xbb\xbf)?+"  # harmless in front of text, and skipped by whoever sniffs
FOREIGN = (*BEGINNINGS.values(), rb"\xff\xfe|\xfe\xff|\+/v[89+/]|[^\0]*\0")
TEXT = BOM + rb"(?!%s)" % b"|".join(FOREIGN)

PATTERNS = BEGINNINGS | {"text/csv": TEXT, "text/plain": TEXT}
SIGNATURES = {kind: re.compile(pattern).match for kind, pattern in PATTERNS.items()}
"""By media type: may a file with these first 512 bytes, or fewer if that is all, be of it?"""
