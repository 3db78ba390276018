"""GIF 87a and 89a (CompuServe, 1990)."""

from reference_app.formats.walk import Facts, Walk, require

LABELS = {b",": range(2, 9), b"!": (0x01, 0xF9, 0xFE, 0xFF)}  # code sizes, extensions


def gif(walk: Walk) -> Facts:
    """Walk the blocks from the screen to the trailer."""
    mark, width, height, flags = walk.unpack("<6sHHBxx")
    require(mark in {b"GIF87a", b"GIF89a"}, "it does not begin as GIF")
    pixels, frames = _canvas(walk, width, height, flags), 0
    while (block := walk.take(1)) != b";":
        if block == b",":
            left, top, width, height, flags = walk.unpack("<HHHHB")
            require(width and height, "a frame has no pixels")
            canvas = _canvas(walk, left + width, top + height, flags)
            pixels, frames = max(pixels, canvas), frames + 1
        require(walk.take(1)[0] in LABELS.get(block, ()), "a block is unknown")
        walk.hop()
    require(frames, "it has no image")
    walk.finish()
    return Facts(pixels=pixels, frames=frames)


def _canvas(walk: Walk, width: int, height: int, flags: int) -> int:
    """Pass a colour table, if there is one; return the number of pixels."""
    require(width and height, "it has no pixels")
    walk.take(3 << (flags & 7) + 1 if flags & 0x80 else 0)
    return width * height
