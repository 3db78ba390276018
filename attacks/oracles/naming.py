"""By which name a stored file goes: on disk, and in the answer that serves it."""

from __future__ import annotations

from pathlib import PurePath

from attacks.model import Seen
from attacks.oracles.disposition import BadDisposition, parse
from attacks.oracles.judging import kept_files, served


def kept_names(step: Seen) -> set[str]:
    """Return the names that show of what *step* stored, as far as they can be read."""
    names = {PurePath(change.path).name for change in kept_files(step)}
    answer = served(step)
    for value in answer.header(b"content-disposition") if answer else ():
        try:
            names.update(parse(value).names)
        except BadDisposition:
            continue
    return names
