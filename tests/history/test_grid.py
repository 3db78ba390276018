"""The yardstick itself: what counts as seen, missed and false, and that the page says it."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest

from attacks import catalogue
from attacks.calibrate import calibrate
from tests.apps.tutorial import target
from tests.history.defects import DEFECTS
from tests.history.grid import Cell, Outcome, complaints, told_by_upstream
from tests.history.page import PAGE
from tests.history.releases import RELEASES, SERIES

BY_ID = {each.id: each for each in DEFECTS}
NOTHING = Outcome(
    release="3.1.9",
    broken={},
    unjudged=(),
    windows={each.id: () for each in DEFECTS if not each.breaks},
    passed={},
    uncollected=(),
)
CR_ADDED = BY_ID["issue-3285"]
CRLF_ADDED = BY_ID["issue-3088"]
DRIVE = BY_ID["CVE-2019-14322"]
CUT_LINE_END = BY_ID["issue-3065"]


def outcome(release, *shown, **more):
    """Return the outcome of *release* in which each defect of *shown* has its effect."""
    broken = {each.breaks: (each.effect,) for each in shown}
    return replace(NOTHING, release=release, broken=broken, **more)


def test_a_defect_that_shows_where_it_is_was_seen():
    """Its variant has its effect, on a release that has it."""
    assert outcome("3.1.9", CR_ADDED).cell(CR_ADDED) is Cell.SEEN
    assert outcome("3.1.4").cell(CR_ADDED) is Cell.RIGHTLY_QUIET


def test_a_defect_that_does_not_show_where_it_is_was_missed():
    """And the run complains of it."""
    found = [outcome("3.1.9")]

    assert found[0].cell(CR_ADDED) is Cell.MISSED
    assert "3.1.9: issue-3285: missed" in list(complaints(found))


def test_a_defect_that_shows_where_it_is_not_is_false():
    """No claim is made on a release that is mended."""
    found = [outcome("3.1.4", CR_ADDED)]

    assert found[0].cell(CR_ADDED) is Cell.FALSE
    assert "3.1.4: issue-3285: false" in list(complaints(found))


def test_another_effect_of_the_same_variant_does_not_count():
    """A 500 is no added byte."""
    other = replace(outcome("3.1.9"), broken={CR_ADDED.breaks: ("no_server_error\0other",)})

    assert other.cell(CR_ADDED) is Cell.MISSED


def test_what_breaks_with_its_neighbour_is_another_defect():
    """On 2.3.6 the edge behind a header goes wrong because any early line end does."""
    both = outcome("3.1.5", CRLF_ADDED, BY_ID["issue-2761"])

    assert outcome("3.1.5", CRLF_ADDED).cell(CRLF_ADDED) is Cell.SEEN
    assert both.cell(CRLF_ADDED) is Cell.MISSED


def test_what_was_not_judged_is_not_called_quiet():
    """An attack that proved nothing, or a release whose router does not work."""
    unjudged = outcome("3.1.4", unjudged=("multipart.chunk-edge: an honest request was refused",))

    assert unjudged.cell(CR_ADDED) is Cell.UNTRIED
    assert outcome("0.15.4").cell(CR_ADDED) is Cell.UNTRIED
    assert outcome("0.15.4").cell(DRIVE) is Cell.MISSED


def test_a_name_that_is_let_through_shows_its_defect():
    """The library's answer counts where no request can ask."""
    through = {**NOTHING.windows, DRIVE.id: ("C:/secret.txt",)}

    assert outcome("0.15.4", windows=through).cell(DRIVE) is Cell.SEEN
    assert outcome("0.15.5", windows=through).cell(DRIVE) is Cell.FALSE


@pytest.mark.parametrize(
    ("before", "after", "told"), [(False, True, True), (True, True, False), (False, False, False)]
)
def test_a_test_of_upstream_tells_if_it_fails_before_the_mending_alone(before, after, told):
    """One that fails on the mended release too has another reason."""
    (name,) = CUT_LINE_END.upstream
    found = [outcome("3.1.3", passed={name: before}), outcome("3.1.4", passed={name: after})]

    assert told_by_upstream(found, "3.1.3", CUT_LINE_END) is told


def test_a_defect_that_is_mended_nowhere_is_told_by_nobody():
    """There is no release on which its test could pass."""
    assert CR_ADDED.mended_in("3.1.9", RELEASES) is None
    assert not told_by_upstream([outcome("3.1.9")], "3.1.9", CR_ADDED)


def test_seventeen_defects_are_accounted_for():
    """Nine advisories, six of integrity, two of CPU time, each in a release that is tried."""
    kinds = [each.id.partition("-")[0] for each in DEFECTS]

    assert [kinds.count(kind) for kind in ("CVE", "GHSA", "issue", "cpu")] == [8, 1, 6, 2]
    assert all(any(each.is_in(release) for release in RELEASES) for each in DEFECTS)
    assert all(release.rpartition(".")[0] in SERIES for release in RELEASES)


def test_each_mending_can_be_seen():
    """The release behind each range is gone through, unless there is none yet."""
    for each in DEFECTS:
        for _, last in each.bad:
            assert last in RELEASES
            assert each.mended_in(last, RELEASES) or last == RELEASES[-1]


def test_every_variant_that_is_counted_on_is_sent():
    """To the tutorial app, whose limits are stated."""
    wanted = {name for each in DEFECTS for name in (each.breaks, each.holds) if name}
    with target.open() as session:
        profile = calibrate(session, target.hints)
    attacks = {each.id: each for each in catalogue.load()}
    for attack, names in itertools.groupby(sorted(wanted), lambda name: name.partition(":")[0]):
        sent = {f"{attack}:{probe.variant}" for probe in attacks[attack].seeds(profile)}
        assert set(names) <= sent


def marks():
    """Return the marks of the page's grid, by release."""
    text = PAGE.read_text(encoding="utf-8").partition("## Releases and defects")[2]
    rows = re.findall(r"^\| ([0-9.]+) \| ([^a-z0-9`]+) \|$", text, re.MULTILINE)
    return {release: [Cell(cell) for cell in cells.split(" | ")] for release, cells in rows}


def test_the_page_claims_what_is_known_and_nothing_else():
    """A row for each release, a cell for each defect, none of them missed or false."""
    rows = marks()

    assert list(rows) == list(RELEASES)
    for release, row in rows.items():
        for defect, cell in zip(DEFECTS, row, strict=True):
            right = Cell.SEEN if defect.is_in(release) else Cell.RIGHTLY_QUIET
            assert cell in {right, Cell.UNTRIED}


def test_the_page_shows_every_defect():
    """On most of the releases that have it; what was not tried is the exception."""
    assert "17 of 17 defects" in PAGE.read_text(encoding="utf-8")
    for defect, column in zip(DEFECTS, zip(*marks().values(), strict=True), strict=True):
        having = [
            cell for cell, release in zip(column, RELEASES, strict=True) if defect.is_in(release)
        ]
        assert having.count(Cell.SEEN) > having.count(Cell.UNTRIED)
