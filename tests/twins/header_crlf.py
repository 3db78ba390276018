"""`header-crlf`: a middleware puts the name into a header of its own, as it is.

Names with line ends are refused before; the rig lets them in.
"""

from __future__ import annotations

from reference_app.services import EXTENSION
from tests.swapped import with_control
from tests.twins import Rig, Twin, accept

RIG = Rig(
    controls=with_control(
        "control-characters", accept, controls=with_control("reserved-names", accept)
    )
)


def named_in_a_header(app):
    inner, find = app.wsgi_app, app.extensions[EXTENSION].ledger.find

    def outer(environ, start):
        stored = find(environ["PATH_INFO"].rpartition("/")[2])
        name = stored.name.encode().decode("latin-1") if stored else ""
        return inner(environ, lambda status, told: start(status, [*told, ("X-Name", name)]))

    app.wsgi_app = outer


TWIN = Twin(
    control="header-crlf",
    killed_by=("injection.header-name", "header_integrity"),
    controls=RIG.controls,
    spoil=named_in_a_header,
    rig=RIG,
    also=frozenset(
        {
            # The header stands on the answer to anybody who asks.
            ("access.existence-told", "denial_uniform"),
            ("filename.control-character", "header_integrity"),
            ("injection.spreadsheet", "header_integrity"),
            ("logging.forged-line", "header_integrity"),
            ("multipart.parser-differential", "header_integrity"),
            ("serving.download-name", "header_integrity"),
            # Of the rig: names that are let in are listed, and read in two ways.
            ("filename.control-character", "safe_name"),
            ("multipart.parser-differential", "no_disclosure"),
            ("multipart.parser-differential", "read_alike"),
        }
    ),
)
