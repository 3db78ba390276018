"""Nobody but the target begins a line of its log."""

from __future__ import annotations

import pytest

from attacks.oracles.one_event_per_line import one_event_per_line
from tests.attacks.oracles.builders import effects, holds, unclear
from tests.attacks.oracles.people import SILENT, answered, visit


def logged(*lines):
    """Return a visit that left *lines*."""
    return visit(), answered(log=lines)


@pytest.mark.parametrize("line", ["gauntlet-forged: x", "  gauntlet-forged"])
def test_a_forged_line_breaks(line):
    """Whatever blanks stand before it."""
    assert effects(one_event_per_line, logged("asked for /", line)) == {
        "a client began a line of the log": ""
    }


@pytest.mark.parametrize("char", ["\x1b", "\r", "\x9b", "\u2028", "\u202e", "\0"])
def test_a_control_character_of_a_client_breaks(char):
    """In a line that repeats its words."""
    assert effects(one_event_per_line, logged(f"gauntlet{char}x")) == {
        "a line of the log holds control characters of a client": ""
    }


@pytest.mark.parametrize(
    "line", ['{"name": "gauntlet\\ngauntlet-forged"}', "gauntlet\tx", "\x1b[32mINFO\x1b[0m started"]
)
def test_what_is_the_targets_own_holds(line):
    """Escaped text, tabs, colours of its own."""
    assert holds(one_event_per_line, logged(line))
    assert holds(one_event_per_line, logged())


def test_silence_is_unclear():
    """The line may not be written yet."""
    assert unclear(one_event_per_line, (visit(), SILENT))
