"""An image made anew shows the same and holds nothing else."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops, PngImagePlugin, UnidentifiedImageError

from reference_app.sandbox import REENCODE_IMAGE, Refused, Stopped
from reference_app.sandbox.images import reencode

SECRET = b"S3CRET"
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
COLOURS = ((255, 0, 0, 255), (0, 255, 0, 255), (0, 0, 255, 0), (9, 9, 9, 255))


def picture(mode="RGB", size=(8, 4), *, turn=0):
    """Draw something that is not the same from any side."""
    image = Image.new("RGBA", size, COLOURS[turn % 4])
    image.paste(COLOURS[(turn + 1) % 4], (0, 0, 3, 2))
    return image.convert(mode)


def saved(image, kind, **options):
    """Return the bytes of a file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def again(data, kind, **limits):
    """Return the bytes of the file made anew, and what the job says of it."""
    target = io.BytesIO()
    limits = {"max_pixels": 10_000, "max_frames": 10} | limits
    said = reencode(io.BytesIO(data), target, kind=kind, **limits)
    return target.getvalue(), said


def confined(sandbox, source, target, data, kind):
    """Have the file made anew in a child, and return what the job says of it."""
    source.truncate(0)
    source.seek(0)
    source.write(data)
    source.flush()
    limits = {"max_pixels": 10_000, "max_frames": 10}
    return sandbox.run(REENCODE_IMAGE, source, target, kind=kind, **limits)


def frames(data):
    """Return every frame as it is shown, and for how long."""
    image = Image.open(io.BytesIO(data))
    for number in range(getattr(image, "n_frames", 1)):
        image.seek(number)
        yield image.convert("RGBA"), image.info.get("duration", 0)


def shown(data):
    """Return the pixels of each frame, with all that is transparent alike."""
    nothing = Image.new("RGBA", (8, 4))
    return [
        (Image.composite(frame, nothing, frame.getchannel("A")).tobytes(), duration)
        for frame, duration in frames(data)
    ]


def photo(kind):
    """Make a file that tells on its owner in every way that its format knows."""
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", SECRET.decode())
    text.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    common = {"exif": exif, "icc_profile": SECRET, "xmp": SECRET, "comment": SECRET}
    return saved(picture(), kind, pnginfo=text, **common)


@pytest.mark.parametrize("kind", FORMATS)
def test_nothing_but_the_pixels_is_kept(kind):
    """Neither what the format calls metadata nor what stands behind its end."""
    data = photo(kind) + SECRET + b"<?php echo 1; ?>"
    assert SECRET in photo(kind)
    anew, said = again(data, kind)

    assert SECRET not in anew
    assert b"php" not in anew
    assert said == {"width": 8, "height": 4, "frames": 1}
    assert Image.open(io.BytesIO(anew)).info.keys() <= {
        *("transparency", "loop", "background", "version", "duration", "timestamp"),
        *("jfif", "jfif_version", "jfif_unit", "jfif_density"),
    }


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        *(("PNG", mode) for mode in ("1", "L", "LA", "I;16", "P", "RGB", "RGBA")),
        *(("GIF", mode) for mode in ("L", "P", "RGB", "RGBA")),
    ],
)
def test_a_lossless_picture_shows_the_same(kind, mode):
    """In every mode that its format has, transparency included."""
    data = saved(Image.new(mode, (8, 4), 1) if mode == "I;16" else picture(mode), kind)

    assert shown(again(data, kind)[0]) == shown(data)


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_a_jpeg_shows_nearly_the_same(mode):
    """It is lossy, and was."""
    data = saved(Image.radial_gradient("L").convert("RGB").convert(mode), "JPEG", quality=95)
    anew, _ = again(data, "JPEG", max_pixels=100_000)
    before, after = (Image.open(io.BytesIO(each)) for each in (data, anew))

    assert before.mode == after.mode == mode
    extrema = ImageChops.difference(before, after).getextrema()
    assert max(most for _, most in (extrema if mode != "L" else [extrema])) < 8


