"""`path-containment`: a key is joined to the folder as it is.

Every key comes from the app itself, so the generator is rigged to give a climbing one
first each time; the sound app refuses it and draws again. Every upload climbs then, the
honest neighbours of each attack too.
"""

from __future__ import annotations

import itertools
import secrets

from tests.twins import Rig, Twin, flawed


def climbing_keys():
    turns = itertools.cycle(("../escaped-", ""))
    return lambda: next(turns) + secrets.token_hex(16)


TWIN = Twin(
    control="path-containment",
    killed_by=("filename.parent-directory", "confinement"),
    controls=flawed("path-containment", lambda key, _root: key),
    rig=Rig(options={"new_key": climbing_keys}),
    # Every other upload leads out of the store, so of two that are compared one is lost.
    also=frozenset({("*", "confinement"), ("multipart.cut-independence", "cut_independent")}),
)
