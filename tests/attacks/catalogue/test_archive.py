"""Archives with one thing wrong; nothing in them is large."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attacks import catalogue
from attacks.catalogue.archive import entry_count, other_formats, traversal
from attacks.model import Demand, Limits
from attacks.strategies.contents import HONEST
from tests.attacks.seeking import TXT, found

ZIP = replace(TXT, accepted=(HONEST["txt"], HONEST["zip"]))
ARCHIVE = [attack for attack in catalogue.load() if attack.id.startswith("archive.")]

every_attack = pytest.mark.parametrize("attack", ARCHIVE, ids=lambda attack: attack.id)


def content(probe):
    """Return the archive that *probe* sends."""
    return probe.steps[0].file.content.to_bytes()


@every_attack
def test_archives_are_sent_where_they_are_taken(attack):
    """Nowhere else, but for those that have names of their own."""
    anywhere = attack is other_formats.ATTACK  # under names of their own
    assert (attack.seeds(TXT) == ()) != anywhere
    assert attack.probes(TXT).is_empty != anywhere
    assert attack.seeds(ZIP)
    if attack is not entry_count.ATTACK:  # without a known limit too many are too much to draw
        found(attack.probes(ZIP), lambda probe: probe.steps)


@every_attack
def test_every_archive_must_be_refused_and_is_one(attack):
    """It ends in the record of a directory, and no variant is sent twice."""
    seeds = attack.seeds(ZIP)
    assert len({probe.variant for probe in seeds}) == len(seeds)
    for probe in seeds:
        encoded = probe.variant in traversal.ENCODED  # a good name, if nobody decodes it
        assert probe.steps[0].demand is (Demand.EITHER if encoded else Demand.REFUSE)
        assert content(probe)[-22:-18] == b"PK\x05\x06" or attack is other_formats.ATTACK


def test_members_are_counted_by_what_is_known():
    """One over the limit; else as many as a file may hold; else sixty thousand."""
    for limits, count in (
        (Limits(), entry_count.FLOOD),
        (Limits(file=90_000), 1000),
    ):
        (probe,) = entry_count.ATTACK.seeds(replace(ZIP, limits=limits))
        assert int.from_bytes(content(probe)[-12:-10], "little") == count


def test_a_slipping_member_is_looked_for():
    """Where it would land is known, and stands in the archive."""
    for probe in traversal.ATTACK.seeds(ZIP):
        (witness,) = probe.witnesses
        assert witness.endswith(traversal.WITNESS)
        assert traversal.WITNESS.encode() in content(probe)
