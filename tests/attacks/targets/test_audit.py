"""Which written paths the interpreter tells."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from attacks.targets import audit
from attacks.targets.audit import recording


def _open_for_writing(folder: Path) -> tuple[str, ...]:
    (folder / "new").write_bytes(b"x")
    return ("new",)


def _append_by_bytes_path(folder: Path) -> tuple[str, ...]:
    with open(os.fsencode(folder / "old"), "ab"):  # noqa: PTH123 - the bytes path is the point
        pass
    return ("old",)


def _read(folder: Path) -> tuple[str, ...]:
    (folder / "old").read_bytes()
    return ()


def _unnamed_file(folder: Path) -> tuple[str, ...]:
    os.close(os.open(folder, os.O_TMPFILE | os.O_RDWR))
    return ()


def _reopen_descriptor(folder: Path) -> tuple[str, ...]:
    with (folder / "old").open("rb") as file:
        os.fdopen(os.dup(file.fileno()), "rb").close()
        os.chmod(file.fileno(), 0o600)  # noqa: PTH101 - by descriptor: no path to tell
    return ()


def _rename(folder: Path) -> tuple[str, ...]:
    (folder / "old").rename(folder / "new")
    return ("old", "new")


def _rename_by_handles(folder: Path) -> tuple[str, ...]:
    handle = os.open(folder / "sub", os.O_RDONLY)
    os.rename("inner", "moved", src_dir_fd=handle, dst_dir_fd=handle)
    os.close(handle)
    return ("sub/inner", "sub/moved")


def _link_by_handle(folder: Path) -> tuple[str, ...]:
    handle = os.open(folder / "sub", os.O_RDONLY)
    os.link(folder / "old", "linked", dst_dir_fd=handle)
    os.close(handle)
    return ("sub/linked",)


def _symlink(folder: Path) -> tuple[str, ...]:
    (folder / "link").symlink_to("/etc/passwd")
    return ("link",)


def _make_and_remove_folder(folder: Path) -> tuple[str, ...]:
    (folder / "made").mkdir()
    (folder / "made").rmdir()
    return ("made", "made")


def _remove(folder: Path) -> tuple[str, ...]:
    (folder / "old").unlink()
    return ("old",)


def _remove_by_handle(folder: Path) -> tuple[str, ...]:
    handle = os.open(folder / "sub", os.O_RDONLY)
    os.unlink("inner", dir_fd=handle)
    os.close(handle)
    return ("sub/inner",)


def _change_mode_owner_and_length(folder: Path) -> tuple[str, ...]:
    (folder / "old").chmod(0o600)
    os.chown(folder / "old", -1, -1)
    os.truncate(folder / "old", 0)
    return ("old", "old", "old")


def _through_dots(folder: Path) -> tuple[str, ...]:
    (folder / "sub" / ".." / "new").write_bytes(b"x")
    return ("new",)


ACTS = [
    _open_for_writing,
    _append_by_bytes_path,
    _read,
    _unnamed_file,
    _reopen_descriptor,
    _rename,
    _rename_by_handles,
    _link_by_handle,
    _symlink,
    _make_and_remove_folder,
    _remove,
    _remove_by_handle,
    _change_mode_owner_and_length,
    _through_dots,
]


@pytest.fixture(autouse=True)
def measured(monkeypatch):
    """Let coverage see into the hook, which the interpreter does not trace unless asked."""
    monkeypatch.setattr(audit._hook, "__cantrace__", True, raising=False)


@pytest.fixture
def folder(tmp_path):
    """Return a folder with a file in it and one below it."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "inner").write_bytes(b"x")
    (tmp_path / "old").write_bytes(b"x")
    return tmp_path


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_what_is_written_is_recorded_and_nothing_else(folder, act):
    """Each way of writing tells its absolute paths in order; reading tells none."""
    with recording() as paths:
        expected = act(folder)

    assert [str(folder / name) for name in expected] == paths


def test_nothing_is_recorded_outside_a_recording(folder):
    """The hook stays installed and keeps silent."""
    with recording() as paths:
        pass
    (folder / "later").write_bytes(b"x")

    assert paths == []


def test_a_relative_path_is_told_from_the_working_directory(folder, monkeypatch):
    """What is told can be looked up from anywhere."""
    monkeypatch.chdir(folder)

    with recording() as paths:
        Path("new").touch()

    assert str(folder / "new") in paths


def test_without_a_working_directory_a_relative_path_is_nobodys(folder, monkeypatch):
    """The hook raises nothing into the target: the target's own error is its own business."""
    gone = folder / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()

    with recording() as paths, pytest.raises(FileNotFoundError, match="'new'"):
        Path("new").touch()

    assert paths == []


def test_nested_recordings_each_have_their_own_paths(folder):
    """Two recordings that hold equal paths are still two: the outer one goes on."""
    with recording() as outer:
        with recording() as inner:
            pass
        (folder / "new").write_bytes(b"x")

    assert outer == [str(folder / "new")]
    assert inner == []


def test_an_outer_recording_hears_what_an_inner_one_hears(folder):
    """A write belongs to everyone who listens."""
    with recording() as outer, recording() as inner:
        (folder / "new").write_bytes(b"x")

    assert outer == inner == [str(folder / "new")]


def test_a_recording_ends_when_its_block_raises(folder):
    """A failing target does not leave an ear behind."""
    with pytest.raises(KeyError), recording() as paths:
        raise KeyError

    (folder / "later").write_bytes(b"x")

    assert paths == []


def test_devices_and_compiled_modules_are_nobodys_business(folder):
    """Writing to /dev/null or a bytecode cache is what every program does."""
    (folder / "__pycache__").mkdir()

    with recording() as paths:
        Path("/dev/null").write_bytes(b"x")
        (folder / "__pycache__" / "m.pyc").write_bytes(b"x")

    assert paths == []
