"""`reserved-names`: whatever is no control code may be a name."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="reserved-names",
    killed_by=("filename.reserved-name", "safe_name"),
    controls=flawed("reserved-names", accept),
    also=frozenset(
        {
            ("filename.server-configuration", "safe_name"),
            ("filename.absolute-path", "safe_name"),
            (
                "filename.absolute-path",
                "no_disclosure",
            ),  # listed, it is a path of ours
            ("filename.dotfile", "safe_name"),
            ("filename.parent-directory", "safe_name"),
            ("multipart.parser-differential", "no_disclosure"),
            ("multipart.parser-differential", "read_alike"),  # of a backslash, whose pair some undo
        }
    ),
)
