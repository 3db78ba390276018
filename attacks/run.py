"""One run: calibrate, attack, and write down what came of it, whatever happens on the way."""

from __future__ import annotations

import dataclasses
import platform
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from attacks import controls, parallel, taxonomy
from attacks.calibrate import NothingAccepted, calibrate
from attacks.engine import AttackOutcome, Engine
from attacks.levels import LEVELS
from attacks.model import Attack, Outcome, Severity
from attacks.record import ControlFacts, Record, TargetFacts, Tool
from attacks.targets.session import Target, TargetError

CLEAN, FINDINGS, USAGE, BROKEN_RUN, NOTHING_TESTED, INTERRUPTED = 0, 1, 2, 3, 4, 130


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the caller asks for."""

    target: Target
    attacks: tuple[Attack, ...]
    level: str = "standard"
    seed: int | None = None
    database: Path | None = None
    jobs: int = 1
    """Processes that attack at the same time; more than one where `load` is given, and the
    target can be opened anew."""
    load: Callable[[], Target] | None = None
    """Returns the target, in another process."""
    fail_on: Severity = Severity.MEDIUM
    fail_on_inconclusive: bool = False


Progress = Callable[[AttackOutcome], None]


def run(plan: Plan, progress: Progress = lambda _: None) -> Record:
    """Carry *plan* out and return its record; interruption and failure are in the record."""
    began = time.monotonic()
    record = _blank(plan)
    try:
        for grown in _growing(plan, record, progress):
            record = grown
    except KeyboardInterrupt:
        record = replace(record, interrupted=True)
    except (TargetError, NothingAccepted) as error:
        record = replace(record, problems=(*record.problems, str(error)))
        if isinstance(error, NothingAccepted) and not record.attacks:
            return _finished(record, began, NOTHING_TESTED)
    except Exception as error:  # noqa: BLE001 - a crash of ours is told, and is never a finding
        problem = f"the run crashed: {type(error).__name__}: {error}"
        record = replace(record, problems=(*record.problems, problem))
    return _finished(record, began, exit_code(record))


def _growing(plan: Plan, record: Record, progress: Progress) -> Iterator[Record]:
    """Yield the record as it stands after calibration and after each attack."""
    page = getattr(plan.target, "page", "/")
    with plan.target.open() as session:
        profile = calibrate(session, plan.target.hints, page)
        engine = Engine(
            target=plan.target,
            session=session,
            profile=profile,
            level=LEVELS[plan.level],
            seed=record.seed,
            database=plan.database,
        )
        record = replace(record, target=_facts(engine))
        yield record
        for outcome in _outcomes(plan, engine):
            record = _with(record, outcome)
            yield record
            progress(outcome)  # last: what was told is in the record, whatever happens now


def _outcomes(plan: Plan, engine: Engine) -> Iterator[AttackOutcome]:
    if plan.jobs == 1 or plan.load is None or not plan.target.renews:
        return engine.run(plan.attacks)
    job = parallel.Job(
        load=plan.load,
        page=engine.profile.page,
        level=engine.level,
        seed=engine.seed,
        database=plan.database,
    )
    return parallel.outcomes(job, plan.attacks, plan.jobs)


def _blank(plan: Plan) -> Record:
    seed = plan.seed
    if seed is None:
        seed = secrets.randbits(32) if LEVELS[plan.level].explores else 0
    return Record(
        tool=_tool(),
        target=TargetFacts(name=plan.target.name),
        seed=seed,
        level=plan.level,
        started=datetime.now(UTC).isoformat(timespec="seconds"),
        seconds=0.0,
        cases=0,
        attacks=(),
        findings=(),
        controls={},
        titles={},
        fail_on=plan.fail_on,
        fail_on_inconclusive=plan.fail_on_inconclusive,
    )


def _tool() -> Tool:
    try:
        ours = version("upload-gauntlet")
    except PackageNotFoundError:  # run from a checkout that is not installed
        ours = "unknown"
    return Tool(
        name="upload-gauntlet",
        version=ours,
        python=platform.python_version(),
        hypothesis=version("hypothesis"),
    )


def _facts(engine: Engine) -> TargetFacts:
    profile = engine.profile
    limits = profile.limits
    return TargetFacts(
        name=engine.target.name,
        capabilities=tuple(sorted(engine.capabilities())),
        endpoint=profile.endpoint,
        field=profile.field,
        accepted=tuple(sample.extension for sample in profile.accepted),
        limits=dataclasses.asdict(limits),
        retrieval=profile.retrieval.kind.value,
    )


def _with(record: Record, outcome: AttackOutcome) -> Record:
    result = outcome.result
    return replace(
        record,
        cases=record.cases + result.cases,
        attacks=(*record.attacks, result),
        findings=(*record.findings, *outcome.findings),
        problems=(*record.problems, *outcome.problems),
        controls={**record.controls, **_controls(_aims(outcome))},
        titles={**record.titles, **_titles(result.cwe, result.asvs, result.wstg)},
    )


def _aims(outcome: AttackOutcome) -> tuple[str, ...]:
    """Return the controls of the attack, and those that its findings name besides."""
    found = (control for finding in outcome.findings for control in finding.controls)
    return (*outcome.result.controls, *found)


def _controls(slugs: tuple[str, ...]) -> Mapping[str, ControlFacts]:
    known = controls.load()
    return {s: ControlFacts(title=known[s].title, demand=known[s].demand) for s in slugs}


def _titles(
    cwe: tuple[int, ...], asvs: tuple[str, ...], wstg: tuple[str, ...]
) -> Mapping[str, str]:
    ids = (*(f"CWE-{number}" for number in cwe), *asvs, *wstg)
    return {each: taxonomy.title(each) for each in ids}


def _finished(record: Record, began: float, code: int) -> Record:
    return replace(record, seconds=round(time.monotonic() - began, 3), exit_code=code)


def exit_code(record: Record) -> int:
    """Return what the process tells its caller; an incomplete run is never green.

    A problem of ours comes before a finding, since what was not judged may be worse.
    """
    judged = {Outcome.HELD, Outcome.BROKEN} & {a.verdict for a in record.attacks}
    inconclusive = any(a.verdict is Outcome.INCONCLUSIVE for a in record.attacks)
    if record.interrupted:
        return INTERRUPTED
    if record.problems:
        return BROKEN_RUN
    if not record.cases or not judged:
        return NOTHING_TESTED
    if any(finding.severity >= record.fail_on for finding in record.findings):
        return FINDINGS
    return NOTHING_TESTED if inconclusive and record.fail_on_inconclusive else CLEAN
