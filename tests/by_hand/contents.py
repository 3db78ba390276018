"""Files that a reader of their contents would refuse, as raw bytes.

A picture here is a GIF of one pixel. The test file of the scanners is written in two pieces, or
they would report this file.
"""

from __future__ import annotations

GIF_HEAD = b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff"
GIF_FRAME = b",\0\0\0\0\1\0\1\0\0\2\2D\1\0"
GIF = GIF_HEAD + GIF_FRAME + b";"
JPEG_COMMENT = b"\xff\xfe\0\x0aAt home"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
ACTION = b"/OpenAction << /S /Launch /F (x) >>"

TEXTS = {
    "no bytes": ("a.txt", b""),
    "no UTF-8": ("a.txt", b"\xe9"),
    "malware": ("a.txt", EICAR),
    "malware and much behind it": ("a.txt", EICAR + b"\n" * 128 * 1024),
}
CONTENTS = {
    **TEXTS,
    "a text under another name": ("a.gif", b"text"),
    "an SVG under another name": ("a.png", b'<svg onload="x()"/>'),
    "only a signature": ("a.jpg", b"\xff\xd8\xff"),
    "more behind its end": ("a.gif", GIF + b"<script>"),
    "a comment that tells a place": ("a.jpg", b"\xff\xd8" + JPEG_COMMENT + b"\xff\xd9"),
    "10,000 frames": ("a.gif", GIF_HEAD + GIF_FRAME * 10_000 + b";"),
    "50,000 by 50,000 pixels": ("a.gif", GIF.replace(b"a\1\0\1\0", b"a\x50\xc3\x50\xc3")),
    "an action": ("a.pdf", b"%PDF-1.4\n1 0 obj << " + ACTION + b" >> endobj\n%%EOF\n"),
}
"""What is wrong with the file, its name and its bytes."""
