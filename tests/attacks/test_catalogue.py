"""What every attack of the catalogue owes its readers and the engine."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attacks import catalogue, controls, taxonomy
from attacks.model import Attack, Capability, Demand, Exchange, Probe, Profile
from attacks.specimen import SPECIMEN
from attacks.wire.multipart import BOUNDARY
from tests import twins, unproved
from tests.attacks.seeking import PNG, QUIET, TXT, minimal, names, with_people
from tests.by_hand import tables

ATTACKS = catalogue.load()
ENDS = ("html", "php", "txt", "png", "py")
WELL_KNOWN = {
    *("htaccess", "htpasswd", "user.ini", "web.config", "php.ini", "env", "bashrc", "profile"),
    *("config", "authorized_keys"),  # of Git and of SSH, in their folders
    *("netrc", "npmrc", "git", "ssh", "crossdomain.xml", "__init__.py", "app.py", "wsgi.py"),
    *(f"{stem}.{end}" for stem in ("index", "robots", "favicon", "main") for end in ENDS),
}
PLAINEST = 1024
LARGER = {
    "archive.entry-count": "holds one member more than are allowed, each listed in the directory",
    "archive.other-formats": "is a tar archive, in blocks of 512 bytes",
    "size.body-limit": "is a body over the limit",
    "size.part-flood": "has one part more than are allowed",
}
"""Attacks whose plainest request is larger than `PLAINEST`, and why it cannot be smaller."""
SEVERAL = {"logging.flood": "counts lines of the log, and looks for no file"}
"""Attacks that send several files in one step, and why that confuses nobody."""
WEAK = ("tutorial", "naive_parser", "flask_reuploaded")
HEADINGS = ["What it does", "Why it works", "Expected defence", "References"]

every_attack = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.id)
PROFILES = {"txt-only": with_people(TXT), "png-first": with_people(PNG)}
every_profile = pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))


def test_folder_is_the_registry():
    """Each module of the catalogue is loaded, once, in id order."""
    root = Path(catalogue.__file__).parent
    files = sorted(p for p in root.glob("[!_]*/[!_]*.py"))

    assert len(files) == len(ATTACKS)
    assert all(a.id < b.id for a, b in pairwise(ATTACKS))


@every_attack
def test_lesson_has_the_four_headings_in_order(attack: Attack):
    """The docstring is the page: a title, then four headings with text below each."""
    text = catalogue.lesson(attack)

    assert re.findall(r"^(\w[\w ]+)\n(?= {4}\S)", text, re.MULTILINE) == HEADINGS
    assert re.match(r"[^\n]+\.\n\n", text)


@every_attack
def test_taxonomy_ids_are_known(attack: Attack):
    """Nobody cites an id that the standards do not have."""
    assert set(attack.cwe) <= set(taxonomy.CWE)
    assert set(attack.asvs) <= set(taxonomy.ASVS)
    assert set(attack.wstg) <= set(taxonomy.WSTG)
    assert attack.cwe
    assert attack.asvs


@every_attack
def test_lesson_cites_what_the_attack_declares(attack: Attack):
    """The reader of the page and the reader of the report see the same ids."""
    text = catalogue.lesson(attack)
    declared = [*(f"CWE-{number}" for number in attack.cwe), *attack.asvs, *attack.wstg]

    missing = [each for each in declared if not re.search(rf"{re.escape(each)}\b", text)]
    assert not missing


@every_attack
def test_controls_exist(attack: Attack):
    """An attack names controls, by their slugs, and at least one oracle."""
    assert attack.controls
    assert set(attack.controls) <= set(controls.load())
    assert attack.oracles


def test_every_control_is_aimed_at():
    """No control goes unattacked, unless no request can tell: then a test shows its twin."""
    named = {slug for attack in ATTACKS for slug in attack.controls}
    by_test = {twin.control for twin in twins.load().values() if twin.killed_by_test}

    assert set(controls.load()) - named - by_test == {"dependencies"}  # releases, not requests


@every_profile
@every_attack
def test_seeds_are_named_variants(attack: Attack, profile: Profile):
    """Each has a kebab-case name of its own; a target of which all is known has one at least."""
    variants = [probe.variant for probe in attack.seeds(profile)]

    assert attack.seeds(SPECIMEN)
    assert len(variants) == len(set(variants))
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", v) for v in variants)


@every_profile
@every_attack
def test_neighbours_must_be_stored(attack: Attack, profile: Profile):
    """Each neighbour is legal in every step and says so."""
    neighbours = attack.neighbours(profile)

    assert neighbours
    assert all(step.demand is Demand.ACCEPT for probe in neighbours for step in probe.steps)


@every_profile
@every_attack
def test_seeds_can_be_sent(attack: Attack, profile: Profile):
    """Every seed and neighbour has a step that goes to the endpoint."""
    for probe in (*attack.seeds(profile), *attack.neighbours(profile)):
        assert probe.steps
        assert all(step.request.path for step in probe.steps)
        assert all(step.request.body.size >= 0 for step in probe.steps)


@every_profile
@every_attack
def test_strategy_generates(attack: Attack, profile: Profile):
    """Twenty cases are drawn, each can be sent, and none has the name of a target's own file."""
    known = _known(attack, profile)
    seeds, probes = attack.seeds(known), attack.probes(known)

    @settings(QUIET, max_examples=20)
    @given(st.just(seeds[0]) if probes.is_empty else probes)
    def draw(probe: Probe) -> None:
        assert _can_be_sent(probe)
        assert known.disposable or not WELL_KNOWN & set(map(_cleaned, names(probe)))

    for probe in (*seeds, *attack.neighbours(known)):
        assert known.disposable or not WELL_KNOWN & set(map(_cleaned, names(probe)))
    draw()


