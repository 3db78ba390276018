"""What two snapshots of a folder tell, and what they do not."""

from __future__ import annotations

import hashlib
import os
from contextlib import nullcontext
from pathlib import Path

import pytest

from attacks.model import Change, ChangeKind
from attacks.targets import tree
from attacks.targets.session import TargetError
from attacks.targets.tree import TreeTooLarge, changes, is_inside, snapshot


def after(folder: Path, act) -> tuple[Change, ...]:
    """Return what *act* changed below *folder*."""
    before = snapshot(str(folder))
    act()
    return changes(before, snapshot(str(folder)), str(folder))


def test_a_created_file_is_told_in_full(tmp_path):
    """Path, size, permission bits and digest of a new file are in the change."""
    path = tmp_path / "a.txt"

    def create():
        path.write_bytes(b"hello")
        path.chmod(0o640)

    (change,) = after(tmp_path, create)

    digest = hashlib.sha256(b"hello").hexdigest()
    assert change == Change(
        kind=ChangeKind.CREATED, path=str(path), inside=True, size=5, mode=0o640, sha256=digest
    )


def test_a_modified_file_has_its_new_digest(tmp_path):
    """A rewrite is a modification, told by what the file holds now."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    (change,) = after(tmp_path, lambda: path.write_bytes(b"newer"))

    assert (change.kind, change.size) == (ChangeKind.MODIFIED, 5)
    assert change.sha256 == hashlib.sha256(b"newer").hexdigest()


def test_a_removed_file_has_no_size_mode_or_digest(tmp_path):
    """Of what is gone only the path is known."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    (change,) = after(tmp_path, path.unlink)

    assert change == Change(kind=ChangeKind.REMOVED, path=str(path), inside=True)


def test_a_mode_change_alone_is_seen(tmp_path):
    """A file that becomes readable by everyone has changed."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"x")
    path.chmod(0o600)

    (change,) = after(tmp_path, lambda: path.chmod(0o644))

    assert (change.kind, change.mode) == (ChangeKind.MODIFIED, 0o644)


def test_a_replacement_of_equal_size_and_time_is_seen_by_its_inode(tmp_path):
    """Another file under the same name is a change, however alike it looks."""
    path, other = tmp_path / "a.txt", tmp_path / "b.txt"
    path.write_bytes(b"one")
    other.write_bytes(b"two")
    times = (path.stat().st_atime_ns, path.stat().st_mtime_ns)
    os.utime(other, ns=times)

    kinds = {Path(c.path).name: c.kind for c in after(tmp_path, lambda: other.replace(path))}

    assert kinds == {"a.txt": ChangeKind.MODIFIED, "b.txt": ChangeKind.REMOVED}


def test_a_rewrite_in_place_that_restores_size_and_time_is_not_seen(tmp_path):
    """The known blind spot: no digest is taken of files that look untouched."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"one")
    times = (path.stat().st_atime_ns, path.stat().st_mtime_ns)

    def rewrite():
        path.write_bytes(b"two")
        os.utime(path, ns=times)

    assert after(tmp_path, rewrite) == ()


def test_a_link_is_seen_and_not_followed(tmp_path):
    """A symbolic link is a path of its own, without a digest, and leads nowhere."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_bytes(b"s")
    root = tmp_path / "root"
    root.mkdir()

    (change,) = after(root, lambda: (root / "link").symlink_to(outside))

    assert (change.kind, change.path) == (ChangeKind.CREATED, str(root / "link"))
    assert change.sha256 == ""


def test_a_folder_is_seen_when_it_is_made_and_not_when_it_is_used(tmp_path):
    """A new folder is a change; one whose time and size moved on is not."""
    (tmp_path / "old").mkdir()

    def use():
        (tmp_path / "old" / "a").write_bytes(b"")
        (tmp_path / "old" / "a").unlink()
        (tmp_path / "new").mkdir(mode=0o700)

    (change,) = after(tmp_path, use)

    assert (change.path, change.size, change.mode) == (str(tmp_path / "new"), 0, 0o700)
    assert change.sha256 == ""


def test_depth_bounds_the_walk(tmp_path):
    """One level deep means the entries themselves."""
    (tmp_path / "a" / "b" / "c").mkdir(parents=True)

    assert set(snapshot(str(tmp_path), depth=1)) == {str(tmp_path / "a")}
    assert set(snapshot(str(tmp_path), depth=2)) == {str(tmp_path / "a"), str(tmp_path / "a" / "b")}


def test_several_folders_make_one_snapshot(tmp_path):
    """Every folder that is named is looked at."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "f").touch()

    found = snapshot(str(tmp_path / "a"), str(tmp_path / "b"))

    assert set(found) == {str(tmp_path / "a" / "f"), str(tmp_path / "b" / "f")}


def test_a_folder_that_is_not_there_is_empty(tmp_path):
    """A storage root may be made by the first upload."""
    assert snapshot(str(tmp_path / "later")) == {}


def test_a_tree_that_is_no_sandbox_is_refused(tmp_path, monkeypatch):
    """One entry over the bound is an error that the caller of a run is told."""
    monkeypatch.setattr(tree, "ENTRIES_MAX", 3)
    for name in "abc":
        (tmp_path / name).touch()
    assert len(snapshot(str(tmp_path))) == 3
    (tmp_path / "d").touch()

    with pytest.raises(TreeTooLarge, match="holds over 3 entries"):
        snapshot(str(tmp_path))
    assert issubclass(TreeTooLarge, TargetError)


def test_an_entry_that_vanishes_during_the_walk_is_left_out(tmp_path, monkeypatch):
    """A temporary file may be gone between listing and looking."""

    class Vanished:
        path = str(tmp_path / "gone")

        def stat(self, **_):
            raise FileNotFoundError(self.path)

    monkeypatch.setattr(tree.os, "scandir", lambda _: nullcontext([Vanished()]))

    assert snapshot(str(tmp_path)) == {}


def test_a_file_that_vanishes_before_its_digest_has_none(tmp_path):
    """What was there at the look is told, even if it cannot be read any more."""
    path = tmp_path / "a.txt"
    before = snapshot(str(tmp_path))
    path.write_bytes(b"x")
    later = snapshot(str(tmp_path))
    path.unlink()

    (change,) = changes(before, later, str(tmp_path))

    assert (change.kind, change.size, change.sha256) == (ChangeKind.CREATED, 1, "")


@pytest.mark.parametrize(
    ("path", "root", "inside"),
    [
        ("/srv/uploads/a", "/srv/uploads", True),
        ("/srv/uploads/a/b", "/srv/uploads", True),
        ("/srv/uploads", "/srv/uploads", False),  # the root itself is not inside
        ("/srv/uploads-old/a", "/srv/uploads", False),  # a prefix is not a parent
        ("/srv/a", "/srv/uploads", False),
        ("/a", "", False),  # no root, nothing inside
    ],
)
def test_inside_is_strict(path, root, inside):
    """Inside means below, by whole segments."""
    assert is_inside(path, root) is inside
