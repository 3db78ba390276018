"""`validator-fail-closed`: a check that fails has not refused."""

from __future__ import annotations

from functools import partial

from reference_app.pipeline import CONTROLS, Stage
from tests.twins import Twin


def forgiving(apply, value, policy):
    try:
        return apply(value, policy)
    except (OSError, ValueError):
        return value


def forgiven(controls):
    own = (c for c in controls if c.stage is Stage.CONTENT)
    ours = {c: c._replace(apply=partial(forgiving, c.apply)) for c in own}
    return tuple(ours.get(c, c) for c in controls)


TWIN = Twin(
    control="validator-fail-closed",
    killed_by_test="tests/test_unseen_flaws.py::test_a_check_that_fails_refuses",
    controls=forgiven(CONTROLS),
)
