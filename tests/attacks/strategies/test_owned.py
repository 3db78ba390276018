"""A live target's own files are never sent a namesake."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attacks.strategies.owned import may_be_sent
from tests.attacks.seeking import TXT

OWNED = [
    b".htaccess",
    b".HTACCESS",
    b" ..env ",
    b"../.git/config.txt",
    rb"a\index.html",
    b"%2eenv",
    b"%252eenv",
    b"web.config\0.txt",
    "．env".encode(),
    b"index.txt",
    b"__init__.py",
    b"sitecustomize.py",
    b".well-known/x.txt",
    b"WEB~1.CON",
]


@pytest.mark.parametrize("name", OWNED)
def test_namesakes_are_kept_for_disposable_targets(name: bytes):
    """However they are spelled."""
    assert not may_be_sent(TXT, name)
    assert may_be_sent(replace(TXT, disposable=True), name)


@pytest.mark.parametrize(
    "name", [b"report.txt", b".htaccess.txt", b"environment.txt", b"GAUNTL~1.txt", b"\xff"]
)
def test_anything_else_is_sent(name: bytes):
    """A dot in front alone makes no file of the target's, nor does an alias of ours."""
    assert may_be_sent(TXT, name)
