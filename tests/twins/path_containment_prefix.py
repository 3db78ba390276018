"""`path-containment`: a path that begins like the store's is taken to be inside it.

As in ``path_containment``, the generator is rigged; every second key leads to a sibling.
"""

from __future__ import annotations

import itertools
import secrets

from tests.twins import Rig, Twin, flawed


def sibling_keys():
    turns = itertools.cycle(("../uploads2-", ""))
    return lambda: next(turns) + secrets.token_hex(16)


def begins_like_it(key, root):
    inside = str((root / key).resolve()).startswith(str(root.resolve()))
    return key if inside else secrets.token_hex(16)


TWIN = Twin(
    control="path-containment",
    killed_by=("filename.parent-directory", "confinement"),
    controls=flawed("path-containment", begins_like_it),
    rig=Rig(options={"new_key": sibling_keys}),
    # Every other upload leads out of the store, so of two that are compared one is lost.
    also=frozenset({("*", "confinement"), ("multipart.cut-independence", "cut_independent")}),
)
