"""What proves who somebody is stands in no log."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attacks.model import OTHER, Login
from attacks.oracles.no_secret_logged import no_secret_logged
from tests.attacks.oracles.builders import PROFILE, effects, holds, unclear
from tests.attacks.oracles.people import SILENT, answered, visit

PROFILE_OF_SECRETS = replace(
    PROFILE,
    headers={
        "a": ((b"Cookie", b"sid=0123456789; b=1"), (b"Accept", b"application/json")),
        "b": ((b"Authorization", b"Bearer abcdefghij"),),
    },
    logins={"a": Login(path="/", fields=(("name", "mark.name"), ("pw", "mark.pw")), password="pw")},
    fields=(("csrf", "mark.token"), ("album", "holidays 2024")),
    forms={OTHER: (("csrf", "another token"),)},
    tokens=("csrf",),
    secrets={"mark.pw": "correct horse", "mark.token": "0f0f0f0f0f", "mark.name": "somebody"},
)


def logged(line):
    """Return a visit that left *line*."""
    return visit(), answered(log=(line,))


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("correct horse", "a password"),
        ("0123456789", "a cookie"),
        ("abcdefghij", "a header of authorization"),
        ("0f0f0f0f0f", "a token of a form"),
        ("another token", "a token of a form"),
        ("gauntlet-secret-1", "a secret that was sent"),
    ],
)
def test_a_secret_breaks(words, what):
    """Each in a word of its own."""
    seen = effects(no_secret_logged, logged(f"x={words}"), profile=PROFILE_OF_SECRETS)

    assert seen == {f"{what} was logged": ""}


@pytest.mark.parametrize("line", ["somebody", "holidays 2024", "1", "application/json", "mark.pw"])
def test_what_proves_nothing_holds(line):
    """Names, other fields, and what is too short to be told."""
    assert holds(no_secret_logged, logged(line), profile=PROFILE_OF_SECRETS)
    assert holds(no_secret_logged, logged(line))


def test_silence_is_unclear():
    """The line may not be written yet."""
    assert unclear(no_secret_logged, (visit(), SILENT))
