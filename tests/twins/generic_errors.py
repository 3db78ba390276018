"""`generic-errors`: the answer holds the trace, which is so handy while developing.

Every refusal is answered so, whatever was refused: each attack that is refused shows it.
"""

from __future__ import annotations

import traceback

from tests.twins import Twin, flawed


def with_trace(error, _policy):
    error.message = "".join(traceback.format_exception(error))
    return error


TWIN = Twin(
    control="generic-errors",
    killed_by=("errors.disclosure", "no_disclosure"),
    controls=flawed("generic-errors", with_trace),
    also=frozenset({("*", "no_disclosure")}),
)
