"""What makes two findings the same, and which case tells one best."""

from __future__ import annotations

import dataclasses

import pytest

from attacks.catalogue.filename.parent_directory import ATTACK
from attacks.findings import Breakage, finding, identity, smaller
from attacks.model import (
    Body,
    Confidence,
    Effect,
    Exchange,
    Fill,
    Observation,
    Probe,
    Request,
    Response,
    Seen,
    Severity,
)
from tests.attacks.seeking import TXT

EFFECT = Effect(signature="touched outside", detail="touched /etc/x")


def breakage(*bodies: Body, effect: Effect = EFFECT, oracle="confinement", variant="v") -> Breakage:
    """Return a breakage whose probe sends *bodies*."""
    steps = tuple(Exchange(request=Request(path=b"/", body=body)) for body in bodies)
    seen = Observation(
        probe=Probe(steps=steps, variant=variant),
        profile=TXT,
        steps=tuple(Seen(response=Response(status=200)) for _ in bodies),
    )
    return Breakage(oracle=oracle, effect=effect, seen=seen)


def body(*pieces) -> Body:
    """Return a body of *pieces*."""
    return Body(pieces)


@pytest.mark.parametrize(
    ("easier", "harder"),
    [
        ([body(b"abc")], [body(b"abcd")]),
        ([body(b"abc")], [body(b"ab\x00")]),  # as long, but with a byte that cannot be read
        ([body(b"abcd")], [body(b"a"), body(b"a")]),  # one request before two
        ([body(Fill(pattern=b"\x00", size=3))], [body(Fill(pattern=b"a", size=4))]),
        ([body(Fill(pattern=b"\x00", size=3))], [body(b"\x00\x00\x00")]),
    ],
)
def test_the_probe_that_is_quicker_to_read_is_the_smaller(easier, harder):
    """Fewer requests, then fewer bytes, then fewer odd ones; whatever came first."""
    one, other = breakage(*easier), breakage(*harder)

    assert smaller(one, other) is one
    assert smaller(other, one) is one


def test_the_first_of_two_equals_stays():
    """A named variant is not replaced by its twin from the generator."""
    one, other = breakage(body(b"a")), breakage(body(b"b"))

    assert smaller(one, other) is one


def test_a_breakage_is_known_by_oracle_and_effect():
    """The detail, and with it the payload, is no part of the key."""
    one = breakage(body(b"a"))
    other = breakage(body(b"b"), effect=dataclasses.replace(EFFECT, detail="touched /y"))

    assert one.key == other.key
    assert one.key != breakage(oracle="safe_name").key
    assert one.key != breakage(effect=dataclasses.replace(EFFECT, signature="other")).key


def found(**more):
    """Return the finding of a breakage on a target."""
    given = {"target": "app", "confirmed": True, **more}
    attack = given.pop("attack", ATTACK)
    return finding(attack, given.pop("breakage", breakage(body(b"a"))), **given)


def test_a_finding_keeps_its_identity_across_payloads():
    """Another payload, variant or detail is the same finding; a report can be compared."""
    effect = dataclasses.replace(EFFECT, detail="touched /tmp/other", control="path-containment")
    other = breakage(body(b"another", b"body"), effect=effect, variant="w")

    assert found().id == found(breakage=other).id == found(confirmed=False).id


def test_a_finding_is_told_apart_by_attack_oracle_target_and_effect():
    """Each of the four makes another finding, and none can borrow from its neighbour."""
    ids = {
        found().id,
        found(attack=dataclasses.replace(ATTACK, id="filename.dotfile")).id,
        found(breakage=breakage(oracle="safe_name")).id,
        found(target="other").id,
        found(breakage=breakage(effect=dataclasses.replace(EFFECT, signature="s"))).id,
        identity("a", "bc", "d", "e"),
        identity("ab", "c", "d", "e"),
    }

    assert len(ids) == 7


def test_an_identity_does_not_change_between_versions():
    """Baselines refer to it: whoever changes this changes every accepted finding."""
    assert identity("filename.parent-directory", "confinement", "app", "x") == "8312f92effafac88"


def test_a_finding_tells_what_the_attack_declares():
    """Classification comes from the attack, the case from the breakage."""
    told = found()

    assert (told.attack, told.title, told.oracle) == (ATTACK.id, ATTACK.title, "confinement")
    assert (told.severity, told.confidence) == (ATTACK.severity, ATTACK.confidence)
    assert (told.cwe, told.asvs, told.wstg) == (ATTACK.cwe, ATTACK.asvs, ATTACK.wstg)
    assert (told.variant, told.effect, told.controls) == ("v", EFFECT, ATTACK.controls)
    assert told.observation == ("step 1: answered status 200; file stored: unseen",)


def test_the_control_that_the_effect_names_is_the_one():
    """An attack may aim at several; the effect knows which was missing."""
    effect = dataclasses.replace(EFFECT, control="path-containment")

    assert found(breakage=breakage(effect=effect)).controls == ("path-containment",)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (Severity.LOW, Severity.LOW),
        (Severity.HIGH, Severity.HIGH),
        (None, Severity.MEDIUM),
    ],
)
def test_an_effect_may_be_milder_or_worse_than_its_attack(said, told):
    """What happened decides; without a word of its own, what the attack was after."""
    attack = dataclasses.replace(ATTACK, severity=Severity.MEDIUM)
    effect = dataclasses.replace(EFFECT, severity=said)

    assert found(attack=attack, breakage=breakage(effect=effect)).severity is told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (Confidence.LOW, Confidence.LOW),
        (Confidence.HIGH, Confidence.MEDIUM),
        (None, Confidence.MEDIUM),
    ],
)
def test_an_effect_may_be_less_sure_than_its_attack(said, told):
    """The confidence is the lower of the two."""
    attack = dataclasses.replace(ATTACK, confidence=Confidence.MEDIUM)
    effect = dataclasses.replace(EFFECT, confidence=said)

    assert found(attack=attack, breakage=breakage(effect=effect)).confidence is told


def test_what_did_not_happen_again_is_of_low_confidence_and_says_so():
    """A finding that rests on what went before is not thrown away."""
    told = found(confirmed=False)

    assert told.confidence is Confidence.LOW
    assert told.observation[-1] == "did not happen again when the probe was sent afresh"
