"""Over-long names: their lengths in bytes, where it matters to the byte."""

from __future__ import annotations

import unicodedata

import pytest

from attacks.catalogue.filename.over_long_name import ATTACK
from tests.attacks.seeking import PNG, TXT, minimal, names, reached

SEEDS = {probe.variant: names(probe)[0] for probe in ATTACK.seeds(PNG)}


@pytest.mark.parametrize("size", [251, 252, 255, 256])
def test_sizes_are_exact(size: int):
    """The name says how long it is, extension included."""
    assert len(SEEDS[f"bytes-{size}"]) == size


@pytest.mark.parametrize(("script", "least"), [("two", 500), ("three", 750), ("four", 1000)])
def test_code_points_fit_and_bytes_do_not(script: str, least: int):
    """Who counts characters lets the name pass."""
    name = SEEDS[f"code-points-255-of-{script}-bytes"]

    assert len(name.decode()) == 255
    assert len(name) > least


def test_growing_name_fits_until_it_is_decomposed():
    """It is legal as it is sent."""
    name = SEEDS["growing"].decode()

    assert (
        len(name.encode())
        <= 255
        < len(unicodedata.normalize("NFKD", name).encode("ascii", "ignore"))
    )


def test_cut_leaves_an_active_extension():
    """The first 255 bytes are a PHP file."""
    name = SEEDS["cut-to-active-extension"]

    assert name[:255].endswith(b".php")
    assert name.endswith(b".png")


def test_neighbour_is_long_but_legal():
    """A name of 200 bytes must be stored."""
    assert [len(names(probe)[0]) for probe in ATTACK.neighbours(TXT)] == [10, 200]


@pytest.mark.parametrize("token", ["é", "文", "😀", "㎯"])
def test_reaches(token: str):
    """Scripts of every width are generated, and characters that grow."""
    assert reached(ATTACK, lambda name: token.encode() in name)


def test_shrinks_to_just_too_long():
    """A counterexample is one byte over the limit."""
    assert names(minimal(ATTACK)) == (b"a" * 252 + b".txt",)
