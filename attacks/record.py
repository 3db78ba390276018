"""`run.json`: everything one run learned; the only thing that reports read.

A record explains itself: lessons, titles and demands are embedded, so that a report can
be drawn years later without the suite that wrote it.
"""

from __future__ import annotations

import dataclasses
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from attacks import json_codec
from attacks.model import (
    Confidence,
    Effect,
    Header,
    Observation,
    Outcome,
    Probe,
    Seen,
    Severity,
)

SCHEMA = "upload-gauntlet/run/1"


class UnreadableRecord(ValueError):  # noqa: N818 - named for what it is
    """The file is not a record that this version can read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """What wrote the record."""

    name: str
    version: str
    python: str
    hypothesis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetFacts:
    """What was attacked, as calibration found it."""

    name: str
    capabilities: tuple[str, ...] = ()
    endpoint: str = ""
    field: str = ""
    accepted: tuple[str, ...] = ()
    """Extensions of the types that calibration saw accepted."""
    limits: Mapping[str, int | None] = dataclasses.field(default_factory=dict)
    retrieval: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OracleTally:
    """How often one oracle gave each verdict in one attack."""

    oracle: str
    held: int = 0
    broken: int = 0
    inconclusive: int = 0
    reason: str = ""
    """The first reason for INCONCLUSIVE."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttackResult:
    """One attack's verdict, and what it rests on."""

    id: str
    title: str
    verdict: Outcome
    reason: str
    cases: int
    seconds: float
    severity: Severity
    controls: tuple[str, ...]
    cwe: tuple[int, ...]
    asvs: tuple[str, ...]
    wstg: tuple[str, ...]
    variants: tuple[str, ...]
    oracles: tuple[OracleTally, ...]
    lesson: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reproducers:
    """Commands for a POSIX shell that send the minimal probe again, byte for byte.

    Both read the address from ``$TARGET`` (default ``http://127.0.0.1:8000``).
    """

    curl: str
    raw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A broken verdict: what happened, how to see it again, what would have stopped it."""

    id: str
    """Stable digest of attack, oracle, target name and effect signature."""
    attack: str
    title: str
    oracle: str
    variant: str
    severity: Severity
    confidence: Confidence
    controls: tuple[str, ...]
    cwe: tuple[int, ...]
    asvs: tuple[str, ...]
    wstg: tuple[str, ...]
    effect: Effect
    probe: Probe
    observation: tuple[str, ...]
    """What was seen, step by step, in a few lines of plain text."""
    reproducers: Reproducers


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlFacts:
    """A control as a reader needs it."""

    title: str
    demand: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One run."""

    schema: str = SCHEMA
    tool: Tool
    target: TargetFacts
    seed: int
    level: str
    started: str
    """UTC, ISO 8601."""
    seconds: float
    cases: int
    attacks: tuple[AttackResult, ...]
    findings: tuple[Finding, ...]
    controls: Mapping[str, ControlFacts]
    """Every control that an attack of the run aims at."""
    titles: Mapping[str, str]
    """Titles of the CWE, ASVS and WSTG ids that the run cites, such as ``CWE-22``."""
    interrupted: bool = False
    problems: tuple[str, ...] = ()
    """What could not be loaded, reached or judged."""
    fail_on: Severity = Severity.MEDIUM
    fail_on_inconclusive: bool = False
    exit_code: int = 0


def write(record: Record, path: Path) -> None:
    """Write *record* to *path*, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(json_codec.encode(record), indent=1, ensure_ascii=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".run-", suffix=".json")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text + "\n")
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink()
        raise


def read(path: Path) -> Record:
    """Read the record at *path*.

    Raises:
        UnreadableRecord: no such file, not JSON, another schema, or a shape that is wrong.
    """
    try:
        data: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise UnreadableRecord(f"{path}: {error}") from error
    found = data.get("schema") if isinstance(data, dict) else None
    if found != SCHEMA:
        raise UnreadableRecord(f"{path}: schema {found!r}; this version reads {SCHEMA!r}")
    try:
        record: Record = json_codec.decode(Record, data)
    except json_codec.BadShape as error:
        raise UnreadableRecord(f"{path}: {error}") from error
    return record


def observed(seen: Observation) -> tuple[str, ...]:
    """Return what *seen* holds, step by step, as lines that a report escapes and shows."""
    lines: list[str] = []
    for number, step in enumerate(seen.steps, start=1):
        lines += [f"step {number}: {line}" for line in _step_lines(step)]
    return tuple(lines)


def _step_lines(step: Seen) -> Iterator[str]:
    answer = f"status {step.response.status}" if step.response else step.failure
    logged = f", {step.exception} in the log" if step.exception else ""
    yield f"answered {answer}{logged}; file stored: {step.stored.value}"
    for change in step.disk.changes if step.disk else ():
        yield f"{change.kind.value} {change.path} ({change.size} bytes, mode {change.mode:04o})"
    for path in step.disk.escaped if step.disk else ():
        yield f"wrote {path}"
    if step.log:
        yield f"logged {len(step.log)} lines"
    if step.retrieved is not None:
        yield f"fetched back: status {step.retrieved.status}, {len(step.retrieved.body)} bytes"
        yield from (f"fetched back: {_header_line(h)}" for h in step.retrieved.headers)


def _header_line(header: Header) -> str:
    name, value = (part.decode("latin-1") for part in header)
    return f"{name}: {'(redacted)' if name.lower() == 'set-cookie' else value}"
