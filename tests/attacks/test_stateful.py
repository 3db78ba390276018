"""Moves of two people as one probe, and the same moves by the rules of a state machine."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    precondition,
    rule,
    run_state_machine_as_test,
)

from attacks.calibrate import calibrate
from attacks.catalogue.access.lifecycle import ATTACK
from attacks.model import OTHER, OWNER, Meddling, Outcome, Probe, Response, Routes
from attacks.observe import observe
from attacks.oracles.as_remembered import as_remembered
from attacks.specimen import SPECIMEN
from attacks.stateful import STEMS, Kind, actors, kinds, steps
from attacks.targets.http import HttpSession
from attacks.targets.wsgi import WsgiSession, WsgiTarget
from tests import twins
from tests.apps import reference
from tests.attacks.seeking import TXT
from tests.attacks.targets.tiny import Scripted

PEOPLE = replace(SPECIMEN, headers={OWNER: ((b"Cookie", b"1"),), OTHER: ((b"Cookie", b"2"),)})
FEW = settings(
    max_examples=12,
    stateful_step_count=10,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


def test_only_what_the_target_knows_is_done():
    """Routes and a clock that can be set are said in the profile; so is who there is."""
    assert kinds(TXT) == (Kind.UPLOAD, Kind.FETCH)
    assert kinds(replace(TXT, ages=True, routes=Routes(listing="/", delete="/d"))) == tuple(Kind)
    assert actors(PEOPLE) == (OWNER, OTHER)
    assert actors(SPECIMEN) == actors(TXT) == (OWNER,)


def test_no_two_uploads_have_the_same_bytes():
    """Under one name or several, so that each can be told from the others."""
    found = steps(PEOPLE, [(Kind.UPLOAD, OWNER, n) for n in (0, 0, 1)])

    assert len({step.file.content.to_bytes() for step in found}) == 3
    names = [step.file.filename.decode().removesuffix(".txt") for step in found]
    assert names == [STEMS[0], STEMS[0], STEMS[1]]


def test_a_type_that_we_cannot_build_is_sent_as_it_is():
    """Only the user's own file is known to be accepted then."""
    profile = replace(TXT, accepted=(replace(TXT.sample, extension="odt"),))

    (step,) = steps(profile, [(Kind.UPLOAD, OWNER, 0)])
    assert step.file.content.to_bytes() == TXT.sample.content


def test_a_move_is_about_an_upload_before_it():
    """What nobody has uploaded is left out; a number beyond the last starts again."""
    later = [(kind, OTHER, 3) for kind in (Kind.FETCH, Kind.DELETE, Kind.EXPIRE)]
    first = steps(PEOPLE, later)
    found = steps(PEOPLE, [(Kind.UPLOAD, OWNER, 0), (Kind.UPLOAD, OTHER, 0), *later])

    assert first == ()
    assert [step.about for step in found] == [None, None, 1, 1, 1]
    assert [step.meddling for step in found[2:]] == [None, None, Meddling.EXPIRE]
    assert found[3].request.path == SPECIMEN.routes.delete.encode()


@pytest.mark.parametrize(
    ("page", "paths"), [("", [b"/l"]), ("?p={number}", [b"/l?p=1", b"/l?p=2", b"/l?p=3"])]
)
def test_a_list_is_asked_for_page_by_page(page, paths):
    """Where the target has pages."""
    profile = replace(TXT, routes=Routes(listing="/l", page=page))

    assert [s.request.path for s in steps(profile, [(Kind.LIST, OWNER, 0)])] == paths
    assert steps(TXT, [(Kind.LIST, OWNER, 0)]) == ()


def test_sequences_need_their_routes():
    """Without a second person or a clock the rest is still done."""
    alone = {probe.variant for probe in ATTACK.seeds(SPECIMEN)}
    everything = {probe.variant for probe in ATTACK.seeds(replace(PEOPLE, ages=True))}

    assert alone >= {"replaced", "deleted", "listed"}
    assert everything - alone == {"same-name-of-another", "deleted-by-another", "expired"}
    assert ATTACK.seeds(TXT) == ()
    assert ATTACK.probes(TXT).is_empty


