"""`debug-off`: the debugger may be on."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="debug-off",
    killed_by_test="tests/test_unseen_flaws.py::test_a_debugger_stops_the_start",
    controls=flawed("debug-off", accept),
)
