"""The controls of the app with one of them swapped: how a test builds a flawed twin."""

from __future__ import annotations

from reference_app.pipeline import CONTROLS, Controls, Stage, Step


def with_control(
    slug: str, apply: Step, *, controls: Controls = CONTROLS, stage: Stage | None = None
) -> Controls:
    """Return *controls* with one of them replaced.

    Args:
        slug: Which control.
        apply: What stands in its place.
        controls: The tuple to start from.
        stage: Only there, for a control that acts at several moments.

    Raises:
        LookupError: there is no such control.
    """
    chosen = [c for c in controls if c.slug == slug and stage in {None, c.stage}]
    if not chosen:
        raise LookupError(f"no control {slug!r}; there are {sorted({c.slug for c in controls})}")
    return tuple(c._replace(apply=apply) if c in chosen else c for c in controls)
