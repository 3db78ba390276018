"""`outside-webroot`: files may lie wherever the web server serves from."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="outside-webroot",
    killed_by_test="tests/test_unseen_flaws.py::test_a_store_that_is_served_stops_the_start",
    controls=flawed("outside-webroot", accept),
)
