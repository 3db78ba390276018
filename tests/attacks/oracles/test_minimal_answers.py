"""What is told about a file is what its owner can use."""

from __future__ import annotations

import pytest

from attacks.oracles.minimal_answers import minimal_answers
from tests.attacks.oracles.builders import change, effects, exchange, holds, stored, unclear
from tests.attacks.oracles.people import SILENT, answered, asked

KEY = "0f0f0f0f0f0f"
FILE = exchange(), stored(change(KEY), address="/files/1")
PLACED = {"an answer names a file as it lies on disk": ""}


def test_a_key_in_an_answer_breaks():
    """In the body or in a header."""
    told = answered(200, b"", ((b"X-Accel-Redirect", f"/internal/{KEY}".encode()),))

    assert effects(minimal_answers, FILE, (asked(), answered(200, KEY.encode()))) == PLACED
    assert effects(minimal_answers, FILE, (asked(), told)) == PLACED


@pytest.mark.parametrize("field", ["password_hash", "storage_key", "Traceback", "salt"])
def test_a_field_of_the_servers_own_breaks(field):
    """By its name, in JSON."""
    text = f'{{"id": 1, "{field}" : null}}'.encode()

    assert effects(minimal_answers, FILE, (asked(), answered(200, text))) == {
        "an answer holds a field of the server's own": ""
    }


@pytest.mark.parametrize("public", [{"name": b"0f0f0f0f0f0f"}, {"address": f"/files/{KEY}"}, {}])
def test_what_is_public_anyway_holds(public):
    """The key is the name that was sent, or the address; or too short to tell."""
    address = public.get("address", "/files/1")
    stored_as = change(KEY) if public else change("k")
    file = exchange(public.get("name", b"a")), stored(stored_as, address=address)

    assert holds(minimal_answers, file, (asked(), answered(200, KEY.encode())))
    assert holds(minimal_answers, (exchange(None), stored(change("k"))))


def test_no_answer_is_unclear():
    """Nobody said anything."""
    assert unclear(minimal_answers, FILE, (asked(), SILENT))
