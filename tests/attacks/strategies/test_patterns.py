"""Patterns: the two words are replaced, everything else is sent as it is."""

from __future__ import annotations

from dataclasses import replace

from attacks.model import Body
from attacks.strategies.contents import HONEST
from attacks.strategies.pairs import two_uploads
from attacks.strategies.patterns import spelled, texts, variants
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


def test_texts_are_spelled_and_sent_as_what_the_target_takes():
    """A file holds its own text; its type is that of its extension, or plain text."""
    json = replace(TXT, accepted=(*TXT.accepted, HONEST["json"]))
    (probe,) = texts(json, {"a": (b"a.json", b"[]")})
    (other,) = texts(json, {"b": (b"b.ini", b"x=.GOOD")})

    assert [step.file.media_type for step in probe.steps] == [b"application/json"]
    assert [step.file.media_type for step in other.steps] == [b"text/plain"]
    assert [step.file.content for step in other.steps] == [Body((b"x=.txt",))]


def test_texts_are_honest_files_where_no_text_is_taken():
    """Then only the name is wrong, and not what is in the file."""
    pictures = replace(PNG, accepted=PNG.accepted[:1])
    (probe,) = texts(pictures, {"a": (b"a.ini", b"x=1")})

    assert [step.file.content for step in probe.steps] == [Body((HONEST["png"].content,))]


def test_a_targets_own_files_are_spared():
    """Unless it is thrown away."""
    files = {"own": (b"index.html", b"x"), "ours": (b"gauntlet.ini", b"x")}

    assert [probe.variant for probe in texts(TXT, files)] == ["ours"]
    assert len(texts(replace(TXT, disposable=True), files)) == 2
