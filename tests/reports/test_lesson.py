"""A lesson is cut into headings, paragraphs and runs of code."""

from __future__ import annotations

from reports.lesson import Run, sections
from tests.reports.samples import HOSTILE_TEXT, LESSON


def test_headings_are_those_of_the_docstring():
    """The first line stands alone, the four headings follow."""
    headings = [section.heading for section in sections(LESSON)]
    assert headings == ["", "What it does", "Why it works", "Expected defence", "References"]


def test_paragraphs_under_one_heading_stay_together():
    """A blank line starts a paragraph, not a section."""
    assert len(sections(LESSON)[2].paragraphs) == 2


def test_code_and_stress_are_told_from_words():
    """Backticks and stars are marks, not text."""
    runs = sections(LESSON)[1].paragraphs[0].runs
    assert Run(look="code", text="../") in runs
    assert Run(look="stress", text="name") in runs
    assert not any("`" in run.text for run in runs)


def test_items_of_a_list_are_items():
    """Each dash starts one."""
    assert [p.item for p in sections(LESSON)[4].paragraphs] == [True, True]


def test_any_text_is_a_lesson():
    """Text of another shape becomes plain paragraphs, and nothing is lost."""
    assert sections("") == ()
    runs = sections("a` b* c")[0].paragraphs[0].runs
    assert {run.look for run in runs} == {"words"}
    assert "".join(run.text for run in runs) == "a` b* c"
    assert sections(HOSTILE_TEXT)
