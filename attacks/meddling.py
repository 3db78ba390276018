"""Change a stored file behind the target's back, as somebody could who got in another way.

What was done is undone when the probe is over: a link that stayed would lead the next upload
out of the store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from attacks.model import ChangeKind, Meddling, Seen

ELSEWHERE = b"A file outside the store: gauntlet-canary.\n"


@contextmanager
def meddled(how: Meddling, stored: Seen) -> Iterator[None]:
    """Do *how* to the file that the step *stored* put on disk, if there is one, for a while."""
    path = _path(stored)
    if path is None:
        yield
        return
    content, mode = path.read_bytes(), path.stat().st_mode
    with TemporaryDirectory(prefix="upload-gauntlet-") as outside:
        _DO[how](path, content, Path(outside, "elsewhere"))
        try:
            yield
        finally:
            path.unlink(missing_ok=True)
            path.write_bytes(content)
            path.chmod(mode)


def _path(stored: Seen) -> Path | None:
    """Return the largest file that the step made in the store, while it is there."""
    changes = stored.disk.changes if stored.disk else ()
    made = [c for c in changes if c.inside and c.sha256 and c.kind is ChangeKind.CREATED]
    largest = max(made, key=lambda change: change.size, default=None)
    path = Path(largest.path) if largest and largest.size else None
    return path if path and path.is_file() and not path.is_symlink() else None


def _flip(path: Path, content: bytes, _outside: Path) -> None:
    """Change the last byte, in place."""
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))


def _link(path: Path, _content: bytes, outside: Path) -> None:
    outside.write_bytes(ELSEWHERE)
    path.unlink()
    path.symlink_to(outside)


_DO: Mapping[Meddling, Callable[[Path, bytes, Path], None]] = {
    Meddling.FLIP: _flip,
    Meddling.LINK: _link,
}
