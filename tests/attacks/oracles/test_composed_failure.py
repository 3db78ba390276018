"""An error that nobody foresaw is answered like the others."""

from __future__ import annotations

from attacks.model import Response
from attacks.oracles.composed_failure import composed_failure
from tests.attacks.oracles.builders import effects, holds, unclear
from tests.attacks.oracles.people import SILENT, answered, visit

TYPE = (b"Content-Type", b"text/html")
NOSNIFF = (b"X-Content-Type-Options", b"nosniff")
GUARDED = Response(status=200, headers=(TYPE, NOSNIFF))


def test_a_failure_without_a_type_breaks():
    """The server has answered, not the app."""
    step = answered(500, exception="ValueError")

    assert effects(composed_failure, (visit(), step)) == {"a failure was left to the server": ""}


def test_a_failure_without_the_usual_headers_breaks():
    """Other pages have them."""
    step = answered(500, b"sorry", (TYPE,))

    assert effects(composed_failure, (visit(), step), honest=GUARDED) == {
        "a failure is answered without the headers of other pages": ""
    }


def test_a_composed_failure_holds():
    """With all headers, or as bare as every page; and what is no failure is not looked at."""
    assert holds(composed_failure, (visit(), answered(500, b"", GUARDED.headers)), honest=GUARDED)
    assert holds(composed_failure, (visit(), answered(500, b"", (TYPE,))))
    assert holds(composed_failure, (visit(), answered(500, b"", (TYPE,))), honest=None)
    assert holds(composed_failure, (visit(), answered(404)), honest=GUARDED)


def test_silence_is_unclear():
    """A failure may be why no answer came."""
    assert unclear(composed_failure, (visit(), answered(404)), (visit(), SILENT), honest=GUARDED)
