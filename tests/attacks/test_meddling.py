"""A stored file is changed behind the target's back for a while, and nothing else is."""

from __future__ import annotations

import hashlib
import stat

import pytest

from attacks.meddling import ELSEWHERE, meddled
from attacks.model import Change, ChangeKind, DiskView, Meddling, Seen

CONTENT = b"An honest line.\n"
ON_DISK = (Meddling.FLIP, Meddling.LINK)


def stored(path, *, inside=True, size=16):
    """Return a step that put a file at *path*."""
    digest = hashlib.sha256(CONTENT).hexdigest()
    change = Change(
        kind=ChangeKind.CREATED, path=str(path), inside=inside, size=size, sha256=digest
    )
    return Seen(response=None, disk=DiskView(root=str(path.parent), changes=(change,)))


@pytest.fixture
def file(tmp_path):
    """Store a private file."""
    path = tmp_path / "k"
    path.write_bytes(CONTENT)
    path.chmod(0o600)
    return path


def test_a_flip_changes_one_byte(file):
    """The last one, and the size stays."""
    with meddled(Meddling.FLIP, stored(file)):
        assert file.read_bytes() == CONTENT[:-1] + b"\x0b"


def test_a_link_takes_the_place_of_the_file(file):
    """It leads to a file outside, which is gone afterwards."""
    with meddled(Meddling.LINK, stored(file)):
        outside = file.readlink()
        assert (outside.read_bytes(), outside.parent != file.parent) == (ELSEWHERE, True)

    assert not outside.exists()


def lose(file, how):
    """Take the file away while it is meddled with, and fail."""
    with meddled(how, stored(file)):
        file.unlink()
        raise OSError("lost")


@pytest.mark.parametrize("how", ON_DISK)
def test_what_was_done_is_undone(file, how):
    """Also where the target has taken the file away meanwhile, or the probe has failed."""
    with pytest.raises(OSError, match="lost"):
        lose(file, how)

    assert not file.is_symlink()
    assert file.read_bytes() == CONTENT
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("how", ON_DISK)
def test_what_is_not_there_is_left_alone(file, how):
    """A path outside the store, an empty file, a file that is gone, a disk that is not seen."""
    for step in (
        stored(file, inside=False),
        stored(file, size=0),
        stored(file.parent / "gone"),
        Seen(response=None),
    ):
        with meddled(how, step):
            assert [path.name for path in file.parent.iterdir()] == ["k"]
            assert file.read_bytes() == CONTENT
