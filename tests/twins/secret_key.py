"""`secret-key`: any secret will do."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="secret-key",
    killed_by_test="tests/test_unseen_flaws.py::test_a_weak_secret_stops_the_start",
    controls=flawed("secret-key", accept),
)
