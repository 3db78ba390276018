"""Framing: what the seeds send, and that a careless server falls to each of them."""

from __future__ import annotations

import gzip
import zlib

import pytest

from attacks import catalogue
from attacks.catalogue.framing import (
    arrival,
    body_as_request,
    chunked_body,
    content_coding,
    expectation,
    two_lengths,
)
from attacks.model import Capability, Demand, Framing, Limits, Probe
from attacks.run import Plan, run
from attacks.targets.http import HttpTarget
from attacks.targets.session import Hints
from attacks.wire import http1
from tests.attacks.careless import careless
from tests.attacks.seeking import TXT

FRAMING = tuple(a for a in catalogue.load() if a.id.startswith("framing."))
OVER_SOCKETS = tuple(a for a in FRAMING if Capability.SOCKET in a.needs)
BROKEN_BY = {
    "framing.arrival": "a broken request was stored",
    "framing.body-as-request": "a file that came along with another request was stored",
    "framing.chunked-body": "a broken request was stored",
    "framing.expectation": "an oversize body got no answer",
    "framing.two-lengths": "a file that came along with another request was stored",
}


def sent(probe: Probe) -> tuple[bytes, bytes]:
    """Return head and body as they go over the wire."""
    (step,) = probe.steps
    return http1.head(step.request, b"h"), b"".join(http1.body(step.request))


def by_name(attack) -> dict[str, Probe]:
    """Return the seeds of *attack*."""
    return {probe.variant: probe for probe in attack.seeds(TXT)}


@pytest.mark.once
@pytest.mark.parametrize("attack", OVER_SOCKETS, ids=lambda attack: attack.id)
def test_a_careless_server_falls(attack, tmp_path):
    """Each attack over sockets has the effect that it denies."""
    with careless(tmp_path) as url:
        hints = Hints(storage_root=str(tmp_path), accepted=("txt",), limits=Limits(body=10_000))
        record = run(Plan(target=HttpTarget(url, hints=hints), attacks=(attack,), level="quick"))

    assert record.problems == ()
    assert BROKEN_BY[attack.id] in {found.effect.signature for found in record.findings}


def test_every_attack_over_sockets_is_shown_to_break():
    """The table above leaves none out."""
    assert {attack.id for attack in OVER_SOCKETS} == set(BROKEN_BY)


def test_legal_chunks_are_not_demanded_to_be_refused():
    """What RFC 9112 allows may be stored; all else may not."""
    for name, probe in by_name(chunked_body.ATTACK).items():
        legal = name in chunked_body.LEGAL
        assert (probe.steps[0].demand is Demand.REFUSE) != legal


def test_a_second_request_stands_behind_the_first():
    """It is whole, for the endpoint, and its file is declared as a stowaway."""
    for attack in (two_lengths.ATTACK, body_as_request.ATTACK):
        for probe in attack.seeds(TXT):
            _, body = sent(probe)
            stowaways = probe.steps[0].stowaways
            assert (b"POST / HTTP/1.1\r\nHost: " in body) == bool(stowaways)
            assert all(b'filename="%s"' % file.filename in body for file in stowaways)


def test_lengths_are_those_of_the_names():
    """Two that differ, two that agree, and one beside a coding."""
    heads = {name: sent(probe)[0] for name, probe in by_name(two_lengths.ATTACK).items()}
    values = {n: [v for k, v in _fields(h) if k == b"Content-Length"] for n, h in heads.items()}

    assert len(set(values["lengths-differ"])) == 2
    assert len(values["lengths-agree"]) == 2 > len(set(values["lengths-agree"]))
    assert b"Transfer-Encoding : chunked" in heads["coding-space-before-colon"]


def _fields(head: bytes) -> list[tuple[bytes, bytes]]:
    lines = head.split(b"\r\n")[1:-2]
    return [tuple(line.split(b": ", 1)) for line in lines]


def test_no_arrival_lasts_longer_than_two_seconds():
    """Pauses are bounded, and who is gone before the end has not sent it."""
    for name, probe in by_name(arrival.ATTACK).items():
        request = probe.steps[0].request
        assert (request.pause or 0) * (len(request.body.pieces) + 1) <= 2
        if name.startswith("gone"):
            assert request.half_close
            assert request.body.size < int(request.declared)


def test_what_is_said_to_be_packed_is_packed_or_only_claimed():
    """The form comes out again where the name does not say that it is claimed."""
    probes = by_name(content_coding.ATTACK)
    plain = sent(probes["gzip-claimed"])[1]

    assert gzip.decompress(sent(probes["gzip"])[1]) == plain
    assert zlib.decompress(sent(probes["deflate"])[1]) == plain
    assert gzip.decompress(sent(probes["gzip-members"])[1]) == plain
    bomb = sent(probes["gzip-bomb"])[1]
    assert len(gzip.decompress(bomb)) > 200 * len(bomb)


def test_an_expectation_over_the_limit_sends_nothing():
    """Only its headers do; the honest one brings its body."""
    probes = by_name(expectation.ATTACK)

    assert sent(probes["far-over"])[1] == b""
    assert sent(probes["sent-anyway"])[1] != b""
    assert all(b"Expect: " in sent(probe)[0] for probe in probes.values())


def test_framing_by_hand_is_sent_as_it_is():
    """No header is added but Host."""
    head, _ = sent(by_name(chunked_body.ATTACK)["extension"])

    assert head.count(b"Transfer-Encoding") == 1
    assert b"Content-Length" not in head
    assert all(p.steps[0].request.framing is Framing.LITERAL for p in chunked_body.seeds(TXT))
