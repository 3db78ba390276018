"""The seventeen known defects of Werkzeug's upload path, and how each of them shows.

Nine have an advisory, six are files that were stored with other bytes, two are requests that
cost far more CPU than their size. The releases are those that upstream, or a measurement, says;
what the suite sees is compared with them and never decides them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MORE = "stored_bytes_equal_sent\0more bytes came back than were sent"
FEWER = "stored_bytes_equal_sent\0fewer bytes came back than were sent"
OVER = "limit_enforced\0an upload over the limit was stored"
COST = "linear_cost\0processor time grows faster than the request"

Version = tuple[int, ...]


def version(release: str) -> Version:
    """Return *release* as numbers that can be compared."""
    return tuple(int(number) for number in release.split("."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """One known defect; where no variant is named, it shows in `windows.NAMES` alone."""

    id: str
    title: str
    bad: tuple[tuple[str, str], ...]
    """First and last release of each range that has it."""
    breaks: str = ""
    """The variant, as ``attack:variant``, that must break."""
    effect: str = ""
    """Oracle and signature of the effect that this variant must have."""
    holds: str = ""
    """A variant that must not break with it: where both do, the cause is another defect."""
    upstream: tuple[str, ...] = ()
    """How the names begin of the tests in Werkzeug's newest release that are about it."""

    def is_in(self, release: str) -> bool:
        """Return whether *release* has this defect."""
        return any(version(a) <= version(release) <= version(z) for a, z in self.bad)

    def mended_in(self, release: str, releases: Iterable[str]) -> str | None:
        """Return the first of *releases* behind *release* that has it no more."""
        behind = (each for each in releases if version(each) > version(release))
        return next((each for each in behind if not self.is_in(each)), None)


PARSER = "sansio/test_multipart.py::test_"
FORMS = "test_formparser.py::"
SAFE_JOIN = "test_security.py::test_safe_join"
DEVICE = f"{SAFE_JOIN}_windows_special"
EDGE = "multipart.chunk-edge:"

DEFECTS = (
    Defect(
        id="CVE-2019-14322",
        title="A drive's name leads out of the folder (Windows)",
        bad=(("0.15.0", "0.15.4"),),
    ),
    Defect(
        id="CVE-2023-25577",
        title="The parts of a form are not counted",
        bad=(("0.15.0", "2.2.2"),),
        breaks="size.part-flood:limit-plus-1",
        effect=OVER,
        upstream=(f"{FORMS}TestFormParser::test_limiting",),
    ),
    Defect(
        id="CVE-2023-46136",
        title="A file that begins with CR costs its size squared",
        bad=(("2.0.0", "2.3.7"), ("3.0.0", "3.0.0")),
        breaks="cost.form-body:one-carriage-return",
        effect=COST,
    ),
    Defect(
        id="CVE-2024-49766",
        title="A network share leads out of the folder (Windows)",
        bad=(("0.15.0", "3.0.5"),),
        upstream=(f"{SAFE_JOIN}[//b/c-None]",),
    ),
    Defect(
        id="CVE-2024-49767",
        title="A text field passes the memory limit",
        bad=(("2.0.0", "3.0.5"),),
        breaks="size.field-flood:limit-plus-1",
        effect=OVER,
        upstream=(f"{FORMS}test_multipart_max_form_memory_size",),
    ),
    Defect(
        id="CVE-2025-66221",
        title="A device is opened (Windows): CON",
        bad=(("0.15.0", "3.1.3"),),
        upstream=(f"{DEVICE}[CON]",),
    ),
    Defect(
        id="CVE-2026-21860",
        title="A device is opened (Windows): CON.txt.html",
        bad=(("0.15.0", "3.1.4"),),
        upstream=tuple(f"{DEVICE}[{n}]" for n in ("CON.txt.html", "CON  ", "CON . txt")),
    ),
    Defect(
        id="CVE-2026-27199",
        title="A device is opened (Windows): b/CON",
        bad=(("0.15.0", "3.1.5"),),
        upstream=(f"{DEVICE}[b/CON]",),
    ),
    Defect(
        id="GHSA-g6x2-hccm-hh4m",
        title="A device is opened (Windows): CON::$DATA",
        bad=(("0.15.0", "3.1.8"),),
    ),
    Defect(
        id="issue-2658",
        title="A file over 65,575 bytes begins with a stray CRLF (2658, 2675)",
        bad=(("2.3.0", "2.3.2"),),
        breaks=f"{EDGE}2-blocks",
        effect=MORE,
        upstream=(f"{FORMS}TestFormParser::test_parse_form_post_data_trailing_CR",),
    ),
    Defect(
        id="issue-2761",
        title="An early line end is stored twice (2734, 2761)",
        bad=(("2.3.0", "2.3.6"),),
        breaks=f"{EDGE}early-line-feed",
        effect=MORE,
        upstream=(f"{PARSER}decoder_data_start_with_different_newline_positions",),
    ),
    Defect(
        id="issue-3065",
        title="An edge inside the last line end adds a CR",
        bad=(("2.3.8", "2.3.8"), ("3.0.1", "3.1.3")),
        breaks=f"{EDGE}edge-after-return",
        effect=MORE,
        upstream=(f"{FORMS}TestFormParser::test_chunk_split_on_line_break_before_epilogue",),
    ),
    Defect(
        id="issue-3077",
        title="A CR at the end of a file is lost (3077, 3179)",
        bad=(("3.1.4", "3.1.4"),),
        breaks=f"{EDGE}small-return",
        effect=FEWER,
        upstream=(f"{FORMS}TestFormParser::test_parse_form_post_data_trailing_CR",),
    ),
    Defect(
        id="issue-3088",
        title="An edge after the part's header adds a CRLF (3088, 3118, 3119)",
        bad=(("3.1.5", "3.1.6"),),
        breaks=f"{EDGE}edge-after-header",
        holds=f"{EDGE}early-line-feed",
        effect=MORE,
    ),
    Defect(
        id="issue-3285",
        title="An edge between the closing dashes adds a CR",
        bad=(("3.1.5", "3.1.9"),),
        breaks=f"{EDGE}1-block-plus-3",
        effect=MORE,
    ),
    Defect(
        id="cpu-spaces",
        title="Spaces in a part's header cost their number squared",
        bad=(("2.3.0", "3.0.3"),),
        breaks="cost.part-header:spaces",
        effect=COST,
    ),
    Defect(
        id="cpu-parameters",
        title="Parameters in a part's header, even empty ones, cost their number squared",
        bad=(("3.0.4", "3.1.8"),),
        breaks="cost.part-header:semicolons",
        effect=COST,
    ),
)
