"""Chosen bytes go out under the name of what is accepted, and of nothing else."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import Body, Demand, Fill
from attacks.strategies.contents import HONEST
from attacks.strategies.typed import drawn, from_tables, holding, honest_each, of_types
from tests.attacks.seeking import PNG, TXT, found, names

BOTH = replace(TXT, accepted=(HONEST["jpeg"], HONEST["jpg"], HONEST["zip"]))


def test_one_sample_for_each_type():
    """Two extensions of one type are one, and what is not accepted is none."""
    assert of_types(BOTH, "jpg", "zip", "png") == (HONEST["jpeg"], HONEST["zip"])
    assert of_types(TXT, "png") == ()


def test_bytes_are_sent_as_if_they_were_the_sample():
    """Name and claim are the sample's, unless another claim is given."""
    (step,) = holding(PNG, HONEST["jpg"], b"x", variant="v").steps
    assert (step.file.filename, step.file.media_type) == (b"holding.jpg", b"image/jpeg")
    assert step.file.content == Body((b"x",))
    assert step.demand is Demand.REFUSE
    large = Body((Fill(pattern=b"a", size=9),))
    (step,) = holding(PNG, HONEST["jpg"], large, media_type=b"a/b", demand=Demand.EITHER).steps
    assert (step.file.content, step.file.media_type) == (large, b"a/b")


def test_a_table_is_found_by_type():
    """A table for jpg is that of jpeg as well; a type without a table has no variant."""
    probes = from_tables(BOTH, {"jpg": {"a": b"1", "b": b"2"}, "png": {"c": b"3"}})
    assert [probe.variant for probe in probes] == ["a-jpeg", "b-jpeg"]


def test_nothing_is_drawn_where_nothing_is_accepted():
    """There would be no name for it."""
    assert drawn(TXT, ("png",), st.just(b"x")).is_empty
    assert names(found(drawn(PNG, ("png",), st.just(b"x")), lambda _: True)) == (b"holding.png",)


def test_neighbours_are_never_missing():
    """An honest file of each type, else any honest file."""
    assert [p.variant for p in honest_each(PNG, "png", "jpg")] == ["honest-png", "honest-jpg"]
    assert [p.variant for p in honest_each(TXT, "zip")] == ["honest"]
