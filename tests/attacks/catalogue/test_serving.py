"""Files that are fetched back: one thing is odd in each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attacks.catalogue.errors import disclosure
from attacks.catalogue.serving import (
    asked_otherwise,
    climbing_path,
    download_name,
    rendered_inline,
    type_by_name,
    type_confusion,
)
from attacks.model import Demand, Probe, Profile, SentFile
from tests.attacks.seeking import PNG, TXT, found, names


def files(probes: tuple[Probe, ...]) -> dict[str, SentFile]:
    """Return the file of each probe, by variant."""
    return {p.variant: p.steps[0].file for p in probes if p.steps[0].file is not None}


def test_each_accepted_type_is_fetched_back():
    """The headers of a download must not depend on its type."""
    seeds = files(rendered_inline.ATTACK.seeds(PNG))

    assert {"plain-png", "plain-jpg", "plain-txt"} <= set(seeds)


def test_active_texts_are_honest_text():
    """Name, claimed type and characters are those of a text file."""
    texts = {v: f for v, f in files(rendered_inline.ATTACK.seeds(TXT)).items() if "page-" not in v}
    for variant, file in texts.items():
        assert file.filename.endswith(b".txt"), variant
        assert file.media_type == b"text/plain"
        assert file.content.to_bytes().decode("utf-8")


def test_a_claim_changes_nothing_but_the_claim():
    """Files with a false type hold honest bytes under an honest name."""
    for variant, file in files(type_confusion.ATTACK.seeds(TXT)).items():
        if variant.startswith("claims-"):
            assert file.content.to_bytes() == TXT.sample.content
            assert file.filename == b"typed.txt"


def test_each_type_is_confused():
    """Every accepted type comes under the name of another, and a page under each."""
    assert {"jpg-as-png", "txt-as-jpg", "png-as-txt", "html-as-png"} <= set(
        files(type_confusion.ATTACK.seeds(PNG))
    )


def test_awkward_names_keep_the_extension():
    """Whatever stands in front, the name ends as the target accepts it."""
    for probe in download_name.ATTACK.seeds(PNG):
        assert all(name.endswith(b".png") for name in names(probe))


@pytest.mark.parametrize("token", [b"%22", b'\\"', b"filename*=", "文".encode()])
def test_awkward_names_reach(token: bytes):
    """What ends a quoted string, and what follows it, is generated."""
    found(download_name.ATTACK.probes(TXT), lambda p: any(token in n for n in names(p)))


def test_failures_demand_nothing():
    """Whether the target refuses is another attack's question."""
    for probe in disclosure.ATTACK.seeds(TXT):
        assert all(step.demand is Demand.EITHER for step in probe.steps)


def changing(profile: Profile) -> dict[bytes, bytes]:
    """Return the path of each method that no reader and no form has."""
    requests = [step.request for probe in disclosure.ATTACK.seeds(profile) for step in probe.steps]
    return {r.method: r.path for r in requests if r.method not in (b"GET", b"POST")}


def test_nothing_real_is_asked_to_change():
    """Methods that change things go to a path of ours, and to no live target at all."""
    disposable = changing(replace(TXT, disposable=True))

    assert set(changing(TXT)) == {b"OPTIONS", b"GAUNTLET"}
    assert all(b"gauntlet" in disposable[method] for method in (b"PUT", b"PATCH", b"DELETE"))


def test_a_file_is_asked_for_otherwise_and_once():
    """One query, one header or one method differs from the plain download."""
    for probe in asked_otherwise.ATTACK.seeds(TXT):
        stored, asked = probe.steps
        assert stored.file is not None
        assert asked.about == 0
        plain = (b"{url}", b"GET", ())
        assert (asked.request.path, asked.request.method, asked.request.headers) != plain


def test_a_climb_leads_to_one_known_file():
    """From the path of the file, or from its folder."""
    for probe in climbing_path.ATTACK.seeds(TXT):
        path = probe.steps[1].request.path
        assert path.startswith((b"{url}/", b"{nowhere}/../"))
        assert path.endswith(climbing_path.GOAL.encode())


def test_names_that_tables_misread_are_honest_files():
    """Whatever the name says, the bytes are accepted ones."""
    honest = {sample.content for sample in PNG.accepted}
    for file in files(type_by_name.ATTACK.seeds(PNG)).values():
        assert file.content.to_bytes() in honest
