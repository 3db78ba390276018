"""Other parsers: who is there, what each finds, and that nobody is needed."""

from __future__ import annotations

import logging
import sys
import warnings

import pytest

from attacks import differential
from attacks.catalogue.multipart.parser_differential import ATTACK
from attacks.model import Body, Reading, Request
from attacks.wire.deviations import deviated
from attacks.wire.multipart import Form, file_part, text_part
from tests.attacks.oracles.builders import digest
from tests.attacks.seeking import TXT

DATA = b"one\r\ntwo\n"
FORM = Form(
    parts=(
        text_part(b"note", b"honest"),
        file_part(b"file", b"a.txt", Body((DATA,)), b"text/plain"),
    )
)
ALL = {"Django", "Tornado", "Werkzeug", "aiohttp", "email", "multipart", "python-multipart"}
MODULES = ("aiohttp", "django", "multipart", "python_multipart", "tornado", "werkzeug")


def read(*names: str, form: Form = FORM) -> dict[str, Reading]:
    """Return what each parser makes of *form* with these deviations."""
    made = deviated(form, names)
    request = Request(path=b"/", headers=(made.content_type(),), body=made.body())
    return {reading.parser: reading for reading in differential.readings(request, "file")}


def test_all_are_installed_here():
    """The test environment has the extra `parsers`."""
    assert set(differential.readers()) == ALL


@pytest.mark.parametrize("parser", sorted(ALL))
def test_an_honest_form_is_read_as_meant(parser: str):
    """Name and bytes of the one file in the field."""
    assert read()[parser] == Reading(parser=parser, names=(b"a.txt",), digests=(digest(DATA),))


DIFFER = {
    ("name-starred", "Django"): (b"rival.txt",),
    ("name-starred", "multipart"): (b"a.txt",),
    ("late-part", "Tornado"): (b"a.txt", b"rival.txt"),
    ("late-part", "aiohttp"): (b"a.txt",),
    ("line-feeds", "Werkzeug"): (b"a.txt",),
    ("line-feeds", "Django"): (),
    ("name-latin-1", "python-multipart"): (b"a\xfc.txt",),
    ("name-encoded-word", "email"): (b"a.txt",),
    ("field-other-case", "email"): (),
}


@pytest.mark.parametrize(("case", "names"), DIFFER.items(), ids=map("-".join, DIFFER))
def test_parsers_differ_as_they_are_known_to(case: tuple[str, str], names: tuple[bytes, ...]):
    """The names that one of them finds."""
    deviation, parser = case

    assert read(deviation)[parser].names == names


def test_a_parser_that_raises_refuses():
    """Whatever it raises, and it finds nothing then."""
    found = read("unclosed")

    assert found["multipart"] == Reading(parser="multipart", refused=True)
    assert not found["email"].refused


def test_base64_is_undone_by_some():
    """The bytes differ, the names do not."""
    found = read("part-base64")

    assert found["aiohttp"].digests == (digest(DATA),)
    assert found["Werkzeug"].digests != found["aiohttp"].digests


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch):
    """Take all parsers away but that of the standard library."""
    differential.readers.cache_clear()
    for name in (*MODULES, *sys.modules):
        if name.partition(".")[0] in MODULES:
            monkeypatch.setitem(sys.modules, name, None)
    yield
    differential.readers.cache_clear()


def test_the_standard_library_is_always_there(alone):
    """A parser that cannot be imported is not asked, and the attack still has its variants."""
    assert set(differential.readers()) == {"email"}
    assert set(read()) == {"email"}
    assert {r.parser for p in ATTACK.seeds(TXT) for r in p.steps[0].file.readings} == {"email"}


def test_a_result_tells_who_was_asked():
    """Without the extra the same verdict rests on less."""
    assert ATTACK.note() == f"asked were {', '.join(sorted(ALL, key=_module))}"


def _module(name: str) -> str:
    return name.lower().replace("-", "_")


def test_a_parser_of_another_make_is_not_asked(monkeypatch: pytest.MonkeyPatch):
    """One that does not read an honest form would refuse everything, and agree with all."""
    assert not differential._is_there(lambda _body, _type: [])
    assert not differential._is_there(lambda _body, _type: 1 / 0)


def test_nobody_talks(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture):
    """Warnings and log lines of the parsers are nobody's business."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name in ("name-twice", "line-feeds", "unclosed", "part-unknown-coding"):
            read(name)

    assert capfd.readouterr() == ("", "")
    assert caplog.records == []
    assert not logging.getLogger("python_multipart.multipart").disabled
