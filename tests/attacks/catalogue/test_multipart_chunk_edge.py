"""Edges of a read: each block ends where the name of the seed says, and every seed is legal."""

from __future__ import annotations

import contextlib
from dataclasses import replace

import pytest
from multipart import MultipartError

from attacks.catalogue.multipart import chunk_edge
from attacks.model import CHUNK, Limits, Probe, Profile
from attacks.strategies.edges import PLACES
from attacks.wire.multipart import BOUNDARY
from tests.attacks.seeking import PNG, TXT
from tests.attacks.wire.reading import content_type, pushed

CLOSING = b"\r\n--" + BOUNDARY + b"--\r\n"
SMALL = Profile(endpoint="/", field="file", accepted=PNG.accepted[:1])


def sent(probe: Probe) -> bytes:
    """Return the body of the probe's only step."""
    return probe.steps[0].request.body.to_bytes()


def by_name(profile: Profile) -> dict[str, Probe]:
    """Return the seeds by the name of their variant."""
    return {probe.variant: probe for probe in chunk_edge.ATTACK.seeds(profile)}


def file_of(probe: Probe) -> object:
    """Return the content that a strict reader finds in the file's part, nothing if it refuses."""
    with contextlib.suppress(MultipartError):
        parts = pushed(sent(probe), content_type(probe.steps[0].request), strict=True)
        return next((part.data for part in parts if part.filename), None)
    return None


@pytest.mark.parametrize("profile", [TXT, PNG, SMALL], ids=["txt", "png-and-txt", "png"])
def test_each_seed_is_legal(profile: Profile):
    """A strict reader finds the file that was meant, and nothing to complain of."""
    for probe in by_name(profile).values():
        assert probe.steps[0].file is not None
        assert file_of(probe) == probe.steps[0].file.content.to_bytes()


@pytest.mark.parametrize("profile", [TXT, PNG, SMALL], ids=["txt", "png-and-txt", "png"])
def test_lengths_lie_near_the_edge(profile: Profile):
    """Within three bytes of a block's end."""
    seeds = by_name(profile)

    assert len(sent(seeds["1-block-plus-3"])) == CHUNK + 3
    assert len(sent(seeds["2-blocks-minus-3"])) == 2 * CHUNK - 3
    lengths = [len(sent(probe)) for name, probe in seeds.items() if "-block" in name]
    assert all(abs((length + 3) % CHUNK - 3) <= 3 for length in lengths)


@pytest.mark.parametrize("place", PLACES)
def test_the_first_block_ends_inside_the_closing_delimiter(place: str):
    """What is left for the second block is the rest of the delimiter."""
    body = sent(by_name(TXT)[f"edge-after-{place}"])

    assert body[:CHUNK].endswith(b"x" * 80 + PLACES[place])
    assert body[CHUNK:] == CLOSING.removeprefix(PLACES[place])


def test_the_first_block_ends_at_the_part_header():
    """With its last byte, or one byte earlier."""
    seeds = by_name(TXT)

    assert sent(seeds["edge-after-header"])[:CHUNK].endswith(b"Content-Type: text/plain\r\n\r\n")
    assert sent(seeds["edge-inside-header"])[CHUNK:].startswith(b"\n" + TXT.sample.content)


@pytest.mark.parametrize("limits", [Limits(body=70_000), Limits(file=60_000), Limits(field=1_000)])
def test_edges_stay_below_the_limits(limits: Limits):
    """A target with a small limit gets no edge that it may refuse."""
    probes = chunk_edge.ATTACK.seeds(replace(TXT, limits=limits))
    files = [probe.steps[0].file for probe in probes]

    assert all(len(sent(probe)) < (limits.body or CHUNK * 3) for probe in probes)
    assert all(file and file.content.size < (limits.file or CHUNK * 3) for file in files)
    assert {"small-return", "small-line-end"} <= {probe.variant for probe in probes}
