"""Attacks that need to be told more: without it they have nothing to send."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attacks.catalogue.injection import spreadsheet
from attacks.catalogue.serving import download_rate, foreign_host, planted_link, tampered_at_rest
from attacks.model import OTHER, Demand, Limits, Meddling
from attacks.specimen import SPECIMEN
from tests.attacks.seeking import TXT, found

KNOWN = replace(SPECIMEN, storage_root="/srv/app/stored")


@pytest.mark.parametrize(
    "module", [spreadsheet, download_rate, foreign_host, planted_link, tampered_at_rest]
)
def test_what_is_not_known_is_not_tried(module):
    """No seeds, and nothing to draw."""
    assert module.ATTACK.seeds(KNOWN)
    assert module.ATTACK.seeds(TXT) == ()
    assert module.ATTACK.probes(TXT).is_empty


def test_only_a_target_that_is_thrown_away_is_meddled_with():
    """Somebody else's files stay as they are."""
    for module, how in ((tampered_at_rest, Meddling.FLIP), (planted_link, Meddling.LINK)):
        assert {p.steps[1].meddling for p in module.ATTACK.seeds(KNOWN)} == {how}
        assert module.ATTACK.seeds(replace(KNOWN, disposable=False)) == ()


def test_a_flood_of_downloads_is_one_more_than_the_limit():
    """By the other person; a limit that is high is not worth the time."""
    (probe,) = download_rate.ATTACK.seeds(replace(KNOWN, limits=Limits(downloads_per_minute=5)))
    high = replace(KNOWN, limits=Limits(downloads_per_minute=10**6))

    assert [step.demand for step in probe.steps[1:]] == [Demand.EITHER] * 5 + [Demand.REFUSE]
    assert {step.actor for step in probe.steps} == {OTHER}
    assert download_rate.ATTACK.seeds(high) == ()


def test_the_other_host_is_asked_for_what_the_app_does():
    """Only what the profile knows of."""
    bare = replace(KNOWN, logins={}, routes=replace(KNOWN.routes, listing=""))
    login = {"login", "login-page"}
    asked = {probe.variant for probe in foreign_host.ATTACK.seeds(KNOWN)}

    assert login < asked
    assert {p.variant for p in foreign_host.ATTACK.seeds(bare)} == asked - login
    listing = replace(KNOWN, routes=replace(KNOWN.routes, listing="/list"))
    assert "list" in {p.variant for p in foreign_host.ATTACK.seeds(listing)}


def test_names_that_open_cells_reach():
    """A separator before a sign."""
    probes = spreadsheet.ATTACK.probes(KNOWN)

    found(probes, lambda p: b",=" in p.steps[0].file.filename)
