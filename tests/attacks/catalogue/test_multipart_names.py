"""Names written in more than one way: what two other parsers make of them."""

from __future__ import annotations

import pytest

from attacks.catalogue.multipart import (
    continued_filename,
    duplicate_disposition,
    duplicate_filename,
    header_tricks,
    quoting,
    starred_filename,
)
from attacks.model import Attack, Demand, Probe
from tests.attacks.seeking import TXT, found, minimal

NAMES = [duplicate_filename, starred_filename, continued_filename, quoting]
ALL = [*NAMES, duplicate_disposition, header_tricks]


def head(probe: Probe) -> bytes:
    """Return the header block of the file's part."""
    return probe.steps[0].request.body.to_bytes().split(b"\r\n\r\n", 1)[0]


@pytest.mark.parametrize("attack", [m.ATTACK for m in ALL], ids=lambda a: a.id)
def test_only_the_part_header_is_odd(attack: Attack):
    """Content, framing and the request's own headers are those of the honest upload."""
    (honest,) = attack.neighbours(TXT)[0].steps
    for probe in attack.seeds(TXT):
        (step,) = probe.steps
        body = step.request.body.to_bytes()

        assert step.request.headers == honest.request.headers
        assert body.endswith(honest.request.body.to_bytes().split(b"\r\n\r\n", 1)[1])
        assert body != honest.request.body.to_bytes()


@pytest.mark.parametrize("attack", [m.ATTACK for m in NAMES], ids=lambda a: a.id)
def test_every_name_has_the_accepted_extension(attack: Attack):
    """No name gives another control a reason to refuse."""
    for probe in attack.seeds(TXT):
        (file,) = (step.file for step in probe.steps if step.file)

        assert all(name.endswith(b".txt") for name in (file.filename, *file.rivals))


def test_repeated_names_differ():
    """What must be refused names two files; one name twice is only ill-formed."""
    for probe in duplicate_filename.ATTACK.seeds(TXT):
        differs = b"rival.txt" in head(probe)

        assert differs is (probe.steps[0].demand is Demand.REFUSE)
        assert head(probe).lower().count(b"filename=") >= 2


@pytest.mark.parametrize("wanted", [b"utf-7'", b"%72%69", b"FILENAME*="])
def test_starred_names_reach(wanted: bytes):
    """Other character sets, percent-coding and other letter case are generated."""
    found(starred_filename.ATTACK.probes(TXT), lambda probe: wanted in head(probe))


def test_starred_order_is_generated_both_ways():
    """The extended name stands before the plain one, and behind it."""
    probes = starred_filename.ATTACK.probes(TXT)
    found(probes, lambda p: head(p).find(b'filename="') < head(p).find(b"*="))
    found(probes, lambda p: head(p).find(b'filename="') > head(p).find(b"*="))


def test_continued_pieces_join_to_the_name():
    """The pieces, by their number, are the honest name."""
    line = head(minimal(continued_filename.ATTACK)).split(b"\r\n")[1]
    pieces = dict(p.split(b"=") for p in line.split(b"; ") if p.startswith(b"filename*"))

    assert b"".join(pieces[key].strip(b'"') for key in sorted(pieces)) == b"report.txt"


def test_unterminated_quote_shrinks_to_the_plainest():
    """A counterexample is the open quote alone."""
    assert head(minimal(quoting.ATTACK)).split(b"\r\n")[1].endswith(b'filename="report.txt')


def test_two_dispositions_are_two_lines():
    """The seeds that repeat the header hold it twice."""
    seeds = {probe.variant: head(probe) for probe in duplicate_disposition.ATTACK.seeds(TXT)}

    assert seeds["two-names"].count(b"\r\nContent-Disposition:") == 2
    assert seeds["name-starred"].count(b"\r\nContent-Disposition:") == 1
