"""The published JSON Schemas of a record and of a profile, for editors and other readers.

Each is derived from the dataclass that the suite itself reads with, so it cannot promise
what the suite does not keep. ``python -m attacks.schemas`` writes the files anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from attacks import json_codec
from attacks.profile_file import ProfileFile
from attacks.record import Record

FOLDER = Path(__file__).parent


def published() -> dict[str, str]:
    """Return the text of every schema by its file name."""
    return {
        "run.schema.json": _text("run", "The record of one run (run.json)", Record),
        "profile.schema.json": _text("profile", "A profile (TOML or JSON)", ProfileFile),
    }


def _text(name: str, title: str, kind: Any) -> str:
    # A name, not an address: nothing has to be online for a schema to be read.
    head = {"$id": f"urn:upload-gauntlet:{name}:1", "title": title}
    return json.dumps(head | json_codec.schema(kind), indent=2) + "\n"
