"""The HTML report: one file that holds the answer and cannot be turned against its reader."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attacks.model import Effect, Severity
from attacks.record import Reproducers
from attacks.uploads import named
from reports.formats import html
from tests.reports import samples
from tests.reports.settings import SLOW

VOID = {"meta", "br", "hr", "img", "link", "input"}
KNOWN_TAGS = {
    *("html", "head", "meta", "title", "style", "body", "header", "nav", "main", "section"),
    *("footer", "div", "span", "p", "a", "h1", "h2", "h3", "h4", "ul", "ol", "li", "dl", "dt"),
    *("dd", "table", "caption", "thead", "tbody", "tr", "th", "td", "details", "summary", "pre"),
    *("code", "bdi", "em", "b", "strong"),
}


class Page(HTMLParser):
    """What a browser would find in a page."""

    def __init__(self, text: str) -> None:
        """Read *text* to its end."""
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.words = ""
        self.style = ""
        self.open: list[str] = []
        self.misplaced: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Note the tag and its attributes."""
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        """Note a tag that closes another than the last."""
        if not self.open or self.open.pop() != tag:
            self.misplaced.append(tag)

    def handle_data(self, data):
        """Keep what is read, and the style apart."""
        if self.open and self.open[-1] == "style":
            self.style += data
        else:
            self.words += data

    def values(self, name: str) -> list[str]:
        """Return the values of every attribute called *name*."""
        return [value for _, key, value in self.attributes if key == name]


PAGES = {name: html.render(run) for name, run in samples.every().items()}


@pytest.fixture(params=PAGES)
def page(request):
    """Every sample, drawn and parsed."""
    return Page(PAGES[request.param])


def test_a_page_holds_known_elements_only(page):
    """No script, no image, no frame, no form, whatever a payload says."""
    assert set(page.tags) <= KNOWN_TAGS
    assert page.misplaced == []
    assert page.open == []


def test_no_attribute_runs_or_loads_anything(page):
    """No handlers, no inline style, and links that stay on the page."""
    names = {name for _, name, _ in page.attributes}
    assert not {n for n in names if n.startswith("on")} | (names & {"src", "style", "srcset"})
    assert all(value.startswith("#") for value in page.values("href"))
    assert not re.search(r"url\(|@import|expression|</", page.style)


def test_every_link_leads_somewhere_and_every_name_is_given_once(page):
    """Ids are unique, and each fragment exists."""
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {value[1:] for value in page.values("href")} <= set(ids)
    assert set(page.values("aria-labelledby")) <= set(ids)


def test_the_policy_allows_this_style_and_nothing_else(page):
    """The hash is that of the bytes between the style tags."""
    digest = base64.b64encode(hashlib.sha256(page.style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert policy in page.values("content")


@pytest.mark.parametrize("name", PAGES)
def test_the_same_record_gives_the_same_bytes(name):
    """A difference between two reports is a difference between two runs."""
    assert html.render(samples.every()[name]) == PAGES[name]


@pytest.mark.parametrize("name", PAGES)
def test_no_raw_payload_is_in_the_page(name):
    """Markup is escaped, control and bidi characters are spelled out."""
    assert not re.search(r"<script|<img|<!--", PAGES[name])
    assert ("{{7*7}}" in PAGES[name]) == (name == "hostile")
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066]", PAGES[name]
    )


@SLOW
@given(payload=st.binary(max_size=60), words=st.text(st.characters(), max_size=60))
def test_no_payload_changes_the_shape_of_the_page(payload, words):
    """The elements are the same whatever the names and effects say."""

    def drawn(name: bytes, text: str) -> Page:
        finding = samples.finding(
            "x",
            title=text,
            probe=named(samples.PROFILE, name, variant=text),
            effect=Effect(signature=text, detail=text),
            reproducers=Reproducers(curl=text, raw=text),
        )
        return Page(html.render(samples.record(findings=(finding,))))

    shape = [tag for tag in drawn(payload, words).tags if tag != "span"]
    assert shape == [tag for tag in drawn(b"a.png", "a").tags if tag != "span"]


