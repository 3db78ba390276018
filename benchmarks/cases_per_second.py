"""Cases per second of processor time: this suite, schemathesis, and Hypothesis with a test client.

    python benchmarks/cases_per_second.py [ROUNDS] [CASES]      three rounds of a thousand cases

All three upload to the same application object in this process, one after the other in each
round, and the medians of the rounds are told. What counts is the processor time of the whole
process from the first draw to the last verdict; building the app and logging in do not count.

A case of ours is one *generated* probe: drawn by the strategies of every light attack that needs no
more than the target offers (the same number from each, on an app of its own as in every run; named
variants and shrinking off), sent with real storage, seen on disk, fetched back where it was stored,
followed by an honest visit,
and judged by the attack's own oracles and all standing ones. It may hold several requests. Refused
cases are those of which no step was stored; what drawing costs is shared out evenly.

A case of schemathesis is one of its generated requests, called and validated against a schema that
permits every answer. A case of the test client is a drawn name and content, sent and looked
at for a status below 500. Neither looks at the disk or fetches anything back.
"""

from __future__ import annotations

import io
import json
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from werkzeug.test import Client

sys.path.insert(0, str(Path(__file__).parents[1]))

from attacks import catalogue
from attacks.calibrate import calibrate
from attacks.cases import Cases
from attacks.explore import explore
from attacks.model import OWNER, Attack, Probe, Profile, Stored, Weight
from attacks.observe import observe
from attacks.targets.load import load
from attacks.targets.session import Hints, Target

GOALS = {"tutorial": 20, "reference": 8}  # times schemathesis
FIRST_FAULT = 500
QUIET = settings(
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)


@dataclass(slots=True)
class Tally:
    """Cases, and the seconds of processor time that they took."""

    cases: int = 0
    seconds: float = 0.0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.cases + other.cases, self.seconds + other.seconds)

    @property
    def rate(self) -> float:
        """Return cases per second."""
        return self.cases / self.seconds if self.seconds else 0.0


@dataclass(slots=True)
class Ours:
    """The cases of one round, told apart by what became of them."""

    target: Target
    refused: Tally = field(default_factory=Tally)
    accepted: Tally = field(default_factory=Tally)

    def run(self, attack: Attack, each: int, number: int) -> None:
        """Draw and judge *each* cases of *attack*, on a fresh app as in every run."""
        with self.target.open() as session:
            profile = calibrate(session, self.target.hints)
            cases = Cases(attack, partial(observe, session, profile))
            before = self.refused + self.accepted
            began = time.process_time()
            judge = partial(self._judged, cases)
            explore(attack.probes(profile), judge, cases=each, shrinks=0, seed=number)
            whole = time.process_time() - began
        self._share_out(whole, before)

    def _judged(self, cases: Cases, probe: Probe) -> tuple[str, ...]:
        began = time.process_time()
        seen = cases.observe(probe)
        replace(cases, observe=lambda _: seen).judge(probe)
        stored = any(step.stored is Stored.YES for step in seen.steps)
        tally = self.accepted if stored else self.refused
        tally.cases += 1
        tally.seconds += time.process_time() - began
        return ()  # nothing to shrink

    def _share_out(self, whole: float, before: Tally) -> None:
        """Give each case of this attack an equal part of what drawing them took."""
        after = self.refused + self.accepted
        drawing = whole - (after.seconds - before.seconds)
        for tally in (self.refused, self.accepted):
            tally.seconds += drawing * tally.cases / max(after.cases, 1)


def light(profile: Profile, capabilities: frozenset[Any]) -> tuple[Attack, ...]:
    """Return the attacks that are measured."""
    return tuple(
        attack
        for attack in catalogue.load()
        if attack.weight is Weight.LIGHT
        and attack.needs <= capabilities
        and attack.seeds(profile)
        and not any(probe.measured or probe.together for probe in attack.seeds(profile))
        and not attack.probes(profile).is_empty
    )


def schema(profile: Profile, fields: dict[str, str]) -> bytes:
    """Return what schemathesis is told of the upload."""
    texts = {name: {"type": "string", "enum": [value]} for name, value in fields.items()}
    form = {
        "type": "object",
        "required": [*fields, profile.field],
        "properties": {**texts, profile.field: {"type": "string", "format": "binary"}},
    }
    operation = {
        "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": form}}},
        "responses": {"default": {"description": "any"}},
    }
    whole = {
        "openapi": "3.0.3",
        "info": {"title": "upload", "version": "1"},
        "paths": {profile.endpoint: {"post": operation}},
    }
    return json.dumps(whole).encode()


