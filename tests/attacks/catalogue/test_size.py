"""Sizes: every body is exactly as long as its variant says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attacks.catalogue.size import (
    body_limit,
    declared_length,
    field_flood,
    file_limit,
    invalid_length,
    part_flood,
)
from attacks.model import Attack, Capability, Demand, Exchange, Limits, Probe, Profile
from tests.attacks.seeking import PNG, TXT
from tests.attacks.wire.reading import content_type, pushed

BODY = TXT.limits.body or 0
FILE = TXT.limits.file or 0
UNKNOWN = replace(TXT, limits=Limits())


def steps(attack: Attack, profile: Profile = TXT) -> dict[str, Exchange]:
    """Return the only step of each seed and neighbour, by variant."""
    probes: tuple[Probe, ...] = (*attack.seeds(profile), *attack.neighbours(profile))
    return {probe.variant: probe.steps[0] for probe in probes}


@pytest.mark.parametrize("framing", body_limit.FRAMINGS)
@pytest.mark.parametrize("profile", [TXT, PNG], ids=["txt-only", "png-first"])
@pytest.mark.parametrize(
    ("variant", "size", "demand"),
    [
        ("limit-minus-1", BODY - 1, Demand.ACCEPT),
        ("limit", BODY, Demand.EITHER),
        ("limit-plus-1", BODY + 1, Demand.REFUSE),
        ("limit-plus-1-mib", BODY + 2**20, Demand.REFUSE),
    ],
)
def test_body_is_exactly_as_long(framing, profile, variant, size, demand):
    """Each size comes declared and chunked, and demands what it should."""
    step = steps(body_limit.ATTACK, profile)[f"{variant}-{framing}"]

    assert (step.request.body.size, step.request.framing) == (size, framing)
    assert step.demand is demand
    assert step.file is not None
    assert step.file.content.size < FILE


def test_absurd_length_has_no_body():
    """A hundred gigabytes are announced and none is sent."""
    request = steps(body_limit.ATTACK)["absurd-length-no-body"].request

    assert int(request.declared or b"0") > 10**10
    assert request.body.size == 0


@pytest.mark.parametrize("attack", [body_limit.ATTACK, file_limit.ATTACK], ids=lambda a: a.id)
def test_unknown_limit_has_no_seeds(attack: Attack):
    """Where nobody knows the limit there is nothing to be one byte over."""
    assert attack.seeds(UNKNOWN) == ()
    assert attack.probes(UNKNOWN).is_empty
    assert len(attack.neighbours(UNKNOWN)) == 1


@pytest.mark.parametrize(
    ("variant", "size"),
    [("limit-minus-1", FILE - 1), ("limit", FILE), ("limit-plus-1", FILE + 1)],
)
def test_file_is_exactly_as_long_in_a_legal_body(variant: str, size: int):
    """The body stays below its own limit."""
    step = steps(file_limit.ATTACK)[variant]

    assert step.file is not None
    assert step.file.content.size == size
    assert step.request.body.size < BODY


def test_any_type_can_be_too_long():
    """Where no text is accepted the honest file is padded, and a neighbour shows it is taken."""
    profile = replace(PNG, accepted=PNG.accepted[:1])
    sizes = {p.variant: p.steps[0].file for p in file_limit.ATTACK.seeds(profile)}
    below = file_limit.ATTACK.neighbours(profile)[1].steps[0].file

    assert sizes["limit-plus-1"].content.size == FILE + 1
    assert below.content.size == FILE - 1
    assert below.content.to_bytes().startswith(profile.sample.content)


@pytest.mark.parametrize("claim", [b"3", b"0", b"-1"])
def test_lying_part_header_is_in_the_part(claim: bytes):
    """One of the seeds over the limit claims the small size."""
    bodies = [step.request.body.pieces[0] for step in steps(file_limit.ATTACK).values()]

    assert any(b"\r\nContent-Length: " + claim + b"\r\n\r\n" in body for body in bodies)


def test_lies_about_the_length_are_digits():
    """Each declared length is well-formed and wrong."""
    for variant, step in steps(declared_length.ATTACK).items():
        if variant != "honest":
            assert step.request.declared is not None
            assert step.request.declared.isdigit()
            assert int(step.request.declared) != step.request.body.size


def test_invalid_lengths_need_a_socket():
    """An application in process never sees the header as it was sent."""
    assert invalid_length.ATTACK.needs == {Capability.SOCKET}
    refused = [s for s in steps(invalid_length.ATTACK).values() if s.demand is Demand.REFUSE]

    assert all(
        not (s.request.declared or b"").isdigit() or int(s.request.declared[:20]) > 2**63
        for s in refused
    )


@pytest.mark.parametrize(
    ("variant", "count"), [("limit-minus-1", 9), ("limit", 10), ("limit-plus-1", 11)]
)
@pytest.mark.parametrize("profile", [TXT, PNG], ids=["txt-only", "png-first"])
def test_parts_are_exactly_as_many(profile: Profile, variant: str, count: int):
    """The file's part and the profile's fields are counted too."""
    request = steps(part_flood.ATTACK, profile)[variant].request

    assert len(pushed(request.body.to_bytes(), content_type(request))) == count


@pytest.mark.parametrize(
    ("variant", "size"), [("limit-minus-1", -1), ("limit", 0), ("limit-plus-1", 1)]
)
def test_field_is_exactly_as_long(variant: str, size: int):
    """One text field is as long as it says, beside the honest file."""
    request = steps(field_flood.ATTACK)[variant].request
    parts = pushed(request.body.to_bytes(), content_type(request))

    assert [len(p.data) for p in parts if not p.filename] == [(TXT.limits.field or 0) + size]


@pytest.mark.parametrize("attack", [part_flood.ATTACK, field_flood.ATTACK], ids=lambda a: a.id)
def test_unknown_counts_are_only_tried(attack: Attack):
    """Without a stated limit no seed must be refused."""
    assert all(s.demand is not Demand.REFUSE for s in steps(attack, UNKNOWN).values())
