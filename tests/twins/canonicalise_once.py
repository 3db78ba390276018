"""`canonicalise-once`: the name is decoded again after every rule has passed it."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote

from reference_app.pipeline import CONTROLS, Control, Stage
from tests.twins import Twin


def decoded_again(candidate, _policy):
    return replace(candidate, name=unquote(candidate.name))


TWIN = Twin(
    control="canonicalise-once",
    killed_by=("filename.parent-directory", "safe_name"),
    controls=(*CONTROLS, Control("canonicalise-once", Stage.NAME, decoded_again)),
    also=frozenset({("extension.stripping", "safe_name")}),
)