@pytest.mark.parametrize("lossless", [True, False])
def test_a_webp_stays_what_it_was(lossless):
    """Lossless, pixel for pixel; or lossy, and small."""
    data = saved(picture("RGBA"), "WEBP", lossless=lossless)
    anew, _ = again(data, "WEBP")

    assert (b"VP8L" in anew) is lossless
    assert (shown(anew) == shown(data)) or not lossless


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP"])
def test_an_animation_goes_on(kind):
    """Every frame, for as long as before, as often as before."""
    turns = [picture("RGBA", turn=turn) for turn in range(4)]
    options = {"duration": [100, 200, 300, 400], "loop": 3, "lossless": True, "disposal": 2}
    options["disposal"] = 2 if kind == "GIF" else 0
    data = saved(turns[0], kind, save_all=True, append_images=turns[1:], **options)
    anew, said = again(data, kind)

    assert said["frames"] == 4
    assert shown(anew) == shown(data)
    assert Image.open(io.BytesIO(anew)).info["loop"] == 3


def test_a_sprite_leaves_no_trail():
    """What a frame of a GIF leaves transparent does not show the frame before."""
    steps = [Image.new("RGBA", (8, 4)) for _ in range(3)]
    for x, step in enumerate(steps):
        step.paste((255, 0, 0, 255), (x, 0, x + 1, 1))
    data = saved(steps[0], "GIF", save_all=True, append_images=steps[1:], disposal=2)

    assert shown(again(data, "GIF")[0]) == shown(data)


def test_a_gif_that_plays_once_plays_once():
    """No repetition is added."""
    data = saved(picture(), "GIF", save_all=True, append_images=[picture(turn=1)])

    assert "loop" not in Image.open(io.BytesIO(again(data, "GIF")[0])).info


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_photo_stands_upright(kind):
    """The turn that EXIF asks for is done, since the wish is lost."""
    exif = Image.Exif()
    exif[0x0112] = 6

    _, said = again(saved(picture(), kind, exif=exif), kind)
    assert said == {"width": 4, "height": 8, "frames": 1}


def test_a_preview_in_a_jpeg_is_dropped():
    """Phones add pictures behind the first (MPO): their format is JPEG, and one is shown."""
    data = saved(picture(), "MPO", save_all=True, append_images=[picture(turn=1)])
    anew, said = again(data, "JPEG")

    assert said["frames"] == 1
    assert anew.count(b"\xff\xd8\xff") == 1


@pytest.mark.parametrize(
    ("limits", "words"),
    [({"max_pixels": 31}, "too many pixels"), ({"max_frames": 1}, "too many frames")],
)
def test_too_much_is_refused(limits, words):
    """From the header, before anything is decoded."""
    data = saved(picture(), "GIF", save_all=True, append_images=[picture(turn=1)])
    with pytest.raises(Refused, match=words):
        again(data, "GIF", **limits)


def test_a_gif_cannot_grow():
    """A later frame may be larger than the header says: it is measured as well."""
    data = bytearray(saved(picture(), "GIF", save_all=True, append_images=[picture(turn=1)]))
    second = data.rindex(b"\x2c")
    data[second + 5 : second + 9] = b"\xc8\x00\xc8\x00"
    with pytest.raises(Refused, match="too many pixels"):
        again(bytes(data), "GIF")


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("harm", [lambda d: d[: len(d) // 2], lambda _: b"", lambda d: d[1:]])
def test_what_cannot_be_decoded_fails(sandbox, source, target, kind, harm):
    """With words of our own; those of the library may repeat the file."""
    with pytest.raises(Stopped, match=r"^the job failed$"):
        confined(sandbox, source, target, harm(saved(picture(), kind)), kind)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("other", [*FORMATS, "BMP", "TIFF", "PPM", "ICO"])
def test_no_other_format_is_opened(kind, other):
    """The name has promised one, and the other decoders stay out of reach."""
    if kind != other:
        with pytest.raises(UnidentifiedImageError):
            again(saved(picture(), other), kind)


@pytest.mark.parametrize("kind", [*FORMATS, "MPO"])
def test_a_confined_child_can_do_it(sandbox, source, target, kind):
    """The walls leave a healthy decoder alone: all that it loads is loaded before."""
    more = {"save_all": True, "append_images": [picture(turn=1)]} if kind == "MPO" else {}
    data = saved(picture(), kind, **more)
    said = confined(sandbox, source, target, data, kind.replace("MPO", "JPEG"))

    assert said == {"width": 8, "height": 4, "frames": 1}
    target.seek(0)
    assert Image.open(target).size == (8, 4)
