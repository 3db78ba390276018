"""One app, two interfaces: the suite finds on Starlette what it finds on Flask.

Where it does not, the two parsers differ: Werkzeug reads the form of the one, python-multipart
that of the other. Each difference is listed with its reason, and there is none that is not. What
a form costs is left out, which is about the two parsers and nothing else, and the race, which
hangs on which of two threads is faster.
"""

from __future__ import annotations

import gc
import logging

import pytest

from attacks import catalogue
from attacks.calibrate import calibrate
from attacks.engine import Engine
from attacks.levels import NAMED_ONLY
from tests.apps import tutorial, tutorial_asgi

pytestmark = pytest.mark.once

STORED = "a broken request was stored"
AS_SUCCESS = "a broken request was answered as a success"
ISSUE_3285 = "pallets/werkzeug issue 3285: a byte more, by where the body is cut"
NO_DELIMITER = "python-multipart refuses a body that begins with no delimiter; Werkzeug skips it"

ONLY_FLASK = {
    ("framing.content-coding", AS_SUCCESS): NO_DELIMITER,
    (
        "multipart.boundary",
        AS_SUCCESS,
    ): "python-multipart reads the form by the empty boundary: stored",
    ("multipart.chunk-edge", "more bytes came back than were sent"): ISSUE_3285,
    (
        "multipart.cut-independence",
        "a form was stored with other bytes in one cutting only",
    ): ISSUE_3285,
    ("multipart.header-tricks", STORED): "python-multipart refuses a header line without a name",
    (
        "multipart.hidden-part",
        "fewer bytes came back than were sent",
    ): "python-multipart takes nothing but CRLF for the line end before a delimiter",
    ("multipart.line-ends", STORED): "and for any other line end of a form",
    ("multipart.quoting", AS_SUCCESS): "python-multipart closes the open quote: stored",
    ("size.declared-length", STORED): "ASGI tells that a client broke off; `wsgi.input` just ends",
}
ONLY_STARLETTE = {
    (
        "multipart.continued-filename",
        AS_SUCCESS,
    ): "python-multipart knows no `filename*0`, and the file is a text field",
    ("multipart.starred-filename", AS_SUCCESS): "nor `filename*`",
    (
        "multipart.line-ends",
        AS_SUCCESS,
    ): "the delimiter is taken for data, and a part without an end is dropped in silence",
}


def found(target):
    """Return the findings, as attack and effect, that the named variants make on *target*."""
    attacks = [a for a in catalogue.load() if not a.id.startswith(("cost.", "storage.race"))]
    with target.open() as session:
        profile = calibrate(session, target.hints)
        engine = Engine(target=target, session=session, profile=profile, level=NAMED_ONLY, seed=0)
        outcomes = [engine.attack(attack) for attack in attacks]
    assert [problem for outcome in outcomes for problem in outcome.problems] == []
    return {(f.attack, f.effect.signature) for outcome in outcomes for f in outcome.findings}


# Werkzeug leaves a spooled file open when the form turns out to be broken behind it.
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_the_port_has_the_findings_of_the_original(caplog):
    """All of them but those that hang on the parser, and no other."""
    caplog.set_level(logging.CRITICAL)  # what a parser thinks of a form is told by its effects
    flask, starlette = found(tutorial.target), found(tutorial_asgi.target)
    gc.collect()

    assert flask - starlette == set(ONLY_FLASK)
    assert starlette - flask == set(ONLY_STARLETTE)
    assert len(flask & starlette) >= 40
