"""The strict reader takes the grammar and nothing else."""

from __future__ import annotations

import pytest

from attacks.oracles.disposition import BadDisposition, parse


@pytest.mark.parametrize(
    ("value", "names"),
    [
        (b"attachment", ()),
        (b" INLINE ; ", ()),
        (b"attachment; filename=a.txt", ("a.txt",)),
        (b'attachment; filename="a b.txt";', ("a b.txt",)),
        (rb'attachment; filename="a\"b\\.txt"', ('a"b\\.txt',)),
        ('attachment; filename="文.txt"'.encode(), ("文.txt",)),
        (b"attachment; filename=_; filename*=UTF-8''%E6%96%87.txt", ("_", "文.txt")),
        (b"attachment; filename*=iso-8859-1'en'%E9.txt", ("é.txt",)),
        (b'attachment; size="3"', ()),
    ],
)
def test_the_grammar_is_taken(value, names):
    """Tokens, quoted strings with escapes, extended values in both charsets."""
    assert parse(value).names == names


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"; filename=a",
        b"attachment; filename",
        b"attachment; filename=a b",
        b'attachment; filename="a".txt"',
        b'attachment; filename="a\\"',
        b'attachment; filename="a\r\nb"',
        b"attachment; filename=a; FILENAME=b",
        b"attachment; filename*=UTF-8''%zz",
        b"attachment; filename*=\"UTF-8''a\"",
        b"attachment; filename*=utf-7''a",
        b"attachment;; filename=a",
    ],
)
def test_anything_else_is_refused(value):
    """A lenient reader would not see what a strict one stumbles over."""
    with pytest.raises(BadDisposition):
        parse(value)


def test_the_type_is_folded():
    """RFC 6266 §4.2: types are case-insensitive."""
    assert parse(b"Attachment;filename=a").type == "attachment"
