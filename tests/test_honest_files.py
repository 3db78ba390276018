"""Honest files under honest names get in, and come back as they were: hardening costs nobody."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attacks.model import Body, Fill, Profile, SentFile
from attacks.retrieve import get
from attacks.strategies.contents import BUILDERS, HONEST
from attacks.uploads import form_for, part_for, post, upload
from attacks.wire.multipart import Form
from reference_app.policy import ACCEPTED
from tests.apps import reference
from tests.honest import EDGES, FILES, GROW, LONG, STEMS, WHOLE, extensions, stems

MIB = 1024 * 1024
PROFILE = Profile(endpoint="/", field="file")
DISPOSITION = re.compile(
    r'attachment; filename="([\w.\-]+)"; ' + r"filename\*=UTF-8''([\w!#$&+\-.^`|~%]+)", re.ASCII
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
    exchange = sent(b"large.txt", Body((Fill(pattern=line, size=15 * MIB),)))
    _, download = stored(session, exchange)

    assert download.header(b"Content-Length") == (b"%d" % (15 * MIB),)
    assert download.body == line * (len(download.body) // len(line))


# -- names ----------------------------------------------------------------------------


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
