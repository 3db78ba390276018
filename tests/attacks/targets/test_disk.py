"""From snapshots and written paths to what one step did."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from attacks.targets import disk
from attacks.targets.disk import DiskWatch


@pytest.fixture
def root(tmp_path):
    """Return a storage folder two levels below a sandbox."""
    root = tmp_path / "app" / "uploads"
    root.mkdir(parents=True)
    return root


def watching(root: Path, **more) -> DiskWatch:
    """Watch the whole sandbox around *root*."""
    return DiskWatch(root=str(root), folders=(str(root.parents[1]),), **more)


def test_a_change_is_told_once(root):
    """Each look starts from the one before."""
    watch = watching(root)
    (root / "a").write_bytes(b"x")

    assert [c.path for c in watch.look().changes] == [str(root / "a")]
    assert watch.look().changes == ()


def test_a_change_beside_the_root_is_told_as_outside(root):
    """The sandbox is looked at in full, and says what lies where."""
    watch = watching(root)
    (root.parent / "app.py").write_bytes(b"x")
    (root / "a").write_bytes(b"x")

    inside = {Path(c.path).name: c.inside for c in watch.look().changes}

    assert inside == {"app.py": False, "a": True}


def test_surroundings_are_looked_at_one_level_deep(root):
    """A neighbour of the root is seen; what lies below the neighbour is not."""
    (root.parent / "other").mkdir()
    watch = DiskWatch(root=str(root), folders=(str(root),), surroundings=(str(root.parent),))
    (root.parent / "beside").touch()
    (root.parent / "other" / "deep").touch()

    assert [c.path for c in watch.look().changes] == [str(root.parent / "beside")]


def test_a_written_path_outside_that_stays_has_escaped(root, tmp_path):
    """Files and links outside count once; what lies inside does not."""
    (root / "a").touch()
    outside, link = tmp_path / "b", tmp_path / "link"
    outside.touch()
    link.symlink_to("/nowhere")

    view = watching(root).look(map(str, (root / "a", outside, link, outside)))

    assert view.escaped == (str(outside), str(link))


def test_what_is_gone_again_or_a_folder_has_not_escaped(root, tmp_path):
    """A temporary file that was removed, and a folder, harm nobody."""
    view = watching(root).look([str(tmp_path / "gone"), str(tmp_path), str(root)])

    assert view.escaped == ()


def test_a_path_that_no_file_system_holds_does_not_raise(root):
    """An over-long name and a NUL are the attacks' daily bread."""
    view = watching(root).look([str(root / ("a" * 5000)), "/tmp/a\0b", "/" + "b/" * 5000])

    assert view.escaped == ()


def test_a_root_reached_over_a_link_is_still_the_root(root, tmp_path):
    """The app may know its folder by another name than we do."""
    alias = tmp_path / "alias"
    alias.symlink_to(root)
    (root / "a").touch()

    assert watching(root).look([str(alias / "a")]).escaped == ()
    assert watching(alias).look([str(root / "a")]).escaped == ()


def test_a_linked_folder_inside_the_root_that_leads_out_is_an_escape(root, tmp_path):
    """Where the bytes lie counts, not how the path was written."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (root / "door").symlink_to(outside)
    (root / "door" / "a").touch()

    assert watching(root).look([str(root / "door" / "a")]).escaped == (str(root / "door" / "a"),)


@pytest.mark.parametrize("side", ["", "-journal", "-wal", "-shm"])
def test_a_state_path_and_its_side_files_are_nobodys_business(root, side):
    """A ledger is written by honest uploads too, and SQLite writes beside it."""
    ledger = root.parent / "ledger.db"
    watch = watching(root, state_paths=(str(ledger),))
    path = Path(f"{ledger}{side}")
    path.write_bytes(b"x")

    view = watch.look([str(path)])

    assert (view.changes, view.escaped) == ((), ())


def test_a_neighbour_of_a_state_path_counts(root):
    """Only the ledger itself is excused, not what is called like it."""
    watch = watching(root, state_paths=(str(root.parent / "ledger.db"),))
    path = root.parent / "ledger.db-copy"
    path.write_bytes(b"x")

    view = watch.look([str(path)])

    assert view.escaped == (str(path),)
    assert [c.path for c in view.changes] == [str(path)]


def test_descriptors_on_storage_files_are_counted_while_they_are_open(root, tmp_path):
    """A file below the root that stays open is seen; one elsewhere is not."""
    watch = watching(root)
    (tmp_path / "elsewhere").touch()

    with (root / "a").open("wb"), (tmp_path / "elsewhere").open("rb"):
        assert watch.look().left_open == 1

    assert watch.look().left_open == 0


def test_the_descriptors_of_another_process_are_not_ours_to_count(root):
    """What this process has open says nothing of a server beside it."""
    watch = watching(root, in_process=False)

    with (root / "a").open("wb"):
        assert watch.look().left_open == 0


def test_a_descriptor_that_closes_meanwhile_leaves_the_listing_closed(root, monkeypatch):
    """A listing that is left half-way is a ResourceWarning in the middle of somebody's run."""

    def gone(_):
        raise FileNotFoundError

    listed, scandir = [], os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: listed.append(scandir(path)) or listed[-1])
    monkeypatch.setattr(os, "readlink", gone)

    assert disk._open_below(str(root)) == 0
    assert next(listed[0], None) is None


def test_where_descriptors_cannot_be_listed_none_is_counted(root, monkeypatch):
    """A system without /proc is no reason to fail."""

    def refuse(_):
        raise FileNotFoundError

    monkeypatch.setattr(disk.os, "scandir", refuse)

    with (root / "a").open("wb"):
        assert disk._open_below(str(root)) == 0