def _known(attack: Attack, profile: Profile) -> Profile:
    """Return *profile*, or one that *attack* knows enough of; at best of a target that stays."""
    lasting = replace(SPECIMEN, disposable=False)
    return next(each for each in (profile, lasting, SPECIMEN) if attack.seeds(each))


def _can_be_sent(probe: Probe) -> bool:
    """Tell whether each step has a request, and what it is about comes before it."""
    return (
        len(probe.steps) >= max(1, probe.together)
        and all(Path(witness).is_absolute() for witness in probe.witnesses)
        and all(step.request.path and step.request.method for step in probe.steps)
        and all(step.about in {None, *range(n)} for n, step in enumerate(probe.steps))
    )


@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of what is listed below
@every_attack
def test_shrinks_to_something_small(attack: Attack):
    """A reader can take in the plainest case at a glance; a fill is one line to read."""
    largest = max(map(_literal_size, minimal(attack, SPECIMEN).steps))

    assert (largest > PLAINEST) == (attack.id in LARGER)


def _literal_size(step: Exchange) -> int:
    """Return how many bytes of *step* have to be read."""
    literal = [piece for piece in step.request.body.pieces if isinstance(piece, bytes)]
    words = (step.request.path, *(word for header in step.request.headers for word in header))
    return sum(map(len, (*literal, *words)))


def test_every_attack_is_proved_by_a_flaw():
    """Each breaks a twin or a weak app, as those declare; one that cannot in here says why."""
    twinned = {
        kill[0] for twin in twins.load().values() for kill in (twin.killed_by, *twin.also) if kill
    }
    weak = {attack for name in WEAK for attack, _ in tables.may_find(name)}

    assert {attack.id for attack in ATTACKS} - twinned - weak == set(unproved.SOCKET_ONLY)


def _cleaned(name: bytes) -> str:
    """Return the last segment of *name*, decoded and without the marks that cleaners drop."""
    path = unquote(name.decode("utf-8", "replace")).replace("\\", "/").partition("\0")[0]
    return PurePosixPath(path.casefold()).name.strip(". ")


@pytest.mark.parametrize("attack_id", ["filename.dotfile", "extension.executable"])
def test_a_disposable_target_is_sent_every_variant(attack_id: str):
    """What may hurt a live target is what proves most on one that is thrown away."""
    attack = next(attack for attack in ATTACKS if attack.id == attack_id)
    sent = {p.variant: names(p) for p in attack.seeds(replace(TXT, disposable=True))}
    spared = {p.variant for p in attack.seeds(TXT)}
    owned = {_cleaned(name) for variant in sent.keys() - spared for name in sent[variant]}

    assert spared < sent.keys()
    assert owned <= WELL_KNOWN


@pytest.mark.parametrize(
    "attack",
    [a for a in ATTACKS if a.id.startswith("serving.") and a.id != "serving.foreign-host"],
)
def test_serving_needs_the_file_back(attack: Attack):
    """How a file is served cannot be judged where none is served."""
    assert Capability.RETRIEVE in attack.needs


@every_profile
@every_attack
def test_step_carries_one_file_at_most(attack: Attack, profile: Profile):
    """What is stored after a step can be told from what any other step sent."""
    for probe in attack.seeds(profile):
        for step in probe.steps:
            pieces = b"".join(p for p in step.request.body.pieces if isinstance(p, bytes))
            delimiter = b"\r\n--" + BOUNDARY
            form = (b"\r\n" + pieces).partition(delimiter + b"--")[0]  # no epilogue
            _, *parts = form.split(delimiter + b"\r\n")  # no preamble
            files = sum(bool(re.search(rb"filename[*0-9]*\s*=", part)) for part in parts)
            assert attack.id in SEVERAL or files <= 1 + len(step.stowaways)
