"""Private mode: a stored file is for the server alone, and never a program.

Denies permission bits for group or others, and execute, set-id and sticky bits. Holds for
0600 and anything narrower. A file that others can read is one that the next tenant of the
machine can read; one with an execute bit is half of a shell. A file that the step wrote to
counts whoever created it: its bytes are the upload's.

Blind to
    Access lists, mount options, the mode of folders; what the permissions are on a target
    whose disk cannot be seen.
"""

from __future__ import annotations

from attacks.model import Change, Effect, Observation, Seen, Verdict
from attacks.oracles.judging import judged, kept_files, maybe_stored, place

FORBIDDEN = 0o7177  # everything but read and write for the owner


def private_mode(seen: Observation) -> Verdict:
    """Hold if every kept file has no bits but read and write for its owner."""
    kept = [(s, c) for s in seen.steps for c in kept_files(s)]
    effects = (_effect(s, c) for s, c in kept if c.mode & FORBIDDEN)
    return judged(effects, filter(None, map(_gap, seen.steps)))


def _gap(step: Seen) -> str:
    """Say why the mode of what was stored cannot be told; empty if it can."""
    if not maybe_stored(step) or kept_files(step):
        return ""
    return "no stored file can be seen" if step.disk else "the target offers no view of the disk"


def _effect(step: Seen, change: Change) -> Effect:
    return Effect(
        signature="a stored file is not private",
        detail=f"{place(change.path, step)} has mode {change.mode:04o}; only 0600 is needed",
        control="least-privilege-mode",
    )