# -- the same by rules -----------------------------------------------------------------


def machine(session, profile):
    """Return a machine whose rules make moves, and keep a dict of what is there."""
    who, number = st.sampled_from(actors(profile)), st.integers(0, len(STEMS) - 1)

    class Files(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.moves, self.there, self.owners, self.expected = [], {}, [], []

        @rule(who=who, number=number)
        def upload(self, who, number):
            self.moves.append((Kind.UPLOAD, who, number))
            self.there[len(self.owners)] = who
            self.owners.append(who)

        @rule(who=who)
        def list_(self, who):
            self.moves.append((Kind.LIST, who, 0))

        @precondition(lambda self: self.owners)
        @rule(who=who, number=number)
        def fetch(self, who, number):
            self.moves.append((Kind.FETCH, who, number))
            self.expected.append(self.there.get(number % len(self.owners)) == who)

        @precondition(lambda self: self.owners)
        @rule(who=who, number=number)
        def delete(self, who, number):
            self.moves.append((Kind.DELETE, who, number))
            if self.there.get(number % len(self.owners)) == who:
                del self.there[number % len(self.owners)]

        @precondition(lambda self: self.owners)
        @rule(who=who, number=number)
        def expire(self, who, number):
            self.there.clear()
            self.moves.append((Kind.EXPIRE, who, number))
            self.expected.append(False)

        def teardown(self):
            if self.owners:
                judged(session, profile, self)

    return Files


def judged(session, profile, files):
    """Make the moves, and compare what is seen with the dict, and the oracle with both."""
    seen = observe(session, profile, Probe(steps=steps(profile, files.moves)))
    pairs = seen.pairs()
    fetched = [s.response.status == 200 for e, s in pairs if e.request.path == b"{url}"]
    last = [s.refetched or s.retrieved for e, s in pairs if e.file]
    verdict = as_remembered(seen)

    assert verdict.outcome is Outcome.HELD, verdict.reason
    assert fetched == files.expected
    assert {n for n, answer in enumerate(last) if answer.status == 200} == set(files.there)


def driven(target, how=FEW):
    """Drive *target* by the rules."""
    with target.open() as session:
        profile = calibrate(session, replace(target.hints, accepted=("txt",)))
        run_state_machine_as_test(machine(session, profile), settings=how)


def test_the_reference_app_is_as_a_dict_says():
    """Oracle, dict and app agree, whatever is done in whatever order."""
    driven(reference.target)


@pytest.mark.once
@pytest.mark.parametrize(
    ("twin", "effect"),
    [
        ("no_listing_owner", "somebody else's file is listed"),
        ("deletion_row", "a deleted file is listed"),
        ("exclusive_create_namesake", "an own file is gone or another one"),
        ("quarantine_state_expired", "an expired file is served"),
    ],
)
def test_the_rules_find_what_the_attack_finds(twin, effect):
    """Each flaw that shows in a sequence only, by the same effect."""
    with pytest.raises((AssertionError, ExceptionGroup)) as caught:
        driven(twins.load()[twin].target(), settings(FEW, max_examples=100))

    errors = getattr(caught.value, "exceptions", [caught.value])
    assert any(effect in str(error) for error in errors)


# -- time that passes ------------------------------------------------------------------


def test_a_target_is_aged_by_the_function_that_it_was_given():
    """It is handed the app; without one, or in another process, time does not pass."""
    aged = []
    with WsgiTarget("t", app=len, age=aged.append).open() as session:
        session.age()
        assert (session.ages, aged) == (True, [len])
    for still in (WsgiSession(len), HttpSession(("127.0.0.1", 9))):
        still.age()
        assert not still.ages


def test_time_passes_before_the_step_that_says_so():
    """Once for each such step, and the profile says whether it can."""
    session = Scripted(lambda _: Response(status=404), ages=True)
    profile = replace(TXT, ages=session.ages)
    moves = [(Kind.UPLOAD, OWNER, 0), (Kind.EXPIRE, OWNER, 0), (Kind.FETCH, OWNER, 0)]

    observe(session, profile, Probe(steps=steps(profile, moves)))

    assert session.aged == 1
