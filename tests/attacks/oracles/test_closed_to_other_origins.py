"""No answer lets pages of another site read it."""

from __future__ import annotations

import pytest

from attacks.oracles.closed_to_other_origins import closed_to_other_origins
from tests.attacks.oracles.builders import effects, holds, unclear
from tests.attacks.oracles.people import SILENT, answered, visit

EVIL = b"https://evil.example"
ECHOED = "another origin may read answers"


def asked(origin=EVIL):
    """Return a visit on behalf of a page of *origin*."""
    return visit(headers=((b"Origin", origin),) if origin else ())


def allowing(value, credentials=b""):
    """Return an answer that allows *value*."""
    more = ((b"Access-Control-Allow-Credentials", credentials),) if credentials else ()
    return answered(200, b"", ((b"Access-Control-Allow-Origin", value), *more))


def test_an_echo_breaks():
    """With credentials it is what the victim sees."""
    whole = f"{ECHOED}, the victim's own included"

    assert effects(closed_to_other_origins, (asked(), allowing(EVIL))) == {ECHOED: ""}
    assert effects(closed_to_other_origins, (asked(), allowing(EVIL, b"true"))) == {whole: ""}


@pytest.mark.parametrize("value", [b"*", b"null"])
def test_anybody_breaks(value):
    """Whoever asks: a frame in a sandbox is nobody in particular."""
    assert effects(closed_to_other_origins, (asked(), allowing(value))) == {
        "any origin may read answers": ""
    }


def test_a_list_that_does_not_have_it_holds():
    """No header, another origin, or a request that had none."""
    assert holds(closed_to_other_origins, (asked(), answered(200)))
    assert holds(closed_to_other_origins, (asked(), allowing(b"https://partner.example")))
    assert holds(closed_to_other_origins, (asked(b""), allowing(b"*")))


def test_no_answer_is_unclear():
    """Nobody said anything."""
    assert unclear(closed_to_other_origins, (asked(), SILENT))