def test_the_page_opens_on_the_answer():
    """The verdict is the first heading, and the worst effect follows it."""
    words = Page(PAGES["rich"]).words
    answer = words.index("Broken: 5 findings, 1 critical")
    assert (
        answer
        < words.index("The worst: touched outside the storage root")
        < words.index("It would have stopped")
    )
    assert Page(PAGES["calm"]).words.index("Nothing broke") < 200


def test_a_finding_shows_all_that_an_engineer_needs():
    """Effect, sight, controls with their demand, ids with titles, and both commands."""
    words = Page(PAGES["rich"]).words
    for needed in (
        "touched /srv/uploads/../climbed.png",
        "step 1: created /srv/climbed.png (76 bytes)",
        "A file is only ever created, never opened over an existing one.",
        "Improper Limitation of a Pathname to a Restricted Directory",
        "File paths are built from data of the server's own",
        "Test Upload of Malicious Files",
        "curl -sS -i --data-binary @body.bin",
        "base64 -d | nc 127.0.0.1 8000",
        "«16,777,216 bytes of “A”»",
    ):
        assert needed in words


def test_the_pieces_of_a_request_are_told_apart():
    """Each kind has its class, and the file name is exactly the name."""
    assert '<span class="file-name">../climbed.png</span>' in PAGES["rich"]
    kinds = set(Page(PAGES["rich"]).values("class"))
    assert {"request-line", "header", "delimiter", "part-header", "content", "note"} <= kinds


def test_attacks_show_their_lesson_and_what_the_verdict_rests_on():
    """Lesson, variants and the tally of each oracle."""
    words = Page(PAGES["rich"]).words
    for needed in ("Why it works", "climb-encoded", "still_serving", "no honest page", "119"):
        assert needed in words


def test_problems_and_interruptions_are_told():
    """A report never looks calmer than the run was."""
    assert "ImportError: no module named 'nowhere'" in Page(PAGES["rich"]).words
    assert "The run was interrupted" in Page(PAGES["interrupted"]).words


def test_much_is_folded_and_nothing_lost():
    """With many findings the worst stand open, and long lists fold after a few."""
    low = [samples.finding(f"{n}", severity=Severity.LOW) for n in range(9)]
    sight = tuple(f"line {n}" for n in range(40))
    run = samples.record(findings=(samples.finding("x", observation=sight), *low))
    page = Page(html.render(run))
    assert page.attributes.count(("details", "class", "finding low")) == 9
    assert page.values("open") == [""]
    for needed in ("5 more", "30 more", "line 39"):
        assert needed in page.words


def test_headings_do_not_skip_a_level(page):
    """A screen reader can walk the page."""
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert page.tags.count("table") == page.tags.count("caption")


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    full = colour if len(colour) == 7 else "#" + "".join(c * 2 for c in colour[1:])
    parts = [int(full[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_every_colour_can_be_read():
    """Light, dark and print: text has a contrast of at least 4.5 (WCAG 1.4.3)."""
    roots = re.findall(r":root \{(.*?)\}", Page(PAGES["rich"]).style, re.DOTALL)
    palettes = [dict(re.findall(r"--([\w-]+): (#\w+);", root)) for root in roots]
    assert len(palettes) == 3
    for palette in palettes:
        grounds = {palette.pop("page"), palette.pop("panel")}
        palette.pop("line")
        on, name_ground = palette.pop("on"), palette.pop("name-ground")
        pairs = set(itertools.product(palette.values(), grounds))
        pairs |= {(palette[s], on) for s in ("critical", "high", "medium", "low")}
        pairs.add((palette["name"], name_ground))
        assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


def test_a_huge_command_is_cut_with_a_note():
    """The whole stands in the record."""
    found = samples.finding("x", reproducers=Reproducers(curl="A" * 99_000, raw="true"))
    drawn = html.render(samples.record(findings=(found,)))
    assert "Cut: 99,000 characters in all, whole in run.json." in drawn
