"""``metadata-stripped``, the job: an image made anew from its pixels (runs in the child).

Stops
    What travels beside the pixels: EXIF with its places and thumbnails, XMP, comments, text
    chunks, colour profiles; and what a polyglot hides between and behind the parts of the file,
    since every byte that is stored is one that we wrote. More pixels or frames than the policy
    takes, judged before they are decoded.

Does not stop
    What hides in the pixels. A colour profile is dropped, not applied: wide colours may pale,
    and so may an animation with transparency that uses all 256 colours of a GIF.

References
    - ASVS v5.0.0-5.2.6, CWE-409, CWE-1230
    - Pillow handbook, "Image file formats": JPEG and GIF comments survive a plain save
"""

import copy
from collections.abc import Iterator
from typing import IO, Any

from PIL import Image, ImageOps, MpoImagePlugin, WebPImagePlugin

from reference_app.sandbox import Refused

# A child opens no module: these are loaded by now. A phone's JPEG may be an MPO, and before
# Pillow 13 the GIF plugin imports `copy` late.
PLUGINS = (MpoImagePlugin, WebPImagePlugin, copy)
Image.preinit()
CLEAR = 2  # GIF: the next frame is drawn on nothing, not on this one


def reencode(
    source: IO[bytes], target: IO[bytes], *, kind: str, max_pixels: int, max_frames: int
) -> dict[str, Any]:
    """Decode every frame of a ``PNG``, ``JPEG``, ``GIF`` or ``WEBP`` and write them anew.

    Raises:
        Refused: over a limit.
        Exception: whatever a decoder raises on hostile bytes.
    """
    image = Image.open(source, formats=[kind])
    frames, durations = zip(*_frames(image, max_pixels, max_frames), strict=True)
    first, *others = frames
    options = {"quality": 90} | {k: v for k, v in image.info.items() if k == "loop"}
    if kind == "WEBP":
        source.seek(0)
        options["lossless"] = b"VP8L" in source.read()  # the chunk of lossless pixels
    if others:
        options |= {"save_all": True, "append_images": others, "duration": durations}
        options |= {"disposal": CLEAR} if kind == "GIF" else {}
    first.save(target, kind, **options)
    return {"width": first.width, "height": first.height, "frames": len(frames)}


def _frames(image: Image.Image, max_pixels: int, max_frames: int) -> Iterator[tuple[Any, float]]:
    """Yield each frame upright, with nothing but pixels and what is transparent; and how long.

    What else there is in a JPEG are previews of it.
    """
    count = 1 if image.format in {"JPEG", "MPO"} else getattr(image, "n_frames", 1)
    if count > max_frames:
        raise Refused("the image has too many frames")
    for number in range(count):
        image.seek(number)
        if image.width * image.height > max_pixels:  # a later frame of a GIF may be larger
            raise Refused("the image has too many pixels")
        frame = ImageOps.exif_transpose(image)  # a copy, and no longer of the plugin's class
        frame.info = {k: v for k, v in image.info.items() if k == "transparency"}
        yield frame, image.info.get("duration", 0)
