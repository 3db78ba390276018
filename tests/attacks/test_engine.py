"""One attack after the other: what is sent, what is confirmed, what is told.

Long, because each test brings the app or the generator that shows its fact.
"""

from __future__ import annotations

import dataclasses
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from attacks.calibrate import calibrate
from attacks.catalogue import lesson
from attacks.catalogue.filename.parent_directory import ATTACK
from attacks.engine import AttackOutcome, Engine
from attacks.levels import Level
from attacks.model import (
    HELD,
    Attack,
    Capability,
    Confidence,
    Observation,
    Outcome,
    Probe,
    Profile,
    Response,
    Verdict,
)
from attacks.targets.session import Hints, Target, TargetError
from attacks.targets.wsgi import WsgiTarget
from attacks.uploads import honest, named
from tests.attacks.targets.tiny import (
    PAGE,
    Answer,
    Scripted,
    ScriptedTarget,
    TinyApp,
    plain,
)

LEVEL = Level(light=5, heavy=1, shrinks=20)
HINTS = Hints(accepted=("txt",))


def fine(_: Observation) -> Verdict:
    """Hold."""
    return HELD


def drawn(profile: Profile) -> st.SearchStrategy[Probe]:
    """Draw names of digits."""
    return st.integers(0, 10**6).map(lambda n: named(profile, b"%d.txt" % n, variant="generated"))


def evil(profile: Profile) -> tuple[Probe, ...]:
    """Send the one named variant."""
    return (named(profile, b"evil.txt", variant="evil"),)


def attack(**more: Any) -> Attack:
    """Return an attack whose lesson can be found."""
    given = {
        "oracles": (fine,),
        "seeds": evil,
        "probes": drawn,
        "neighbours": lambda profile: (honest(profile),),
        **more,
    }
    return dataclasses.replace(ATTACK, **given)


@contextmanager
def engine(target: Target, **more: Any):
    """Open and calibrate *target*."""
    with target.open() as session:
        profile = calibrate(session, target.hints)
        given = {"level": LEVEL, "seed": 0, **more}
        yield Engine(target=target, session=session, profile=profile, **given)


def tiny(kind: type[TinyApp] = TinyApp, hints: Hints = HINTS) -> WsgiTarget:
    """Return a target around a tiny app."""
    return WsgiTarget("tiny", build=kind, hints=hints)


def outcome(target: Target, one: Attack, **more: Any) -> AttackOutcome:
    """Run one attack."""
    with engine(target, **more) as running:
        return running.attack(one)


def test_neighbours_come_first_then_seeds_then_drawn_cases():
    """Each is sent in its turn, an honest upload once more at the end, and all are counted."""
    names = []

    class Noting(TinyApp):
        def keep(self, name: str, content: bytes) -> None:
            """Note the name."""
            super().keep(name, content)
            names.extend([name] * (not name.startswith("calibration")))

    found = outcome(tiny(Noting), attack()).result

    assert names[:2] == ["report.txt", "evil.txt"]
    assert names[-1] == "afterwards.txt"
    assert len(names) == 3 + LEVEL.light
    assert (found.cases, found.variants) == (3 + LEVEL.light, ("evil",))
    assert (found.verdict, found.reason) == (Outcome.HELD, "")


def test_the_result_tells_what_the_attack_declares():
    """A record explains itself, lesson included."""
    found = outcome(tiny(), attack()).result

    assert (found.id, found.title, found.severity) == (ATTACK.id, ATTACK.title, ATTACK.severity)
    assert (found.controls, found.cwe) == (ATTACK.controls, ATTACK.cwe)
    assert (found.asvs, found.wstg) == (ATTACK.asvs, ATTACK.wstg)
    assert found.lesson == lesson(ATTACK)
    assert {"fine", "confinement"} <= {tally.oracle for tally in found.oracles}
    assert found.seconds > 0


def test_what_a_target_offers_is_found_out():
    """A sandbox shows the disk, a redirect the file; a socket is the transport's."""
    with engine(tiny()) as running:
        assert running.capabilities() == {Capability.DISK, Capability.RETRIEVE}
        blind = dataclasses.replace(
            running.profile, storage_root="", retrieval=type(running.profile.retrieval)()
        )
        session = Scripted(lambda _: None, capabilities=frozenset({Capability.SOCKET}))
        bare = dataclasses.replace(running, profile=blind, session=session)
        assert bare.capabilities() == {Capability.SOCKET}


def test_two_people_are_two_only_if_they_differ():
    """The same cookie twice is one person; nobody is none."""
    with engine(tiny()) as running:

        def offered(**headers: Any) -> bool:
            profile = dataclasses.replace(running.profile, headers=headers)
            bare = dataclasses.replace(running, profile=profile)
            return Capability.TWO_ACTORS in bare.capabilities()

        one, two = ((b"Cookie", b"1"),), ((b"Cookie", b"2"),)
        assert offered(a=one, b=two)
        assert offered(a=(), b=two)
        assert not any((offered(a=one, b=one), offered(a=one, b=()), offered(a=one)))


