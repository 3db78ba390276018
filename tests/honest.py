"""The corpus of honest files and names: built in code, and each as somebody would send it."""

from __future__ import annotations

import io
import struct
import unicodedata
import zipfile
import zlib

from hypothesis import strategies as st

from attacks.strategies.contents import BUILDERS, EPOCH, HONEST
from attacks.wire.multipart import BOUNDARY
from reference_app.type_sets import EVERY
from tests.reference_app.formats import corpus

KIB = 1024
EDGES = (64 * KIB, 256 * KIB)  # what the intake reads at once, before and after the part header


# -- contents -------------------------------------------------------------------------


def png(size):
    """Return a PNG with a text chunk of *size* bytes behind its header."""
    kind, data = b"tEXt", b"Comment\0".ljust(size, b"x")
    check = struct.pack(">I", zlib.crc32(kind + data))
    return grown("png", 33, struct.pack(">I", len(data)) + kind + data + check)


def jpeg(size):
    """Return a JPEG with comment segments of *size* bytes before its first table."""
    sizes = [65_000] * (size // 65_000) + [size % 65_000]
    segments = (b"\xff\xfe" + struct.pack(">H", n + 2) + b"x" * n for n in sizes)
    return grown("jpg", 20, b"".join(segments))


def gif(size):
    """Return a GIF with a comment extension of *size* bytes behind its palette."""
    sizes = [255] * (size // 255) + [size % 255] * bool(size % 255)
    blocks = (bytes((n,)) + b"x" * n for n in sizes)
    return grown("gif", 19, b"!\xfe" + b"".join(blocks) + b"\0")


def pdf(size):
    """Return a PDF with a comment of *size* bytes in front of its table of objects."""
    content = HONEST["pdf"].content
    at = content.index(b"xref\n")
    comment = b"%" + b"x" * size + b"\n"
    larger = content[:at] + comment + content[at:]
    return larger.replace(b"startxref\n%d\n" % at, b"startxref\n%d\n" % (at + len(comment)))


def webp(size):
    """Return a WebP with metadata of *size* bytes, or one more, behind its picture."""
    picture, data = HONEST["webp"].content[12:], b"x" * (size + size % 2)
    head = b"VP8X" + struct.pack("<I", 10) + bytes(10)
    body = b"WEBP" + head + picture + b"EXIF" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


def archive(size):
    """Return a zip with one stored text of *size* bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        opened.writestr(zipfile.ZipInfo("honest.txt", EPOCH), b"x" * size)
    return buffer.getvalue()


def grown(extension, at, more):
    """Return the honest file of a type with *more* put in at an offset."""
    content = HONEST[extension].content
    return content[:at] + more + content[at:]


GROW = {
    "png": png,
    "jpg": jpeg,
    "jpeg": jpeg,
    "gif": gif,
    "webp": webp,
    "pdf": pdf,
    "zip": archive,
    "csv": lambda size: (b"name,value\r\n" * (size // 12 + 1))[:size],
    "txt": lambda size: b"x" * size,
}
EDGE = b"--" + BOUNDARY
TEXTS = {
    "one-byte": b"x",
    **{f"ends-in-{end!r}": b"line" + end for end in (b"\r", b"\n", b"\r\n", b"\r\n\r\n", b"\r\r")},
    "only-line-ends": b"\r\n\r\n",
    "begins-with-a-line-end": b"\r\nline",
    "boundary-on-the-first-line-cut-short": EDGE[:-1] + b"\r\n",
    "boundary-cut-short": b"a\r\n" + EDGE[:-1] + b"\r\nb",
    "boundary-inside-a-line": b"a " + EDGE + b" b",
    "boundary-without-hyphens": b"a\r\n" + BOUNDARY + b"\r\nb",
    "almost-at-the-end": b"a\r\n" + EDGE[:20],
    "hyphens-at-the-end": b"a\r\n--",
    "a-part-header": b'Content-Disposition: form-data; name="file"; filename="b.txt"\r\n\r\n',
    "many-characters": "".join(map(chr, (9, 10, 12, 13, *range(32, 0x3000)))).encode(),
}
HOW = {media_type: extension for extension, media_type in EVERY.items()}
FILES = (
    *((each, f"shade-{shade}", BUILDERS[each][1](shade)) for each in EVERY for shade in (0, 1)),
    *(("txt", name, content) for name, content in TEXTS.items()),
    *((HOW[kind], name, content) for kind, name, content in corpus.FILES if content),
)


# -- names ----------------------------------------------------------------------------

STEMS = """
report
a.b.c
minutes v1.2
C++ notes
100%
50%25 off
R&D, Q3 (final) [2]
e=mc2 @home #1 $100 ^up `x` ~y {z} !
O'Brien
it’s “quoted” – and “dashed” —
user@example.com
invoice example.com
IMG_0001
console
com10
nulls
_private
x-1_2
café résumé naïve Größe Ærø
Łódź Škoda İstanbul Đà Nẵng
Cafe\u0301 re\u0301sume\u0301 \u0041\u030angstro\u0308m
Tie\u0302\u0301ng Vie\u0323\u0302t
Отчёт за май.финал
Ѓорѓи Їжак Ўладзь
Ελληνικό αρχείο ΐ
تقرير نهائي ٢٠٢٦
می\u200cخواهم
דוח שָׁנָה סופי
क्\u200dष रिपोर्ट
ਪੰਜਾਬੀ
বাংলা প্রতিবেদন
தமிழ் அறிக்கை
ශ්\u200dරී ලංකා
รายงานประจำปี
ລາຍງານ
မြန်မာ
របាយការណ៍
ཡིག་ཆ
ანგარიში Հաշվետվություն
አማርኛ ዘገባ
报告 最终版
報告書（最終）「案」
質問？１２：３０
カタカナ ﾊﾝｶｸ ひらがな
\u304b\u3099\u304d\u3099
보고서 최종
\u1107\u1169\u1100\u1169\u1109\u1165
𠀀𠮷 ideographs
😀 party 🎉
❤️ hearts ☎️
👍🏽 skin
🇨🇭 flag
1️⃣ first
½ cup №5 ²³ ㎡ ℃
ﬁle ﬂow Ⅷ
wait… what
𝒻𝒶𝓃𝒸𝓎
""".strip().splitlines()

SCRIPTS = """
LATIN CYRILLIC GREEK ARABIC HEBREW DEVANAGARI GURMUKHI BENGALI TAMIL SINHALA THAI LAO MYANMAR
KHMER TIBETAN GEORGIAN ARMENIAN ETHIOPIC CJK HIRAGANA KATAKANA HANGUL
"""

WHOLE = (
    "minutes v1.2.pdf",
    "100%.png",
    "C++ notes.txt",
    "a.b.c.txt",
    "PHOTO.JPG",
    "Scan.Pdf",
    "файл.TXT",
    "文.txt",
    "я.png",
    "a.png.png",
    "archive.2026.11.24.gif",
    "index.jpeg",
    "php.txt",
    "my php notes.txt",
    "html5.png",
    "readme.md.txt",
    "データ.v2.pdf",
)
LONG = tuple(
    (char * ((255 - len(".txt")) // len(char.encode()))) + ".txt"
    for char in ("a", "é", "文", "😀", "㎯")
)


WORDS = {
    "latin": "report minutes über façade naïve Žižek",
    "cyrillic": "отчёт протокол фото",
    "greek": "αναφορά φωτογραφία",
    "arabic": "تقرير صورة",
    "hebrew": "דוח תמונה",
    "devanagari": "रिपोर्ट क्\u200dष",
    "thai": "รายงาน",
    "han": "报告 照片",
    "kana": "レポート しゃしん",
    "hangul": "보고서 사진",
    "emoji": "😀 🎉 ❤️",
    "numbers": "1 2026 v2 3½",
}
words = st.sampled_from([word for each in WORDS.values() for word in each.split()])
glue = st.sampled_from(
    [" ", "-", "_", ", ", " & ", ".", "+", "'", " (", ") ", " [", "] ", "%", "="]
)
forms = st.sampled_from(["NFC", "NFD"])
stems = st.builds(
    lambda first, more, form: unicodedata.normalize(form, first + "".join(g + w for g, w in more)),
    words,
    st.lists(st.tuples(glue, words), max_size=6),
    forms,
)
extensions = st.sampled_from([*EVERY, *map(str.upper, EVERY)])
