"""The text report: complete, plain in a file, coloured on a terminal only."""

from __future__ import annotations

import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from attacks.model import Effect, Outcome
from attacks.record import Record, Reproducers
from attacks.uploads import named
from reports.formats import text
from tests.reports import samples
from tests.reports.settings import SLOW

FORBIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


class Screen(io.StringIO):
    """A terminal, as far as a program can tell."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        """Return that it is one."""
        return True


def brief(record: Record, *written: str) -> str:
    """Return what a pipe gets after a run."""
    pipe = io.StringIO()
    text.print_to(text.terminal(pipe), record, brief=True, written=written)
    return pipe.getvalue()


def unclean(drawn: str) -> set[str]:
    """Return the characters of *drawn* that a text report must not hold."""
    return {c for c in drawn if c != "\n" and unicodedata.category(c) in FORBIDDEN}


@pytest.mark.parametrize("name", samples.every())
def test_no_control_character_whatever_the_record_holds(name):
    """Newline is the only one."""
    assert unclean(text.render(samples.every()[name])) == set()


@pytest.mark.parametrize("name", samples.every())
def test_the_same_record_gives_the_same_text(name):
    """A difference between two reports is a difference between two runs."""
    assert text.render(samples.every()[name]) == text.render(samples.every()[name])


@SLOW
@given(payload=st.binary(max_size=80), words=st.text(st.characters(), max_size=80))
def test_no_payload_reaches_the_terminal_raw(payload, words):
    """Any bytes as a name and any text as an effect are spelled out."""
    bad = samples.finding(
        "x",
        probe=named(samples.PROFILE, payload, variant=words),
        effect=Effect(signature=words, detail=words),
        observation=(words,),
        reproducers=Reproducers(curl=words, raw=words),
    )
    assert unclean(text.render(samples.record(findings=(bad,)))) == set()


def test_a_finding_shows_all_that_an_engineer_needs():
    """Effect, sight, request, control, ids and both commands."""
    drawn = text.render(samples.rich())
    for needed in (
        " CRITICAL  Parent-directory segments in the file name",
        "touched outside the storage root",
        "step 1: created /srv/climbed.png (76 bytes)",
        '    Content-Disposition: form-data; name="file"; filename="../climbed.png"',
        "path-containment: Every path that is opened is resolved and lies",
        "CWE-22: Improper Limitation of a Pathname to a Restricted Directory",
        "ASVS v5.0.0-5.3.2: File paths are built from data of the server's own",
        "    curl -sS -i --data-binary @body.bin \\",
        "| base64 -d | nc 127.0.0.1 8000",
    ):
        assert needed in drawn


def test_the_report_goes_from_facts_over_findings_to_the_sum():
    """Header, findings worst first, attacks, problems, last line."""
    lines = text.render(samples.rich()).splitlines()
    order = [
        "upload-gauntlet 0.1.0 · ",
        " CRITICAL ",
        " HIGH ",
        " MEDIUM ",
        " LOW ",
        " attack ",
        "problem: ",
    ]
    places = [next(n for n, line in enumerate(lines) if line.startswith(s)) for s in order]
    assert places == sorted(places)
    assert lines[-1].startswith("2 held, 5 broken, 1 inconclusive · 5 findings · 1,842 cases")


def test_every_attack_has_its_line_and_a_reason_unless_it_held():
    """A reader sees why a verdict is not HELD."""
    drawn = text.render(samples.unsure())
    assert drawn.count("INCONCLUSIVE") == 2
    assert "the target offers no view of the disk" in drawn


def test_commands_are_never_wrapped():
    """A command that is copied out of the report still works."""
    long = "printf '" + "A" * 500 + "' | sh"
    found = samples.finding("x", reproducers=Reproducers(curl=long, raw="true"))
    assert f"    {long}\n" in text.render(samples.record(findings=(found,)))


def test_a_huge_command_is_cut_with_a_note():
    """The whole stands in the record."""
    found = samples.finding("x", reproducers=Reproducers(curl="A" * 50_000, raw="true"))
    drawn = text.render(samples.record(findings=(found,)))
    assert "cut: 50,000 characters in all, whole in run.json" in drawn
    assert len(drawn) < 20_000


def test_brief_leaves_the_requests_to_the_files():
    """Title, effect, control and id stay; all that a mender needs is pointed to."""
    drawn = brief(samples.rich(), "out/report.html")
    for left in ("POST /upload", "status 302", "curl -sS", "CWE-", "ASVS", "WSTG", " HELD "):
        assert left not in drawn
    assert drawn.splitlines()[-3:-1] == [
        "written: out/report.html",
        "the smallest request and two commands that repeat each finding: out/report.html",
    ]


def test_brief_gives_a_finding_three_lines():
    """However long the effect, one line holds it; the control and the id are whole."""
    effect = Effect(signature="left the root", detail="x" * 900, control="path-containment")
    drawn = brief(samples.record(findings=(samples.finding("c0ffee01", effect=effect),)))
    title, seen, stopper = drawn.splitlines()[2:5]
    assert title == " CRITICAL  Parent-directory segments in the file name"
    assert seen.startswith("    left the root: xxx")
    assert seen.endswith("x…")
    assert len(seen) == text.WIDTH
    assert stopper == "    stopped by: path-containment · finding c0ffee01"


def test_brief_gives_a_line_to_each_attack_that_did_not_hold():
    """A long reason is cut; an attack that held is in the sum only."""
    unsure = samples.attack("naming.clash", verdict=Outcome.INCONCLUSIVE, reason="why " * 60)
    drawn = brief(samples.record(attacks=(samples.attack("filename.dotfile"), unsure)))
    assert "filename.dotfile" not in drawn
    assert sum("why why" in line for line in drawn.splitlines()) == 1
    assert max(map(len, drawn.splitlines()[:-1])) <= text.WIDTH


def test_brief_is_short_when_all_held():
    """Neither a table nor a hint at findings that are none."""
    drawn = brief(samples.calm(), "out/report.html")
    assert "verdict" not in drawn
    assert text.HINT not in drawn


def test_a_long_sight_is_cut_with_a_count():
    """Forty response headers do not bury the request."""
    found = samples.finding("x", observation=tuple(f"line {n}" for n in range(40)))
    drawn = text.render(samples.record(findings=(found,)))
    assert "28 more lines: see run.json" in drawn
    assert "line 12" not in drawn


def test_an_interrupted_run_says_so():
    """The last lines name it and the exit code."""
    drawn = text.render(samples.interrupted())
    assert "interrupted: the attacks that never ran are missing above" in drawn
    assert "exit 130 (interrupted: this is a partial record)" in drawn


def test_a_terminal_gets_colours(monkeypatch):
    """And nothing but colours: no escape sequence comes from the record."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    screen = Screen()
    text.print_to(text.terminal(screen), samples.hostile())
    assert "\x1b[1" in screen.getvalue()
    assert "\x1b[2J" not in screen.getvalue()
    assert "\x1b]" not in screen.getvalue()


def test_no_color_and_a_pipe_get_none(monkeypatch):
    """Plain text, the same in both."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    pipe = io.StringIO()
    text.print_to(text.terminal(pipe), samples.rich())
    monkeypatch.setenv("NO_COLOR", "1")
    screen = Screen()
    text.print_to(text.terminal(screen), samples.rich())
    assert "\x1b" not in pipe.getvalue() + screen.getvalue()
    assert "CRITICAL" in pipe.getvalue()


def test_an_ascii_terminal_gets_ascii():
    """Nothing is lost and nothing crashes on an old console."""
    raw = io.BytesIO()
    console = Console(file=io.TextIOWrapper(raw, encoding="ascii"), width=100)
    text.print_to(console, samples.rich())
    assert b"2 held, 5 broken, 1 inconclusive - 5 findings" in raw.getvalue()