def by_schemathesis(
    app: Any, profile: Profile, fields: dict[str, str], headers: dict[str, str]
) -> Callable[[int, int], None]:
    """Return what sends so many cases of schemathesis."""
    text = schema(profile, fields)

    def described(environ: dict[str, Any], start_response: Any) -> Any:
        if environ["PATH_INFO"] != "/openapi.json":
            return app(environ, start_response)
        start_response("200 OK", [("Content-Type", "application/json")])
        return [text]

    loaded = schemathesis.openapi.from_wsgi("/openapi.json", described)
    upload = loaded[profile.endpoint]["POST"].as_strategy()

    def send(cases: int, number: int) -> None:
        @seed(number)
        @settings(QUIET, max_examples=cases)
        @given(upload)
        def one(case: Any) -> None:
            case.validate_response(case.call(headers=headers))

        one()

    return send


def by_test_client(
    app: Any, profile: Profile, fields: dict[str, str], headers: dict[str, str]
) -> Callable[[int, int], None]:
    """Return what sends so many cases of a plain property test."""
    client = Client(app)
    names = st.text(min_size=1, max_size=30)

    def send(cases: int, number: int) -> None:
        @seed(number)
        @settings(QUIET, max_examples=cases)
        @given(names, st.binary(max_size=200))
        def one(name: str, content: bytes) -> None:
            data = {**fields, profile.field: (io.BytesIO(content), name)}
            answer = client.post(profile.endpoint, data=data, headers=headers)
            assert answer.status_code < FIRST_FAULT
            answer.close()

        one()

    return send


def measured(send: Callable[[int, int], None], cases: int, number: int) -> Tally:
    """Return what *send* took."""
    began = time.process_time()
    send(cases, number)
    return Tally(cases, time.process_time() - began)


def one_round(target: Target, cases: int, number: int) -> dict[str, Tally]:
    """Measure everybody once, on one fresh app."""
    with target.open() as session:
        profile = calibrate(session, target.hints)
        app = session._app  # noqa: SLF001 - the others must attack the very same object
        headers = {k.decode(): v.decode() for k, v in profile.headers[OWNER]}
        fields = {name: profile.secrets.get(value, value) for name, value in profile.fields}
        attacks = light(profile, session.capabilities)
        ours = Ours(target)
        for attack in attacks:
            ours.run(attack, max(cases // len(attacks), 1), number)
        return {
            "this suite": ours.refused + ours.accepted,
            "  refused": ours.refused,
            "  accepted": ours.accepted,
            "schemathesis": measured(by_schemathesis(app, profile, fields, headers), cases, number),
            "Hypothesis, test client": measured(
                by_test_client(app, profile, fields, headers), cases, number
            ),
        }


def lines(name: str, rounds: list[dict[str, Tally]]) -> Iterator[str]:
    """Yield the table of one app: rates, and the ratio to schemathesis in the same round."""
    yield f"{name:<26}{'cases':>8}{'ms a case':>12}{'cases/CPU s':>14}{'x schemathesis':>16}"
    for who in rounds[0]:
        rate = statistics.median(each[who].rate for each in rounds)
        ratio = statistics.median(each[who].rate / each["schemathesis"].rate for each in rounds)
        count = sum(each[who].cases for each in rounds)
        milliseconds = 1000 / rate if rate else 0.0
        yield f"  {who:<24}{count:>8}{milliseconds:>12.2f}{rate:>14.0f}{ratio:>16.1f}"
    yield f"  goal: {GOALS[name]} times schemathesis"


def main(rounds: int = 3, cases: int = 1000) -> None:
    """Measure both apps and print the tables."""
    used = ("schemathesis", "hypothesis", "flask", "werkzeug")
    versions = ", ".join(f"{name} {version(name)}" for name in used)
    click.echo(f"Python {platform.python_version()}, {versions}; medians of {rounds} rounds")
    for name in GOALS:
        target = load(f"tests.apps.{name}:target", hints=Hints())
        found = [one_round(target, cases, number) for number in range(rounds)]
        click.echo("\n".join(lines(name, found)))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
