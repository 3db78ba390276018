"""Kept names carry nothing hostile."""

from __future__ import annotations

import pytest

from attacks.model import ChangeKind
from attacks.oracles.safe_name import safe_name
from tests.attacks.oracles.builders import (
    change,
    download,
    effects,
    exchange,
    holds,
    refused,
    stored,
    unclear,
    unseen,
)

DISK = [
    (b".htaccess", ".htaccess", {"a leading dot was kept", "a server configuration name was kept"}),
    (b"-rf.txt", "-rf.txt", {"a leading hyphen or space was kept"}),
    (b" a.txt", " a.txt", {"a leading hyphen or space was kept"}),
    (b"a.txt.", "a.txt.", {"a trailing dot or space was kept"}),
    (b"a.txt ", "a.txt ", {"a trailing dot or space was kept"}),
    (b"a\x7f.txt", "a\x7f.txt", {"a control character was kept"}),
    ("a\u202etxt.png".encode(), "a\u202etxt.png", {"an invisible character was kept"}),
    (b"CON.txt", "CON.txt", {"a reserved device name was kept"}),
    ("COM¹.txt".encode(), "COM1.txt", {"a reserved device name was kept"}),
    (b"a.txt:x", "a.txt:x", {"stream or drive syntax was kept"}),
    (b"x.php", "x.php", {"an active extension was kept"}),
    (b"x.pphphp", "x.php", {"an active extension was kept"}),
    (b"x.php\0.txt", "x.php", {"an active extension was kept"}),
    (b"x.php.txt", "x.php.txt", {"an active inner extension was kept"}),
    (b"x.php;.txt", "x.php;.txt", {"an active inner extension was kept"}),
    (b"x.zzqx", "x.zzqx", {"an unlisted extension was kept"}),
    (
        b"web.config",
        "web.config",
        {"a server configuration name was kept", "an unlisted extension was kept"},
    ),
    (b"robots.txt", "robots.txt", {"a server configuration name was kept"}),
    (
        rb"..\a.txt",
        r"..\a.txt",
        {"a separator was kept in the name", "a dot segment was kept in the name"},
    ),
]


@pytest.mark.parametrize(("sent", "kept", "signatures"), DISK)
def test_a_hostile_name_on_disk_breaks(sent, kept, signatures):
    """Each class has its own signature; a leading dot is told beside what it leads."""
    found = effects(safe_name, (exchange(sent), stored(change(kept))))
    assert set(found) - {"a leading dot was kept"} == signatures - {"a leading dot was kept"}
    assert ("a leading dot was kept" in found) == kept.startswith(".")


def test_a_hostile_name_in_the_download_breaks():
    """Both spellings of the name are read."""
    value = b"attachment; filename=\"a/b.txt\"; filename*=UTF-8''" + b"a" * 256
    step = stored(retrieved=download(content_disposition=value))
    assert effects(safe_name, (exchange(b"a/b.txt"), step)) == {
        "a separator was kept in the name": "path-containment",
        "a name longer than 255 bytes was kept": "name-length",
    }


@pytest.mark.parametrize(
    ("sent", "kept", "control"),
    [
        (b"x.php", "x.php", "extension-allowlist"),
        (b"x.%70hp", "x.php", "canonicalise-once"),
        ("x．php".encode(), "x.php", "canonicalise-once"),
        (b"x%2ephp.txt", "x.php.txt", "canonicalise-once"),
        (b"x.php.txt", "x.php.txt", "extension-parse"),
    ],
)
def test_what_decoding_revealed_is_told_apart(sent, kept, control):
    """A part that was not in the name as sent came out of a late decoding."""
    assert list(effects(safe_name, (exchange(sent), stored(change(kept)))).values()) == [control]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (b"x.php", "4f9c2e81a0b3"),
        (b"a.txt", "-9Zk_4f9c2e"),
        (b"a.txt", ".tmp-81f3"),
        (b"a.txt", "4f9c.json"),
        (b"a.txt", "2024-01-01T10:00:00.txt"),
        (b"x.js", "4f9c.xml"),
        (b"b.txt", "aux"),
        (b"c.txt", "web.config"),
        (b"a.JPEG", "a.jpeg"),
        (b"x.php%00.txt", "x.php%00.txt"),
        (b"minutes v1.2.txt", "minutes v1.2.txt"),
        (b"\xd9\x86\xe2\x80\x8c\xd8\xa7.txt", "ن‌ا.txt"),
        (b"../../etc/passwd.txt", "etc_passwd.txt"),
    ],
)
def test_harmless_and_server_made_names_hold(sent, kept):
    """A key, a temporary name, a sidecar and a cleaned name are no effect."""
    assert holds(safe_name, (exchange(sent), stored(change(kept))))


def test_a_policy_that_is_downloaded_holds():
    """It is obeyed where it lies, and by nobody who has a copy."""
    step = stored(retrieved=download(content_disposition=b'attachment; filename="robots.txt"'))
    assert holds(safe_name, (exchange(b"robots.txt"), step))


def test_removed_and_foreign_paths_are_not_kept():
    """Only what stays below the root has a name there."""
    gone = change(".htaccess", None, ChangeKind.REMOVED)
    outside = change(".htaccess", inside=False)
    step = refused(gone, outside)
    assert holds(safe_name, (exchange(b".htaccess"), step))


def test_a_hyphen_in_a_download_name_holds():
    """It is no argument of a command there."""
    step = stored(retrieved=download(content_disposition=b'attachment; filename="-rf.txt"'))
    assert holds(safe_name, (exchange(b"-rf.txt"), step))


def test_no_name_in_sight_is_unclear():
    """No disk, and no name that can be read; unless nothing was sent or stored."""
    assert unclear(safe_name, (exchange(), unseen()))
    odd = stored(retrieved=download(content_disposition=b"attachment; ="))
    assert unclear(safe_name, (exchange(), odd))
    assert holds(safe_name, (exchange(None), stored()), (exchange(), refused(disk=None)))
