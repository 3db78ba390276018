"""Server-chosen path: the client has no say in where its file lies.

Denies that the name of the upload is found in the path of the stored file. Holds when no
file that the step touched has, below the storage root, the longest run of letters and
digits of the name's stem in its path.

Blind to
    Names without a run of five that holds a letter (shorter ones meet random keys by
    chance); names that are hashed or translated before they are used; the extension.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePath

from attacks.model import Effect, Exchange, Observation, Seen, Verdict
from attacks.oracles.judging import judged, kept_files, maybe_stored, place, quoted, text_of

SHORTEST = 5
LONGEST = 16  # a server that cuts a long name keeps at least this much of it


def server_chosen_path(seen: Observation) -> Verdict:
    """Hold if the stem of the client's name is not in the path of the stored file."""
    sent = [(_run(e), s) for e, s in seen.pairs() if e.file is not None]
    gaps = ["the target offers no view of the disk" for run, s in sent if run and _unseen(s)]
    return judged((f for run, step in sent if run for f in _named(run, step)), gaps)


def _unseen(step: Seen) -> bool:
    return step.disk is None and maybe_stored(step)


def _named(run: str, step: Seen) -> list[Effect]:
    root = step.disk.root if step.disk else ""
    return [
        Effect(
            signature="the client's name is in the path on disk",
            detail=f"{place(change.path, step)} holds {quoted(run)} of the client's name",
            control="generated-storage-name",
        )
        for change in kept_files(step)
        if run in _folded(change.path.removeprefix(root))
    ]


def _run(exchange: Exchange) -> str:
    """Return the longest telling run of letters and digits in the stem, or nothing."""
    name = text_of(exchange.file.filename) if exchange.file else ""
    runs = re.findall(r"[^\W_]+", _folded(PurePath(name.replace("\0", "")).stem))
    run = max((r for r in runs if re.search(r"[^\W\d_]", r)), key=len, default="")
    return run[:LONGEST] if len(run) >= SHORTEST else ""


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
