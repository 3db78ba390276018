"""What a file holds: each rule with what breaks it and with its legal neighbour.

One app serves all of them; the features of its policy are the limits. Long, as a table of files.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from dataclasses import replace
from hashlib import sha256

import pikepdf
import pytest
from PIL import Image

from attacks.strategies.contents import HONEST
from reference_app import create_app
from reference_app.policy import Policy
from reference_app.type_sets import EVERY
from tests.reference_app.formats.corpus import JPEGS, moving, pages, picture, saved, zipped
from tests.reference_app.helpers import (
    SECRET,
    enrolled,
    fetch,
    file_part,
    form,
    post,
    refused_as,
    rows,
    services,
    tree,
)

CANARY = b"canary-7f3a"
SETTINGS = {
    "keep": {"image_handling": "keep"},
    "pixels": {"max_pixels": 24 * 16},
    "fewer-pixels": {"max_pixels": 24 * 16 - 1},
    "frames": {"max_frames": 3},
    "fewer-frames": {"max_frames": 2},
    "members": {"max_entries": 3},
    "fewer-members": {"max_entries": 2},
    "room": {"max_unpacked_bytes": 3 * 640},
    "less-room": {"max_unpacked_bytes": 3 * 640 - 1},
}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """Build an app that takes every type there is, and looks into each file."""
    policy = Policy(upload_folder=tmp_path_factory.mktemp("content") / "files", accepted=EVERY)
    policy = replace(policy, features={n: replace(policy, **s) for n, s in SETTINGS.items()})
    app = create_app(policy, secret_key=SECRET)
    app.config["TOKEN"] = enrolled(app, "alice")
    yield app
    services(app).close()


def chunk(kind, data):
    """Write a chunk of a PNG."""
    check = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + check


def described(kind, data):
    """Put a chunk behind the header of a PNG."""
    good = HONEST["png"].content
    return good[:33] + chunk(kind, data) + good[33:]


def archive(*members, size=9):
    """Write an archive of names, or of ready entries, with as many bytes in each."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as opened:
        for member in members or ["a"]:
            opened.writestr(member, b"x" * size)
    return buffer.getvalue()


def linked(kind):
    """Return an entry of a kind that Unix knows."""
    entry = zipfile.ZipInfo("a.txt")
    entry.external_attr = kind << 16
    return entry


def patched(data, old, new):
    """Return *data* with what an honest writer has written replaced, wherever it stands."""
    assert old in data
    return data.replace(old, new)


def document(change):
    """Return a PDF that was changed with a library, and saved as it saves."""
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        change(pdf)
        pdf.save(buffer)
    return buffer.getvalue()


def opened_by(action):
    """Return a PDF that does something when it is opened."""
    return document(lambda pdf: pdf.Root.update({"/OpenAction": pikepdf.Dictionary(action)}))


def filled(pdf):
    """Put a file into a PDF."""
    pdf.attachments["a.txt"] = b"a"


PICTURE = saved(picture("RGB"), "PNG")
MOVING = moving("GIF")
THREE = zipped(zipfile.ZIP_STORED)
GOOD = HONEST["png"].content
SCRIPT = {"/S": pikepdf.Name.JavaScript, "/JS": "app.alert(1)"}

