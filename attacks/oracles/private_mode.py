"""Private mode: a stored file is for the server alone, and never a program.

Denies permission bits for group or others, and execute, set-id and sticky bits. Holds for
0600 and anything narrower. A file that others can read is one that the next tenant of the
machine can read; one with an execute bit is half of a shell.

Blind to
    Access lists, mount options, the mode of folders and of files that were there before;
    what the permissions are on a target whose disk cannot be seen.
"""

from __future__ import annotations

from attacks.model import Change, ChangeKind, Effect, Observation, Seen, Verdict
from attacks.oracles.judging import judged, kept_files, maybe_stored, place

FORBIDDEN = 0o7177  # everything but read and write for the owner


def private_mode(seen: Observation) -> Verdict:
    """Hold if every created file has no bits but read and write for its owner."""
    gaps = ["the target offers no view of the disk" for s in seen.steps if _unseen(s)]
    created = [(s, c) for s in seen.steps for c in kept_files(s) if c.kind is ChangeKind.CREATED]
    return judged((_effect(s, c) for s, c in created if c.mode & FORBIDDEN), gaps)


def _unseen(step: Seen) -> bool:
    return step.disk is None and maybe_stored(step)


def _effect(step: Seen, change: Change) -> Effect:
    return Effect(
        signature="mode readable by others",
        detail=f"{place(change.path, step)} has mode {change.mode:04o}; only 0600 is needed",
        control="least-privilege-mode",
    )