def test_somebody_who_cannot_log_in_anew_leaves_it_open():
    """That is no crash of ours, and no defence either."""

    def locked_out(_: Profile) -> Any:
        raise TargetError("the login at /in set no cookie")

    found = outcome(tiny(), attack(neighbours=locked_out))
    assert found.problems == ()
    assert found.result.verdict is Outcome.INCONCLUSIVE
    assert found.result.reason == "the login at /in set no cookie"


def test_nothing_is_drawn_where_there_is_nothing_to_draw():
    """Named variants may be all that a technique has."""
    found = outcome(tiny(), attack(probes=lambda _: st.nothing()))

    assert (found.result.cases, found.result.verdict) == (3, Outcome.HELD)


def test_an_attack_that_needs_more_is_inconclusive_with_the_reason():
    """Nothing is sent, and the reader is told what is missing."""
    needs = frozenset({Capability.SOCKET, Capability.DISK})
    found = outcome(tiny(), attack(needs=needs)).result

    assert (found.verdict, found.cases, found.variants) == (Outcome.INCONCLUSIVE, 0, ())
    assert found.reason == "needs socket, which this target does not offer"


def test_an_attack_without_seeds_for_this_target_is_inconclusive():
    """Too little is known to aim it; nothing is drawn."""
    found = outcome(tiny(), attack(seeds=lambda _: (), probes=None)).result

    assert (found.verdict, found.cases) == (Outcome.INCONCLUSIVE, 1)
    assert found.reason == "too little is known of the target: state it in a profile"


def test_a_neighbour_that_is_not_stored_leaves_it_open():
    """An honest file of another type is refused, so refusing the attack proves nothing."""

    def neighbours(profile: Profile) -> tuple[Probe, ...]:
        return (named(profile, b"a.doc", variant="honest document"),)

    found = outcome(tiny(), attack(neighbours=neighbours)).result
    assert found.verdict is Outcome.INCONCLUSIVE
    assert "honest document" in found.reason


def crash(_: Profile) -> Any:
    """Crash."""
    raise ZeroDivisionError("oops")


@pytest.mark.parametrize(
    "crashing",
    [
        {"neighbours": crash},
        {"seeds": crash},
        {"probes": crash},
        {"probes": lambda profile: drawn(profile).map(crash)},
    ],
    ids=["neighbours", "seeds", "probes", "drawing"],
)
def test_a_crashing_generator_is_a_problem_of_ours(crashing):
    """The run fails; the target is neither blamed nor praised."""
    found = outcome(tiny(), attack(**crashing))

    assert found.problems == ("filename.parent-directory crashed: ZeroDivisionError: oops",)
    assert found.result.verdict is Outcome.INCONCLUSIVE
    assert found.result.reason == "the attack itself crashed"
    assert found.findings == ()


def test_a_crashing_oracle_is_a_problem_of_ours():
    """The other oracles go on."""

    def crashes(_: Observation) -> Verdict:
        raise KeyError

    found = outcome(tiny(), attack(oracles=(crashes, fine)))
    assert found.problems == ("oracle crashes crashed in filename.parent-directory: KeyError()",)


class Failing(TinyApp):
    """Answers 500 to evil names."""

    def upload(self, environ: dict[str, Any]) -> Answer:
        """Look for evil in the environment's body."""
        self.count = getattr(self, "count", 0)
        name = environ["wsgi.input"]
        body = name.read()
        environ["wsgi.input"] = _again(body)
        if b"evil" in body and self.fails():
            return plain(b"oops", "500 Internal Server Error")
        return super().upload(environ)

    def fails(self) -> bool:
        """Fail always."""
        return True


def _again(body: bytes) -> Any:
    return type("Again", (), {"read": lambda _self: body})()


def test_what_breaks_is_confirmed_on_a_fresh_session():
    """A target that breaks again gives a finding of the attack's own confidence."""
    (finding,) = outcome(tiny(Failing), attack()).findings

    assert (finding.oracle, finding.variant) == ("no_server_error", "evil")
    assert finding.effect.signature == "an upload was answered 500"
    assert finding.confidence is ATTACK.confidence
    assert not finding.observation[-1].startswith("did not happen again")


def test_what_breaks_only_once_is_of_low_confidence_and_says_so():
    """It is told, and not thrown away: somebody may find the reason."""
    failures: list[int] = []

    class Once(Failing):
        def fails(self) -> bool:
            """Fail the first time, in whichever session."""
            failures.append(1)
            return len(failures) == 1

    (finding,) = outcome(tiny(Once), attack()).findings
    assert finding.confidence is Confidence.LOW
    assert finding.observation[-1] == "did not happen again when the probe was sent afresh"
    assert len(failures) == 2


def test_a_target_that_cannot_be_opened_afresh_confirms_nothing():
    """A new session that fails leaves the finding unconfirmed, not the run broken."""
    sessions: list[Path] = []

    def build(folder: Path) -> TinyApp:
        sessions.append(folder)
        if len(sessions) > 2:
            raise OSError
        return Failing(folder)

    (finding,) = outcome(WsgiTarget("t", build=build, hints=HINTS), attack()).findings
    assert finding.confidence is Confidence.LOW


