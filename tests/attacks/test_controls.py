"""The file of controls is read, and bad data is named."""

from __future__ import annotations

import re

import pytest

from attacks import controls
from attacks.controls import BadControls, parse

GOOD = """
[nosniff]
title = "Sniffing off"
demand = "One header"
asvs = ["v5.0.0-3.4.4"]
cwe = [436]
wstg = ["WSTG-INPV-02"]
"""


def test_the_file_is_read_once_and_whole():
    """A hundred and four controls, each found by its slug."""
    known = controls.load()
    assert len(known) == 104
    assert known["nosniff"].cwe == (436,)
    assert controls.load() is known


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[nosniff]", "[nosniff", "not TOML"),
        ("[nosniff]", "nosniff = 1", "exactly the fields"),
        ('title = "Sniffing off"', "", "exactly the fields"),
        ('title = "Sniffing off"', "titel = 1", "exactly the fields"),
        ('"Sniffing off"', '" "', "nosniff.title: ' ' is not a text"),
        ('"One header"', "1", "nosniff.demand: 1 is not a text"),
        ("[436]", '"436"', "nosniff.cwe: '436' is not a list"),
        ("[436]", "[1]", "nosniff.cwe: 1 is not in"),
        ('"WSTG-INPV-02"', '["x"]', r"nosniff.wstg: \['x'\] is not in"),
    ],
)
def test_bad_data_is_named(old, new, words):
    """The message says which control, which field and which value."""
    bad = GOOD.replace(old, new, 1)
    if new == "nosniff = 1":
        bad = new
    with pytest.raises(BadControls, match=words):
        parse(bad)


def test_a_control_answers_to_something():
    """A catalogue may have no id for it, but not all three."""
    assert parse(GOOD.replace("[436]", "[]"))["nosniff"].cwe == ()
    with pytest.raises(BadControls, match="nosniff: a control answers to one id at least"):
        parse(re.sub(r"(?m)^(asvs|cwe|wstg) = .*", r"\1 = []", GOOD))


def test_good_data_is_read():
    """Lists become tuples, so that a control cannot change."""
    assert parse(GOOD)["nosniff"].asvs == ("v5.0.0-3.4.4",)
