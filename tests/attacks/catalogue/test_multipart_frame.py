"""Broken frames: the seeds are what their names say."""

from __future__ import annotations

import contextlib

import pytest
from multipart import MultipartError

from attacks.catalogue.multipart import (
    boundary,
    hidden_part,
    junk_around,
    line_ends,
    not_multipart,
    truncated,
)
from attacks.model import Demand, Probe, Profile
from attacks.wire.multipart import BOUNDARY
from tests.attacks.seeking import PNG, TXT, minimal
from tests.attacks.wire.reading import content_type, pushed

CLOSING = b"--" + BOUNDARY + b"--"
SMALL = Profile(endpoint="/", field="file", accepted=PNG.accepted[:1])


def sent(probe: Probe) -> bytes:
    """Return the body of the probe's only step."""
    return probe.steps[0].request.body.to_bytes()


def seed(attack_seeds: tuple[Probe, ...], variant: str) -> Probe:
    """Return the seed of that name."""
    return next(probe for probe in attack_seeds if probe.variant == variant)


def strictly(probe: Probe) -> list[object]:
    """Return what a strict reader finds, nothing for what it refuses."""
    with contextlib.suppress(MultipartError, KeyError):
        return list(pushed(sent(probe), content_type(probe.steps[0].request), strict=True))
    return []


@pytest.mark.parametrize("profile", [TXT, PNG], ids=["txt-only", "png-first"])
def test_truncated_lacks_the_closing_delimiter(profile: Profile):
    """Each seed is a proper beginning of the honest body, without its end."""
    honest = sent(truncated.ATTACK.neighbours(profile)[0])
    for probe in truncated.ATTACK.seeds(profile):
        assert honest.startswith(sent(probe))
        assert CLOSING not in sent(probe)
        assert strictly(probe) == []


def test_truncated_seeds_end_where_they_say():
    """The places are those of their names."""
    seeds = truncated.ATTACK.seeds(TXT)

    assert sent(seed(seeds, "no-closing-delimiter")).endswith(TXT.sample.content)
    assert sent(seed(seeds, "before-data")).endswith(b"text/plain\r\n\r\n")
    assert sent(seed(seeds, "one-dash-missing")).endswith(BOUNDARY + b"-")
    assert sent(seed(seeds, "closing-dashes-missing")).endswith(BOUNDARY)
    assert sent(seed(seeds, "inside-file-name")).endswith(b'filename="re')


def test_line_ends_hold_a_bare_return_or_line_feed():
    """The frame of each seed, without the file's data, has an end that is not CRLF."""
    for probe in line_ends.ATTACK.seeds(TXT):
        frame = sent(probe).replace(TXT.sample.content, b"").replace(b"\r\n", b"")

        assert b"\r" in frame or b"\n" in frame


@pytest.mark.parametrize(
    "variant", ["line-feeds", "carriage-returns", "line-feed-before-delimiter"]
)
def test_wrong_delimiters_are_none_to_a_strict_parser(variant: str):
    """A reader that wants CRLF finds no complete part."""
    assert strictly(seed(line_ends.ATTACK.seeds(TXT), variant)) == []


def test_hidden_part_is_data_to_a_strict_parser():
    """A strict reader finds one file, the whole of it."""
    for probe in hidden_part.ATTACK.seeds(TXT):
        (part,) = strictly(probe)

        assert probe.steps[0].file is not None
        assert part.data == probe.steps[0].file.content.to_bytes()
        assert b"rival.txt" in part.data


def test_hidden_part_stands_behind_the_end_where_no_text_is_accepted():
    """The file begins as an honest one, and a neighbour shows that lines behind it are taken."""
    for probe in (*hidden_part.ATTACK.seeds(SMALL), hidden_part.ATTACK.neighbours(SMALL)[1]):
        (part,) = strictly(probe)

        assert part.data.startswith(SMALL.sample.content)
        assert part.filename == "carrier.png"


def test_late_part_is_behind_the_end():
    """A strict reader finds no file in the form, and no second one."""
    seeds = junk_around.ATTACK.seeds(TXT)

    assert [part.filename for part in strictly(seed(seeds, "late-part"))] == [None]
    assert [p.filename for p in strictly(seed(seeds, "late-second-part"))] == ["report.txt"]


@pytest.mark.parametrize("variant", ["two-first-used", "two-last-used", "another", "missing"])
def test_boundary_is_announced_as_named(variant: str):
    """The body uses our boundary; the header names another one, or none, as well."""
    probe = seed(boundary.ATTACK.seeds(TXT), variant)
    announced = content_type(probe.steps[0].request)

    assert sent(probe).startswith(b"--" + BOUNDARY)
    assert announced != b"multipart/form-data; boundary=" + BOUNDARY
    assert announced.count(b"boundary=") == {"missing": 0, "another": 1}.get(variant, 2)


def test_look_alikes_hold_no_delimiter():
    """Generated imitations are data to a strict reader."""
    probe = minimal(boundary.ATTACK)

    assert probe.steps[0].demand in (Demand.EITHER, Demand.REFUSE)
    for legal in boundary.ATTACK.neighbours(TXT):
        (part,) = strictly(legal)
        assert legal.steps[0].file is not None
        assert part.data == legal.steps[0].file.content.to_bytes()


def test_no_seed_is_a_form_to_its_type():
    """Each other body is announced as something else, or not at all."""
    seeds = [p for p in not_multipart.ATTACK.seeds(TXT) if not p.variant.startswith("two-types")]
    types = [content_type(p.steps[0].request) for p in seeds]

    assert not any(t.startswith(b"multipart/form-data") for t in types)
    assert b"" in types
