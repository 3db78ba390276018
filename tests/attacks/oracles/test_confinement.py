"""Nothing outside the storage root is touched."""

from __future__ import annotations

from attacks.oracles.confinement import confinement
from tests.attacks.oracles.builders import change, disk, effects, exchange, holds, stored, unclear

SIGNATURE = {"a path outside the storage root was touched": ""}


def test_a_file_below_the_root_holds():
    """A change inside the storage root is what an upload is for."""
    assert holds(confinement, (exchange(), stored(change("k1"))))


def test_a_change_outside_breaks():
    """A path that the tree diff calls outside is an effect."""
    outside = change("../x", inside=False)
    assert effects(confinement, (exchange(), stored(outside))) == SIGNATURE


def test_an_escaped_path_breaks_once():
    """Paths that only the audit hook saw count, and make one effect."""
    step = stored(disk=disk(escaped=("/etc/a", "/etc/b")))
    assert effects(confinement, (exchange(), step)) == SIGNATURE


def test_no_view_is_unclear():
    """Without a view of the disk nothing can be said."""
    assert unclear(confinement, (exchange(), stored()))
