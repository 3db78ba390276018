"""Only known ids may be cited."""

from __future__ import annotations

import re

import pytest

from attacks import taxonomy


@pytest.mark.parametrize(
    ("cited", "words"),
    [
        ("CWE-23", "Relative Path Traversal"),
        ("v5.0.0-3.4.4", "sniffing"),
        ("WSTG-BUSL-09", "Malicious Files"),
    ],
)
def test_each_table_is_asked(cited, words):
    """One function gives the title of any id."""
    assert words in taxonomy.title(cited)


@pytest.mark.parametrize(
    "cited", ["CWE-1", "22", "CWE-x", "CWE-²", "v4.0.3-12.3.1", "WSTG-X-01", ""]
)
def test_an_unknown_id_is_refused_by_name(cited):
    """A typing error cannot reach a report."""
    with pytest.raises(KeyError, match=re.escape(repr(cited))):
        taxonomy.title(cited)


def test_ids_have_the_form_of_their_catalogue():
    """Levels are 1 to 3, and no title is empty."""
    assert all(re.fullmatch(r"v5\.0\.0-\d+\.\d+\.\d+", i) for i in taxonomy.ASVS)
    assert all(r.level in (1, 2, 3) and r.summary for r in taxonomy.ASVS.values())
    assert all(re.fullmatch(r"WSTG-[A-Z]{4}-\d\d", i) for i in taxonomy.WSTG)
    assert all((*taxonomy.CWE.values(), *taxonomy.WSTG.values()))
