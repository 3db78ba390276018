"""`cheap-first`: the content is judged backwards, so that everything is decoded first."""

from __future__ import annotations

from reference_app.pipeline import CONTROLS, Stage
from tests.twins import Twin


def backwards(controls):
    content = [control for control in controls if control.stage is Stage.CONTENT]
    return (*content[::-1], *(control for control in controls if control not in content))


TWIN = Twin(
    control="cheap-first",
    killed_by_test="tests/test_cheap_first.py::test_a_hopeless_picture_is_not_decoded",
    controls=backwards(CONTROLS),
)
