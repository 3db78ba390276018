"""`cheap-first`: what is decoded in the child is decoded before anybody looks at the header."""

from __future__ import annotations

from reference_app.pipeline import CONTROLS
from tests.twins import Twin

COSTLY = {"document-macros", "polyglot-neutralised"}


def costly_first(controls):
    return tuple(sorted(controls, key=lambda control: control.slug not in COSTLY))


TWIN = Twin(
    control="cheap-first",
    killed_by_test="tests/test_cheap_first.py::test_a_hopeless_picture_is_not_decoded",
    controls=costly_first(CONTROLS),
)
