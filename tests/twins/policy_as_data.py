"""`policy-as-data`: what is told is written down a second time."""

from __future__ import annotations

from tests.twins import Twin


def told_from_memory(app):
    app.view_functions["api.policy"] = lambda **_: {
        "accepted": {"txt": "text/plain"},
        "max_file_bytes": 16 * 1024 * 1024,
    }


TWIN = Twin(
    control="policy-as-data",
    killed_by_test="tests/test_unseen_flaws.py::test_what_is_told_is_what_is_run",
    spoil=told_from_memory,
)
