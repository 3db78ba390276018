"""Storage keys that a test draws; the app takes no generator from outside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reference_app.pipeline import CONTROLS, Controls
from reference_app.values import Candidate
from tests.swapped import with_control


def with_keys(draw: Callable[[], str], controls: Controls = CONTROLS) -> Controls:
    """Return *controls* with each storage key taken from *draw*."""

    def drawn(candidate: Candidate, _policy: object) -> Candidate:
        return replace(candidate, key=draw())

    return with_control("generated-storage-name", drawn, controls=controls)
