"""`html-escaping`: pages are written without escapes.

Names with brackets are refused before; the rig lets them in.
"""

from __future__ import annotations

from tests.swapped import with_control
from tests.twins import Rig, Twin, accept

RIG = Rig(controls=with_control("reserved-names", accept))


def unescaped(app):
    app.jinja_env.autoescape = False


TWIN = Twin(
    control="html-escaping",
    killed_by=("injection.html-name", "inert_names"),
    controls=RIG.controls,
    spoil=unescaped,
    rig=RIG,
    also=frozenset(  # of the rig: names that are let in are listed, and read in two ways
        {
            ("multipart.parser-differential", "no_disclosure"),
            ("multipart.parser-differential", "read_alike"),
        }
    ),
)
