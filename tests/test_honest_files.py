"""Honest files under honest names get in, and come back as they were: hardening costs nobody."""

from __future__ import annotations

import json
import re
import struct
import unicodedata
import zlib
from dataclasses import replace
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attacks.model import Body, Fill, Profile, SentFile
from attacks.retrieve import get
from attacks.strategies.contents import BUILDERS, HONEST
from attacks.uploads import form_for, part_for, post, upload
from attacks.wire.multipart import BOUNDARY, Form
from reference_app.policy import ACCEPTED
from tests.apps import reference

KIB = 1024
EDGES = (64 * KIB, 256 * KIB)  # what the intake reads at once, before and after the part header
PROFILE = Profile(endpoint="/", field="file")
DISPOSITION = re.compile(
    r'attachment; filename="([\w.\-]+)"; ' + r"filename\*=UTF-8''([\w!#$&+\-.^`|~%]+)", re.ASCII
)


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


def grown(extension, at, more):
    """Return the honest file of a type with *more* put in at an offset."""
    content = HONEST[extension].content
    return content[:at] + more + content[at:]


GROW = {"png": png, "jpg": jpeg, "jpeg": jpeg, "gif": gif, "pdf": pdf, "txt": lambda n: b"x" * n}
EDGE = b"--" + BOUNDARY
TEXTS = {
    "empty": b"",
    "one-byte": b"x",
    **{f"ends-in-{end!r}": b"line" + end for end in (b"\r", b"\n", b"\r\n", b"\r\n\r\n", b"\r\r")},
    "only-line-ends": b"\r\n\r\n",
    "begins-with-a-line-end": b"\r\nline",
    "boundary-on-the-first-line-cut-short": EDGE[:-1] + b"\r\n",
    "boundary-cut-short": b"a\r\n" + EDGE[:-1] + b"\r\nb",
    "boundary-inside-a-line": b"a " + EDGE + b" b",
    "boundary-behind-a-bare-lf": b"a\n" + EDGE + b"\nb",
    "boundary-behind-a-bare-cr": b"a\r" + EDGE + b"\rb",
    "boundary-without-hyphens": b"a\r\n" + BOUNDARY + b"\r\nb",
    "almost-at-the-end": b"a\r\n" + EDGE[:20],
    "hyphens-at-the-end": b"a\r\n--",
    "a-part-header": b'Content-Disposition: form-data; name="file"; filename="b.txt"\r\n\r\n',
    "every-byte": bytes(range(256)),
}
FILES = (
    *((each, f"shade-{shade}", BUILDERS[each][1](shade)) for each in ACCEPTED for shade in (0, 1)),
    *(("txt", name, content) for name, content in TEXTS.items()),
)


def sent(name, content, *, profile=PROFILE):
    """Return the upload of a file as a browser sends it."""
    kind = ACCEPTED.get(name.rpartition(b".")[2].lower().decode("latin-1"), "text/plain")
    body = content if isinstance(content, Body) else Body((content,))
    return upload(profile, SentFile(filename=name, content=body, media_type=kind.encode()))


@pytest.fixture(scope="module")
def session():
    """Open the reference app once; what one upload leaves must not harm the next."""
    with reference.target.open() as opened:
        yield opened


def stored(session, exchange):
    """Upload; return the place that the answer leads to, and what is there."""
    answer = session.send(exchange.request).response
    assert answer.status == 303, answer.body
    (place,) = answer.header(b"Location")
    return place, get(session, place.decode())


def names(download):
    """Return the ASCII and the extended name that a download is offered under."""
    (value,) = download.header(b"Content-Disposition")
    plain, extended = DISPOSITION.fullmatch(value.decode("ascii")).groups()
    return plain, unquote(extended, errors="strict")


def assert_comes_back(session, raw_name, meant, content):
    """Upload; look at bytes, type and both names of what is served."""
    _, download = stored(session, sent(raw_name, content))
    plain, extended = names(download)
    suffix = meant.rpartition(".")[2].lower()

    assert (download.status, download.body) == (200, content)
    assert download.header(b"Content-Type")[0].split(b";")[0].decode() == ACCEPTED[suffix]
    assert extended == unicodedata.normalize("NFC", meant)
    assert plain.lower().endswith(f".{suffix}")
    assert len(plain) <= 255


@pytest.mark.parametrize(
    ("extension", "content"),
    [
        pytest.param(extension, content, id=f"{extension}-{name}")
        for extension, name, content in FILES
    ],
)
def test_an_honest_file_comes_back(session, extension, content):
    """Every type, and text that looks like the frame around it."""
    assert_comes_back(session, b"report." + extension.encode(), f"report.{extension}", content)


