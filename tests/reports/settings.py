"""How the property tests here draw: the same cases each time, with no clock."""

from __future__ import annotations

from hypothesis import settings

FIXED = settings(derandomize=True, database=None, deadline=None, max_examples=150)
SLOW = settings(FIXED, max_examples=25)
