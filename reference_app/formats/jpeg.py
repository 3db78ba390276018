"""JPEG, as browsers show it: baseline, extended or progressive, 8 bits (ITU-T T.81)."""

import re
from struct import Struct
from typing import BinaryIO

from reference_app.formats.walk import Facts, Walk, require

FRAME, LENGTH = Struct(">BHHB"), Struct(">H")
FILL, END, SCAN, FRAMES = 0xFF, 0xD9, 0xDA, {0xC0, 0xC1, 0xC2}
SEGMENTS = {*FRAMES, 0xC4, 0xDB, SCAN, 0xDD, 0xFE, *range(0xE0, 0xF0)}
MARKER = re.compile(rb"\xff[^\xff]")  # any number of 0xFF may stand in front (T.81 §B.1.1.2)
SCAN_ENDS = re.compile(rb"\xff[^\x00\xd0-\xd7]")  # neither a stuffed byte nor a restart
SCANS, DEPTHS = {(n, 4 + 2 * n) for n in range(1, 5)}, {(8, n, 6 + 3 * n) for n in (1, 3, 4)}


def jpeg(file: BinaryIO) -> Facts:
    """Walk the segments and scans from SOI to EOI."""
    walk, pixels, scanned = Walk(file), 0, False
    require(walk.take(2) == b"\xff\xd8", "it does not begin as JPEG")
    while (marker := _marker(walk)) != END:
        require(marker in SEGMENTS, "it has a marker that is not accepted")
        data = walk.take(walk.unpack(LENGTH)[0] - LENGTH.size)
        if marker in FRAMES:
            require(not pixels, "it has two frames")
            depth, height, width, components = FRAME.unpack(data[:6].ljust(6, b"\0"))
            require((depth, components, len(data)) in DEPTHS, "its frame is broken")
            pixels = width * height
        if marker == SCAN:
            require(pixels, "a scan comes before its frame, or the frame has no pixels")
            require((*data[:1], len(data)) in SCANS, "a scan is broken")
            walk.find(SCAN_ENDS)
            scanned = True
    walk.finish()
    require(scanned, "it has no scan")
    return Facts(pixels=pixels)


def _marker(walk: Walk) -> int:
    fill, marker = walk.take(2)
    require(fill == FILL, "a marker is missing")
    if marker == FILL:
        walk.at -= 1
        walk.find(MARKER)
        marker = walk.take(2)[1]
    return int(marker)
