"""Honest files under honest names get in, and come back as they were: hardening costs nobody."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from dataclasses import dataclass, replace
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from attacks.calibrate import calibrate
from attacks.marks import prepared
from attacks.model import OWNER, Body, Fill, Profile, SentFile
from attacks.retrieve import get
from attacks.strategies.contents import BUILDERS, HONEST
from attacks.targets.session import Session
from attacks.uploads import form_for, part_for, post, upload
from attacks.wire.multipart import Form
from reference_app.type_sets import EVERY, IMAGES
from tests.apps import reference
from tests.honest import EDGES, FILES, GROW, LONG, SCRIPTS, STEMS, WHOLE, extensions, stems

MIB = 1024 * 1024
DISPOSITION = re.compile(
    r'attachment; filename="([\w.\-]+)"; ' + r"filename\*=UTF-8''([\w!#$&+\-.^`|~%]+)", re.ASCII
)


@dataclass(frozen=True)
class Person:
    """Somebody who is logged in, and whose files are kept."""

    session: Session
    profile: Profile

    def exchange(self, name, content):
        """Return the upload of a file as a browser sends it."""
        kind = EVERY.get(name.rpartition(b".")[2].lower().decode("latin-1"), "text/plain")
        body = content if isinstance(content, Body) else Body((content,))
        file = SentFile(filename=name, content=body, media_type=kind.encode())
        return upload(self.profile, file)

    def ready(self, request):
        """Return *request* with the person's cookie and token."""
        return prepared(self.profile, request, OWNER)

    def send(self, request):
        """Send *request*."""
        return self.session.send(self.ready(request)).response

    def get(self, place):
        """Fetch *place*."""
        return get(self.session, place, self.profile.headers[OWNER])

    def stored(self, request):
        """Upload; return the place that the answer leads to, and what is there."""
        answer = self.send(request)
        assert answer.status == 303, answer.body
        (place,) = answer.header(b"Location")
        return place.decode(), self.get(place.decode())


def opened(**settings):
    """Return the reference app with every type accepted."""

    def build(folder):
        return reference.create_app(folder, accepted=EVERY, **settings)

    return reference.target_of("honest", build)


@pytest.fixture(scope="module")
def person():
    """Open the app once, with pictures kept as sent: what one upload leaves harms no other."""
    target = opened(image_handling="keep")
    with target.open() as session:
        yield Person(session, calibrate(session, target.hints))


@pytest.fixture(scope="module")
def redrawing():
    """Open the app as it is by default: pictures are redrawn."""
    target = opened()
    with target.open() as session:
        yield Person(session, calibrate(session, target.hints))


def names(download):
    """Return the ASCII and the extended name that a download is offered under."""
    (value,) = download.header(b"Content-Disposition")
    plain, extended = DISPOSITION.fullmatch(value.decode("ascii")).groups()
    return plain, unquote(extended, errors="strict")


def assert_comes_back(person, raw_name, meant, content):
    """Upload; look at bytes, type and both names of what is served."""
    _, download = person.stored(person.exchange(raw_name, content).request)
    plain, extended = names(download)
    suffix = meant.rpartition(".")[2].lower()

    assert (download.status, download.body) == (200, content)
    assert download.header(b"Content-Type")[0].split(b";")[0].decode() == EVERY[suffix]
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
def test_an_honest_file_comes_back(person, extension, content):
    """Every type, and text that looks like the frame around it."""
    assert_comes_back(person, b"report." + extension.encode(), f"report.{extension}", content)


def assert_length_is_not_special(person, extension, size):
    """Upload a file of *size* bytes, and one in a body of that size."""
    raw = b"report." + extension.encode()
    frame = person.ready(person.exchange(raw, b"").request).body.size
    for wanted in (size, size - frame):
        grow = wanted
        for _ in range(3):  # a type's own frame grows by steps
            content = GROW[extension](grow)
            grow += wanted - len(content)
        assert abs(len(content) - wanted) <= (extension in {"gif", "webp"})
        assert person.stored(person.exchange(raw, content).request)[1].body == content


@pytest.mark.parametrize("extension", EVERY)
@pytest.mark.parametrize("edge", EDGES)
def test_files_around_the_edges_of_a_read_come_back(person, extension, edge):
    """No length is special: the file, and the whole body, end around each edge."""
    for size in range(edge - 3, edge + 4):
        assert_length_is_not_special(person, extension, size)


@pytest.mark.parametrize("block", [1, 2, 3])
@pytest.mark.parametrize("off", range(-8, 9))
def test_files_around_the_edges_of_a_block_come_back(person, block, off):
    """Nor is any modulo 65,536, where a parser once kept a byte too many (Werkzeug 3.1.5)."""
    assert_length_is_not_special(person, "txt", block * 65_536 + off)