# Control, feature, name, and then the file that is refused, and the one that is not.
CASES = [
    ("signature-matches-extension", "", "a.png", HONEST["gif"].content, GOOD),
    ("signature-matches-extension", "", "a.txt", b"%PDF-1.4\n", b" %PDF-1.4\n"),
    ("signature-matches-extension", "", "a.jpg", b"\xff\xd8", HONEST["jpg"].content),
    ("full-decode", "", "a.png", GOOD[:-1], GOOD),
    ("full-decode", "", "a.png", GOOD + b"\n", GOOD),
    ("full-decode", "", "a.png", GOOD + HONEST["zip"].content, GOOD),
    ("full-decode", "keep", "a.gif", MOVING + b"<script>", MOVING),
    ("full-decode", "", "a.pdf", b"%PDF-1.4\n", HONEST["pdf"].content),
    ("full-decode", "", "a.zip", THREE[:-1], THREE),
    ("text-encoding", "", "a.txt", b"caf\xe9", "caf\u00e9".encode()),
    ("text-encoding", "", "a.txt", b"x" * 600 + b"\0", b"x" * 600),
    ("text-encoding", "", "a.csv", b"a,b\r\n\xff,c\r\n", b"a,b\r\nd,c\r\n"),
    ("pixel-limit", "fewer-pixels", "a.png", PICTURE, GOOD),
    ("frame-limit", "fewer-frames", "a.gif", MOVING, HONEST["gif"].content),
    ("archive-entry-count", "fewer-members", "a.zip", THREE, archive("a.txt", "b.txt")),
    ("archive-total-size", "less-room", "a.zip", THREE, archive("a.txt")),
    ("archive-total-size", "", "a.zip", archive(size=102_401), archive(size=102_400)),
    ("archive-traversal", "", "a.zip", archive("../a.txt"), archive("a/b/c.txt")),
    ("archive-traversal", "", "a.zip", archive("/a.txt"), archive("..a.txt")),
    ("archive-traversal", "", "a.zip", archive("a/../../b.txt"), archive("a../b.txt")),
    ("archive-traversal", "", "a.zip", archive("C:a.txt"), archive("C-a.txt")),
    ("archive-traversal", "", "a.zip", archive("a\\b.txt"), archive("a/")),
    ("archive-links", "", "a.zip", archive(linked(stat.S_IFLNK)), archive(linked(stat.S_IFREG))),
    ("archive-links", "", "a.zip", archive(linked(stat.S_IFIFO)), archive(linked(0))),
    ("archive-members-validated", "", "a.zip", archive("a.PHP"), archive("a.txt")),
    ("archive-members-validated", "", "a.zip", archive("a.php.txt"), archive("php.txt")),
    ("archive-members-validated", "", "a.zip", archive("a.txt", "A.TXT"), archive("a.txt", "b")),
    (
        "archive-members-validated",
        "",
        "a.zip",
        archive("é.txt", "e\u0301.txt"),
        archive("é.txt", "e"),
    ),
    ("archive-running-count", "", "a.zip", archive("b.zip"), archive("bzip")),
    ("archive-running-count", "", "a.zip", archive("b.TAR.gz"), archive("gz.txt")),
    ("archive-running-count", "", "a.zip", patched(THREE, b"honest", b"HONEST"), THREE),
    ("document-macros", "", "a.pdf", opened_by(SCRIPT), pages()),
    ("document-macros", "", "a.pdf", document(filled), pages()),
    ("document-macros", "", "a.pdf", pages(encryption=pikepdf.Encryption(owner="a")), pages()),
    ("polyglot-neutralised", "", "a.png", GOOD[:33] + chunk(b"IDAT", b"x") + GOOD[-12:], GOOD),
]


NAMES = [f"{at}-{case[0]}" for at, case in enumerate(CASES)]


def sent(app, feature, name, data):
    """Upload a file to a feature."""
    body = form(file_part(name.encode(), data))
    return post(app, body, path=f"/to/{feature}" if feature else "/")


@pytest.mark.parametrize(("control", "feature", "name", "bad", "good"), CASES, ids=NAMES)
def test_what_a_rule_refuses_and_what_it_takes(app, control, feature, name, bad, good):
    """422 by the control that is meant, and nothing is left; the neighbour is stored.

    Of any file: ``signature-matches-extension``, ``full-decode``, ``text-encoding``. Of pictures:
    ``pixel-limit``, ``frame-limit``, ``polyglot-neutralised``. Of archives:
    ``archive-entry-count``, ``archive-total-size``, ``archive-running-count``,
    ``archive-traversal``, ``archive-links``, ``archive-members-validated``.
    """
    before = rows(app), tree(services(app).policy.upload_folder)

    assert refused_as(sent(app, feature, name, bad)) == (422, control)
    assert (rows(app), tree(services(app).policy.upload_folder)) == before
    assert sent(app, feature, name, good).status == 201


