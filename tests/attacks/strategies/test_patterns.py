"""Patterns: the two words are replaced, everything else is sent as it is."""

from __future__ import annotations

from attacks.strategies.pairs import two_uploads
from attacks.strategies.patterns import spelled, variants
from tests.attacks.seeking import PNG, TXT, names


def test_words_are_replaced_and_bytes_are_not():
    """Percent signs, NUL and bytes that are not UTF-8 survive."""
    assert spelled(TXT, b"a.BAD%00\x00\xff.GOOD") == b"a.php%00\x00\xff.txt"
    assert spelled(PNG, b"a.BAD.GOOD", "jsp") == b"a.jsp.png"


def test_variants_carry_their_names():
    """The table's keys are the variants, in its order."""
    probes = variants(TXT, {"one": b"1.GOOD", "two": b"2.GOOD"})

    assert [(p.variant, names(p)) for p in probes] == [("one", (b"1.txt",)), ("two", (b"2.txt",))]


def test_two_uploads_differ_in_bytes():
    """The second file can be told from the first."""
    probe = two_uploads(PNG, "a", "b", variant="pair")
    first, second = (step.file.content for step in probe.steps)

    assert names(probe) == (b"a.png", b"b.png")
    assert first != second