def test_a_large_file_comes_back_as_far_as_we_look(person):
    """Fifteen megabytes, of which the suite keeps the first."""
    line = b"An honest line.\n"
    exchange = person.exchange(b"large.txt", Body((Fill(pattern=line, size=15 * MIB),)))
    _, download = person.stored(exchange.request)

    assert download.header(b"Content-Length") == (b"%d" % (15 * MIB),)
    assert download.body == line * (len(download.body) // len(line))


@pytest.mark.parametrize(
    ("extension", "content"),
    [pytest.param(each, content, id=name) for each, name, content in FILES if each in IMAGES],
)
def test_an_honest_picture_is_redrawn(redrawing, extension, content):
    """Whoever wrote it, what comes back is a picture of the same type and size."""
    exchange = redrawing.exchange(b"report." + extension.encode(), content)
    _, download = redrawing.stored(exchange.request)
    before, after = (Image.open(io.BytesIO(each)) for each in (content, download.body))

    assert (after.format, sorted(after.size)) == (before.format, sorted(before.size))
    assert getattr(after, "n_frames", 1) == getattr(before, "n_frames", 1)
    after.load()


# -- names ----------------------------------------------------------------------------


@pytest.mark.parametrize("stem", STEMS)
def test_an_honest_name_comes_back(person, stem):
    """In any script, for every accepted type, in lower case and in upper case."""
    for at, extension in enumerate(EVERY):
        name = f"{stem}.{extension.upper() if at % 2 else extension}"
        assert_comes_back(person, name.encode(), name, HONEST[extension].content)


def test_the_names_are_in_twenty_scripts():
    """A script is what the names of its letters begin with (Unicode)."""
    letters = {char for char in "".join(STEMS) if char.isalpha()}
    assert {unicodedata.name(char).partition(" ")[0] for char in letters} >= {*SCRIPTS.split()}
    assert len({*SCRIPTS.split()}) >= 20


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_name_comes_back(person, name):
    """Dots, upper case and words that only look dangerous."""
    assert_comes_back(person, name.encode(), name, HONEST[name.rpartition(".")[2].lower()].content)


@pytest.mark.parametrize("name", LONG, ids=lambda name: name[0])
def test_the_longest_names_come_back(person, name):
    """As long as a file system can hold, in bytes; old readers get a name of that length too."""
    assert 252 <= len(name.encode()) <= 255
    assert_comes_back(person, name.encode(), name, HONEST["txt"].content)


@pytest.mark.parametrize(
    "escaped", [b"say %22hi%22.txt", b'say \\"hi\\".txt'], ids=["browsers", "older-clients"]
)
def test_quotes_come_back_as_quotes(person, escaped):
    """Browsers write %22 (WHATWG HTML), older clients a backslash."""
    assert_comes_back(person, escaped, 'say "hi".txt', HONEST["txt"].content)


@settings(max_examples=150, deadline=None)
@given(stem=stems, extension=extensions, shade=st.integers(0, 9))
def test_any_honest_words_make_a_name(person, stem, extension, shade):
    """Mixed scripts, composed or not, with what people put between words."""
    name = f"{stem}.{extension}"
    assert_comes_back(person, name.encode(), name, BUILDERS[extension.lower()][1](shade))


# -- answers --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["report.txt", "Cafe\u0301 文 \u0939.txt", "x" * 251 + ".txt"])
@pytest.mark.parametrize("content", [b"x", b"line\r\n", b"x" * 70_000], ids=len)
def test_the_answer_for_programs_is_true(person, name, content):
    """Name, size and digest in the JSON answer are those of the file; so is its address."""
    exchange = person.exchange(name.encode(), content)
    accept = (b"Accept", b"application/json")
    request = replace(exchange.request, headers=(*exchange.request.headers, accept))
    answer = person.send(request)
    told = json.loads(answer.body)

    assert answer.status == 201
    assert told["name"] == unicodedata.normalize("NFC", name)
    assert (told["size"], told["sha256"]) == (len(content), exchange.file.content.sha256())
    assert answer.header(b"Location") == (told["url"].encode(),)
    assert person.get(told["url"]).body == content


@pytest.mark.parametrize("extension", EVERY)
def test_the_same_name_twice_is_two_files(person, extension):
    """Nothing is replaced, and nothing is refused."""
    raw, contents = b"report." + extension.encode(), [BUILDERS[extension][1](n) for n in (1, 2)]
    first, second = (person.stored(person.exchange(raw, each).request)[0] for each in contents)

    assert first != second
    downloads = [person.get(place) for place in (first, second)]
    assert [each.body for each in downloads] == contents
    assert [names(each)[1] for each in downloads] == [raw.decode()] * 2


@pytest.mark.parametrize("epilogue", [b"", b"\r\n", b"\r\nbye"], ids=repr)
@pytest.mark.parametrize("preamble", [b"", b"\r\n", b"hello\r\n"], ids=repr)
def test_lawful_text_around_the_parts_harms_no_file(person, preamble, epilogue):
    """RFC 2046 lets text stand before the first boundary and behind the last one."""
    file = person.exchange(b"report.txt", b"line\r\n").file
    form = form_for(person.profile, part_for(person.profile, file))
    form = Form(parts=form.parts, newline=b"\r\n", preamble=preamble, epilogue=epilogue)

    assert person.stored(post(person.profile, form))[1].body == b"line\r\n"