@pytest.mark.parametrize(
    ("feature", "name", "data"),
    [
        ("pixels", "a.png", PICTURE),
        ("frames", "a.gif", MOVING),
        ("members", "a.zip", THREE),
        ("room", "a.zip", THREE),
    ],
)
def test_what_is_at_the_limit_passes(app, feature, name, data):
    """One less is in the table above."""
    assert sent(app, feature, name, data).status == 201


@pytest.mark.parametrize("suffix", EVERY)
def test_every_type_comes_back_as_itself(app, suffix):
    """Kept, the bytes are those that were sent; the digest is of what is served."""
    answer = fetch(app, sent(app, "keep", f"a.{suffix}", HONEST[suffix].content))

    assert (answer.status, answer.body) == (200, HONEST[suffix].content)
    assert answer["Content-Type"].partition(";")[0] == EVERY[suffix]


def exif():
    """Return metadata as cameras write it, with the canary for a description."""
    data = Image.Exif()
    data[0x010E] = CANARY.decode()
    return data


def noted(kind, data):
    """Return a JPEG with a segment of that kind behind its first one."""
    good = JPEGS["jpeg-RGB"]
    return good[:20] + b"\xff" + kind + struct.pack(">H", len(data) + 2) + data + good[20:]


PROFILE = b"x" * 128 + CANARY
METADATA = {
    "text.png": described(b"tEXt", b"Comment\0" + CANARY),
    "itxt.png": described(b"iTXt", b"Comment\0\0\0\0\0" + CANARY),
    "ztxt.png": described(b"zTXt", b"Comment\0\0" + zlib.compress(CANARY, 0)),
    "profile.png": described(b"iCCP", b"name\0\0" + zlib.compress(PROFILE, 0)),
    "private.png": described(b"caNa", CANARY),
    "exif.png": saved(picture("RGB"), "PNG", exif=exif()),
    "comment.jpg": saved(picture("RGB"), "JPEG", comment=CANARY),
    "exif.jpg": saved(picture("RGB"), "JPEG", exif=exif()),
    "profile.jpg": saved(picture("RGB"), "JPEG", icc_profile=PROFILE),
    "private.jpg": noted(b"\xed", CANARY),
    "comment.gif": saved(picture("L"), "GIF", comment=CANARY),
    "exif.webp": saved(picture("RGB"), "WEBP", exif=exif()),
    "xmp.webp": saved(picture("RGB"), "WEBP", xmp=CANARY),
    "profile.webp": saved(picture("RGB"), "WEBP", icc_profile=PROFILE),
}


@pytest.mark.parametrize("name", METADATA)
def test_metadata_stripped(app, name):
    """What is not the picture is gone, in the file and in what is told of it."""
    assert CANARY in METADATA[name]
    answer = fetch(app, sent(app, "", name, METADATA[name]))

    assert answer.status == 200
    assert CANARY not in answer.body
    with Image.open(io.BytesIO(answer.body)) as drawn:
        drawn.load()
        assert not drawn.getexif()
        assert "icc_profile" not in drawn.info


def test_a_redrawn_picture_looks_the_same(app):
    """Pixel for pixel, where the format loses none."""
    answer = fetch(app, sent(app, "", "a.png", PICTURE))

    with Image.open(io.BytesIO(answer.body)) as drawn:
        assert drawn.convert("RGB").tobytes() == picture("RGB").tobytes()
    assert answer["ETag"] == f'"{sha256(answer.body).hexdigest()}"'


def test_a_picture_that_hides_in_its_pixels_is_drawn_anew(app):
    """Uncompressed pixel data that spells a page does not survive as bytes."""
    page = b"<script>canary-7f3a</script>".ljust(72, b" ")
    head = struct.pack(">IIBBBBB", 24, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" + page, 0)
    data = GOOD[:8] + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + GOOD[-12:]
    answer = fetch(app, sent(app, "", "a.png", data))

    assert page in data
    assert page not in answer.body


def test_what_the_sandbox_cannot_do_leaves_nothing(app, monkeypatch):
    """An error of ours in the middle of a picture drops both files."""
    before = rows(app), tree(services(app).policy.upload_folder)
    monkeypatch.setattr(type(services(app).sandbox), "run", None)

    assert sent(app, "", "a.png", GOOD).status == 500
    assert (rows(app), tree(services(app).policy.upload_folder)) == before
