"""Extensions and their disguises: what is reached, and what it shrinks to."""

from __future__ import annotations

import unicodedata

import pytest

from attacks.model import Profile, Sample
from attacks.strategies import extensions
from tests.attacks.seeking import TXT, found


def test_unwanted_leaves_out_what_the_target_accepts():
    """A site that takes SVG is not attacked with it."""
    svg = Sample(extension="svg", media_type="image/svg+xml", content=b"<svg/>")
    profile = Profile(endpoint="/", field="file", accepted=(svg,))

    assert "svg" in extensions.unwanted(TXT)
    assert "svg" not in extensions.unwanted(profile)


def test_tables_do_not_overlap():
    """Each extension has one reason."""
    every = (*extensions.ACTIVE, *extensions.DESKTOP, *extensions.SNIFFED, extensions.UNKNOWN)
    assert len(every) == len(set(every))


def test_active_shrinks_to_the_best_known():
    """A counterexample shows php wherever any extension will do."""
    assert found(extensions.active(TXT), lambda _: True) == "php"


@pytest.mark.parametrize("spelling", ["PHP", "pHp", "phP"])
def test_cased_reaches(spelling: str):
    """Any letter may be a capital one."""
    assert found(extensions.cased("php"), lambda drawn: drawn == spelling) == spelling


def test_cased_is_never_the_plain_spelling():
    """A case variant varies."""
    with pytest.raises(Exception, match="No examples"):
        found(extensions.cased("php"), lambda drawn: drawn == "php")


@pytest.mark.parametrize("part", ["．", "․", "ｐ", "ⓗ", "𝐩"])
def test_folding_reaches(part: str):
    """Dots and letters have other shapes."""
    assert part in found(extensions.folding("php"), lambda drawn: part in drawn)


@pytest.mark.parametrize(("extension", "letter"), [("svg", "ſ"), ("pkl", "\u212a"), ("cgi", "ı")])
def test_folding_reaches_special_letters(extension: str, letter: str):
    """Letters outside the regular blocks fold as well."""
    assert letter in found(extensions.folding(extension), lambda drawn: letter in drawn)


def test_folding_keeps_digits():
    """A digit has no disguise here and stays."""
    assert found(extensions.folding("php7"), lambda _: True).endswith("7")


@pytest.mark.parametrize("start", extensions.BLOCKS)
def test_blocks_are_alphabets(start: int):
    """Each block normalises to the letters from a to z, in order."""
    letters = "".join(chr(start + n) for n in range(26))

    assert unicodedata.normalize("NFKC", letters) == "abcdefghijklmnopqrstuvwxyz"


def test_interrupted_breaks_inside():
    """Something that a filter removes stands between two letters."""
    assert found(extensions.interrupted("php", ("php",)), lambda _: True) == "pphphp"
