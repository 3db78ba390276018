"""What holds for every reader: honest files pass, and no change of their end or middle harms us."""

from __future__ import annotations

import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reference_app.formats import READERS, SIGNATURES, NotThisType, Walk
from tests.reference_app.formats.corpus import FILES, STRUCTURED


def named(files):
    """Return *files* as parameters."""
    return [pytest.param(kind, data, id=name) for kind, name, data in files]


def read(kind, data):
    """Read *data* as *kind*."""
    return READERS[kind](Walk(io.BytesIO(data)))


def why(kind, data):
    """Return why *data* is refused; nothing if it is not."""
    try:
        read(kind, data)
    except NotThisType as refusal:
        return str(refusal)
    return ""


@pytest.mark.parametrize(("kind", "data"), named(FILES))
def test_an_honest_file_is_read_to_its_end(kind, data):
    """Whoever wrote it, it begins and ends as its type."""
    assert SIGNATURES[kind](data[:512])
    read(kind, data)


@pytest.mark.parametrize(("kind", "data"), named(FILES))
def test_an_honest_file_is_of_one_type(kind, data):
    """No other reader takes it, but that text and tables are text."""
    other = [each for each in READERS if each.partition("/")[0] != "text" or kind[:5] != "text/"]
    for each in set(other) - {kind}:
        with pytest.raises(NotThisType):
            read(each, data)
        assert not SIGNATURES[each](data[:512])


@pytest.mark.parametrize(("kind", "data"), named(STRUCTURED))
def test_a_truncated_file_is_refused(kind, data):
    """At every sixteenth, and one byte before the end."""
    for length in {*(len(data) * n // 16 for n in range(16)), len(data) - 1}:
        if (kind, data[length:]) != ("application/pdf", b"\n"):  # the last line end is free
            with pytest.raises(NotThisType):
                read(kind, data[:length])


@pytest.mark.parametrize(("kind", "data"), named(STRUCTURED))
@pytest.mark.parametrize("more", [b"\0", b"\n", b"PK\x05\x06" + bytes(18)], ids=repr)
def test_bytes_behind_the_end_are_refused(kind, data, more):
    """That is where a second format hides."""
    if (kind, data[-4:] + more) != ("application/pdf", b"%EOF\n"):
        with pytest.raises(NotThisType):
            read(kind, data + more)


@pytest.mark.parametrize(("kind", "data"), named(STRUCTURED))
def test_bytes_before_the_beginning_are_refused(kind, data):
    """A type is what a file begins with."""
    with pytest.raises(NotThisType):
        read(kind, b"\n" + data)


changes = st.lists(st.tuples(st.integers(0, 2**20), st.binary(max_size=6)), min_size=1, max_size=4)


@settings(max_examples=1500, deadline=None)
@given(file=st.sampled_from(FILES), changes=changes, cut=st.integers(0, 8))
@example(file=STRUCTURED[0], changes=[(0, b"")], cut=0)
def test_no_bytes_make_a_reader_fail(file, changes, cut):
    """Whatever was changed, a reader answers or refuses; the reason holds no byte of it."""
    kind, _, data = file
    for at, put in changes:
        place = at % (len(data) + 1)
        data = data[:place] + put + data[place + len(put) * (at % 2) :]
    reason = why(kind, data[: len(data) - cut])
    assert reason.isascii()
    assert len(reason) < 60


@settings(max_examples=500, deadline=None)
@given(kind=st.sampled_from(sorted(READERS)), data=st.binary(max_size=200), head=st.booleans())
def test_no_noise_makes_a_reader_fail(kind, data, head):
    """Neither from the first byte nor behind an honest beginning."""
    honest = next(each for each_kind, _, each in FILES if each_kind == kind)
    assert why(kind, honest[: len(honest) // 2] * head + data) or kind.startswith("text/")
