"""Named ways to write a form otherwise than a browser does; each can be put upon any other.

A deviation is a pure function from form to form. Those about a part change the last one, which
is the file's. Nothing here says what a correct reader does with it: that is for the attacks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from attacks.wire.deviations import frame, headers, names
from attacks.wire.multipart import Form

Deviation = Callable[[Form], Form]

DEVIATIONS: Mapping[str, Deviation] = {**names.TABLE, **headers.TABLE, **frame.TABLE}


def deviated(form: Form, chosen: Iterable[str]) -> Form:
    """Return *form* with each of the *chosen* deviations put upon it, in order."""
    for name in chosen:
        form = DEVIATIONS[name](form)
    return form
