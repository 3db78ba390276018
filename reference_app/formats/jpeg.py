"""JPEG, as browsers show it: baseline, extended or progressive, 8 bits (ITU-T T.81)."""

import re

from reference_app.formats.walk import Facts, Walk, require

END, SCAN, FRAMES = 0xD9, 0xDA, {0xC0, 0xC1, 0xC2}
SEGMENTS = {*FRAMES, 0xC4, 0xDB, SCAN, 0xDD, 0xFE, *range(0xE0, 0xF0)}
MARKER = re.compile(rb"\xff[^\xff]")  # any number of 0xFF may stand in front (T.81 §B.1.1.2)
SCAN_ENDS = re.compile(rb"\xff[^\x00\xd0-\xd7]")  # neither a stuffed byte nor a restart
SCANS, DEPTHS = {(n, 4 + 2 * n) for n in range(1, 5)}, {(8, n, 6 + 3 * n) for n in (1, 3, 4)}


def jpeg(walk: Walk) -> Facts:
    """Walk the segments and scans from SOI to EOI."""
    pixels, scanned = 0, False
    require(walk.take(2) == b"\xff\xd8", "it does not begin as JPEG")
    while (marker := _marker(walk)) != END:
        require(marker in SEGMENTS, "it has a marker that is not accepted")
        data = walk.take(walk.unpack(">H")[0] - 2)
        if marker in FRAMES:
            require(not pixels, "it has two frames")
            require((*data[:1], *data[5:6], len(data)) in DEPTHS, "its frame is broken")
            pixels = int.from_bytes(data[1:3], "big") * int.from_bytes(data[3:5], "big")
        if marker == SCAN:
            require(pixels, "a scan comes before its frame, or the frame has no pixels")
            require((*data[:1], len(data)) in SCANS, "a scan is broken")
            walk.find(SCAN_ENDS)
            scanned = True
    walk.finish()
    require(scanned, "it has no scan")
    return Facts(pixels=pixels)


def _marker(walk: Walk) -> int:
    require(walk.take(2).startswith(b"\xff"), "a marker is missing")
    walk.at -= 2
    walk.find(MARKER)
    return walk.take(2)[1]