@pytest.mark.parametrize("extension", ACCEPTED)
@pytest.mark.parametrize("edge", EDGES)
def test_files_around_the_edges_of_a_read_come_back(session, extension, edge):
    """No length is special: the file, and the whole body, end around each edge."""
    raw = b"report." + extension.encode()
    frame = sent(raw, b"").request.body.size
    for size in (*range(edge - 3, edge + 4), *range(edge - frame - 3, edge - frame + 4)):
        content = GROW[extension](size)
        content = GROW[extension](2 * size - len(content))  # the type's own frame counts too
        assert stored(session, sent(raw, content))[1].body == content


def test_a_large_file_comes_back_as_far_as_we_look(session):
    """Fifteen megabytes, of which the suite keeps the first."""
    line = b"An honest line.\n"
    exchange = sent(b"large.txt", Body((Fill(pattern=line, size=15 * KIB * KIB),)))
    _, download = stored(session, exchange)

    assert download.header(b"Content-Length") == (b"%d" % (15 * KIB * KIB),)
    assert download.body == line * (len(download.body) // len(line))


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


@pytest.mark.parametrize("stem", STEMS)
def test_an_honest_name_comes_back(session, stem):
    """In any script, for every accepted type, in lower case and in upper case."""
    for at, extension in enumerate(ACCEPTED):
        name = f"{stem}.{extension.upper() if at % 2 else extension}"
        assert_comes_back(session, name.encode(), name, HONEST[extension].content)


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_name_comes_back(session, name):
    """Dots, upper case and words that only look dangerous."""
    assert_comes_back(session, name.encode(), name, HONEST[name.rpartition(".")[2].lower()].content)


@pytest.mark.parametrize("name", LONG, ids=lambda name: name[0])
def test_the_longest_names_come_back(session, name):
    """As long as a file system can hold, in bytes; old readers get a name of that length too."""
    assert 252 <= len(name.encode()) <= 255
    assert_comes_back(session, name.encode(), name, HONEST["txt"].content)


@pytest.mark.parametrize(
    "escaped", [b"say %22hi%22.txt", b'say \\"hi\\".txt'], ids=["browsers", "older-clients"]
)
def test_quotes_come_back_as_quotes(session, escaped):
    """Browsers write %22 (WHATWG HTML), older clients a backslash."""
    assert_comes_back(session, escaped, 'say "hi".txt', HONEST["txt"].content)


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
extensions = st.sampled_from([*ACCEPTED, *map(str.upper, ACCEPTED)])


@settings(max_examples=150, deadline=None)
@given(stem=stems, extension=extensions, shade=st.integers(0, 9))
def test_any_honest_words_make_a_name(session, stem, extension, shade):
    """Mixed scripts, composed or not, with what people put between words."""
    name = f"{stem}.{extension}"
    assert_comes_back(session, name.encode(), name, BUILDERS[extension.lower()][1](shade))


# -- answers --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["report.txt", "Cafe\u0301 文 \u0939.txt", "x" * 251 + ".txt"])
@pytest.mark.parametrize("content", [b"", b"line\r\n", b"x" * 70_000], ids=len)
def test_the_answer_for_programs_is_true(session, name, content):
    """Name, size and digest in the JSON answer are those of the file; so is its address."""
    exchange = sent(name.encode(), content)
    request = exchange.request
    accept = (b"Accept", b"application/json")
    answer = session.send(replace(request, headers=(*request.headers, accept))).response
    told = json.loads(answer.body)

    assert answer.status == 201
    assert told["name"] == unicodedata.normalize("NFC", name)
    assert (told["size"], told["sha256"]) == (len(content), exchange.file.content.sha256())
    assert answer.header(b"Location") == (told["url"].encode(),)
    assert get(session, told["url"]).body == content


@pytest.mark.parametrize("extension", ACCEPTED)
def test_the_same_name_twice_is_two_files(session, extension):
    """Nothing is replaced, and nothing is refused."""
    build = BUILDERS[extension][1]
    raw = b"report." + extension.encode()
    (first, _), (second, _) = (stored(session, sent(raw, build(shade))) for shade in (1, 2))

    assert first != second
    downloads = [get(session, place.decode()) for place in (first, second)]
    assert [each.body for each in downloads] == [build(1), build(2)]
    assert [names(each)[1] for each in downloads] == [raw.decode()] * 2


@pytest.mark.parametrize("epilogue", [b"", b"\r\n", b"\r\nbye"], ids=repr)
@pytest.mark.parametrize("preamble", [b"", b"\r\n", b"hello\r\n"], ids=repr)
def test_lawful_text_around_the_parts_harms_no_file(session, preamble, epilogue):
    """RFC 2046 lets text stand before the first boundary and behind the last one."""
    exchange = sent(b"report.txt", b"line\r\n")
    form = form_for(PROFILE, part_for(PROFILE, exchange.file))
    form = Form(parts=form.parts, newline=b"\r\n", preamble=preamble, epilogue=epilogue)
    framed = replace(exchange, request=post(PROFILE, form))

    assert stored(session, framed)[1].body == b"line\r\n"
