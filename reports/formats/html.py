"""One page of HTML: no script, no request to anywhere, and a policy that forbids both.

Jinja escapes every value for HTML; what it is given has been through `inert` first,
because a value that is safe markup can still turn the reading direction round.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from attacks.record import Record
from reports import lesson, references, request_view, summary
from reports.banner import banner
from reports.escape import inert, visible
from reports.formats import Format

# How much stands open on the page; the rest is folded away, or in the record.
SHOWN = {
    "findings_open": 8,  # with more, only those of high severity and worse
    "stops_shown": 5,
    "lines_shown": 10,
    "command_limit": 32_000,
}


def render(record: Record) -> str:
    """Return the page; the same record always gives the same bytes."""
    pages = _environment()
    style = pages.get_template("report.css").render()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    page = pages.get_template("report.html")
    return page.render(**_facts(record), style=style, style_digest=digest) + "\n"


def _environment() -> Environment:
    pages = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters["visible"] = visible
    pages.filters["duration"] = summary.duration
    pages.filters["count"] = summary.count
    pages.globals["lesson_sections"] = lesson.sections
    pages.globals["steps"] = request_view.steps
    pages.globals["runs"] = lesson.runs
    pages.globals.update(SHOWN)
    return pages


def _facts(record: Record) -> dict[str, Any]:
    """Return what the template speaks about."""
    return {
        "record": record,
        "banner": banner(record),
        "counts": summary.counts(record),
        "severities": summary.by_severity(record),
        "findings": summary.worst_first(record),
        "remedies": references.remedies(record),
        "exit_meaning": summary.exit_meaning(record.exit_code),
        "findings_of": functools.partial(summary.findings_of, record),
        "cited": functools.partial(references.cited, record),
        "stoppers": functools.partial(references.stoppers, record),
        "control": functools.partial(references.control, record),
    }


def _harmless(value: object) -> object:
    """Spell out what must not be shown, in every value that a template writes."""
    markup = hasattr(value, "__html__")  # a macro's output, whose values came through here
    return inert(value) if isinstance(value, str) and not markup else value


FORMAT = Format(name="html", suffix=".html", render=render)