def test_a_named_variant_is_not_shrunk_again():
    """What a seed broke is known; drawing looks for other breakages."""

    def probes(profile: Profile) -> st.SearchStrategy[Probe]:
        return st.integers(0).map(lambda n: named(profile, b"evil%d.txt" % n, variant="generated"))

    found = outcome(tiny(Failing), attack(probes=probes))
    assert [finding.variant for finding in found.findings] == ["evil"]
    assert found.result.cases == 3 + LEVEL.light


def test_what_only_a_drawn_case_breaks_is_found_too():
    """The generated probe is the finding's, made as small as the budget allows."""

    def probes(profile: Profile) -> st.SearchStrategy[Probe]:
        words = st.text("evil", min_size=4, max_size=8).map(lambda t: "evil" + t)
        return words.map(lambda w: named(profile, w.encode() + b".txt", variant="generated"))

    (finding,) = outcome(
        tiny(Failing), attack(probes=probes, seeds=lambda p: (honest(p),))
    ).findings
    assert finding.variant == "generated"
    assert finding.probe.steps[0].file.filename == b"evileeee.txt"


def test_a_level_may_draw_nothing():
    """Named variants alone are a run too."""
    found = outcome(tiny(), attack(probes=crash), level=dataclasses.replace(LEVEL, light=0))

    assert (found.result.cases, found.result.verdict) == (3, Outcome.HELD)


def test_a_target_that_stops_accepting_on_the_way_has_not_defended_itself():
    """A session that was lost half-way refuses everything, and that proves nothing."""

    class Closing(TinyApp):
        def upload(self, environ: dict[str, Any]) -> Answer:
            """Take the calibration's one upload and the first four of the attack."""
            return super().upload(environ) if len(self.uploads) < 5 else self.refused()

    found = outcome(tiny(Closing), attack()).result

    assert found.cases == 3 + LEVEL.light
    assert found.verdict is Outcome.INCONCLUSIVE
    assert found.reason == "an honest request (honest) did not go well: refusals prove nothing"


@pytest.mark.parametrize("ids", [("filename.a", "filename.b")])
def test_each_attack_has_a_seed_and_a_database_of_its_own(tmp_path, monkeypatch, ids):
    """Attacks do not replay each other's examples, and do not draw in step."""
    calls = []
    monkeypatch.setattr("attacks.engine.explore", lambda *_a, **more: calls.append(more))
    monkeypatch.setattr("attacks.engine.catalogue.lesson", lambda _: "")
    with engine(tiny(), database=tmp_path) as running:
        for each in ids:
            running.attack(attack(id=each))

    assert [call["database"] for call in calls] == [tmp_path / each for each in ids]
    assert calls[0]["seed"] != calls[1]["seed"]
    assert (calls[0]["cases"], calls[0]["shrinks"]) == (LEVEL.light, LEVEL.shrinks)


@pytest.mark.parametrize(("renews", "sessions"), [(True, 3), (False, 1)])
def test_each_attack_has_a_fresh_session_where_there_can_be_one(tmp_path, renews, sessions):
    """What one attack leaves behind does not meet the next, unless the app is one for all."""
    built: list[TinyApp] = []

    def build(folder: Path) -> TinyApp:
        built.append(TinyApp(folder))
        return built[-1]

    made = {"build": build} if renews else {"app": build(tmp_path / "up")}
    with engine(WsgiTarget("t", hints=HINTS, **made)) as running:
        outcomes = list(running.run((attack(), attack())))

    assert {each.result.verdict for each in outcomes} == {Outcome.HELD}
    assert len(built) == sessions
    assert len({id(app) for app in built if app.uploads}) == sessions


def test_outcomes_come_one_by_one_in_order(monkeypatch):
    """An interrupted run has what was done before."""
    monkeypatch.setattr("attacks.engine.catalogue.lesson", lambda _: "")
    with engine(tiny()) as running:
        found = running.run((attack(id="filename.b"), attack(id="filename.a")))

        assert [each.result.id for each in found] == ["filename.b", "filename.a"]


def test_a_target_that_dies_ends_the_run_after_its_outcome():
    """What the last attack found is told; then the run stops with a reason."""
    alive = [True]

    def answer(request) -> Response | None:
        if request.method == b"POST":
            alive[0] = alive[0] and b"evil" not in request.body.to_bytes()
            return Response(status=302, headers=((b"Location", b"/files/1"),))
        page = Response(status=200, headers=((b"Content-Type", b"text/plain"),), body=PAGE)
        return page if alive[0] else None

    with engine(tiny()) as running:
        profile = dataclasses.replace(running.profile, storage_root="")
    target = ScriptedTarget(lambda: Scripted(answer))
    dying = Engine(target=target, session=Scripted(answer), profile=profile, level=LEVEL, seed=0)
    outcomes = dying.run((attack(), attack()))

    assert next(outcomes).result.verdict is Outcome.BROKEN
    with pytest.raises(TargetError, match=r"stopped answering after filename\.parent"):
        next(outcomes)
