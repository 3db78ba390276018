"""What every attack of the catalogue owes its readers and the engine."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attacks import catalogue, controls, taxonomy
from attacks.model import Attack, Capability, Demand, Probe, Profile, Weight
from attacks.specimen import SPECIMEN
from attacks.wire.multipart import BOUNDARY
from tests import twins
from tests.attacks.seeking import PNG, QUIET, TXT, minimal, names, with_people

ATTACKS = catalogue.load()
ENDS = ("html", "php", "txt", "png", "py")
WELL_KNOWN = {
    *("htaccess", "htpasswd", "user.ini", "web.config", "php.ini", "env", "bashrc", "profile"),
    *("netrc", "npmrc", "git", "ssh", "crossdomain.xml", "__init__.py", "app.py", "wsgi.py"),
    *(f"{stem}.{end}" for stem in ("index", "robots", "favicon", "main") for end in ENDS),
}
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
    """Twenty cases are drawn without an error, each with a step, where there are any to draw."""
    known = profile if attack.seeds(profile) else SPECIMEN
    probes = attack.probes(known)

    @settings(QUIET, max_examples=20)
    @given(st.just(attack.seeds(known)[0]) if probes.is_empty else probes)
    def draw(probe: Probe) -> None:
        assert probe.steps

    draw()


@pytest.mark.parametrize(
    "attack", [a for a in ATTACKS if a.weight is Weight.LIGHT], ids=lambda attack: attack.id
)
def test_shrinks_to_something_small(attack: Attack):
    """A reader can take in the plainest case at a glance; a fill is one line to read."""
    steps = minimal(attack, SPECIMEN).steps
    literal = [p for step in steps for p in step.request.body.pieces if isinstance(p, bytes)]

    assert sum(map(len, literal)) <= 2048


@every_profile
@every_attack
def test_no_name_is_that_of_a_targets_own_file(attack: Attack, profile: Profile):
    """Unless the target is thrown away, nothing of its owner's can be replaced."""
    known = profile if attack.seeds(profile) else replace(SPECIMEN, disposable=False)
    if not attack.seeds(known):
        return  # meddles with files on disk, so it is for no other target
    probes = attack.probes(known)

    @settings(QUIET, max_examples=30)
    @given(st.just(attack.seeds(known)[0]) if probes.is_empty else probes)
    def draw(probe: Probe) -> None:
        assert not WELL_KNOWN & set(map(_cleaned, names(probe)))

    for probe in (*attack.seeds(known), *attack.neighbours(known)):
        assert not WELL_KNOWN & set(map(_cleaned, names(probe)))
    draw()


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
            assert sum(b"filename" in part for part in parts) <= 1


# -- the loader ------------------------------------------------------------------------

Packaged = Callable[..., str]

GOOD = "from attacks.catalogue.storage.file_mode import ATTACK"


@pytest.fixture
def packaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest):
    """Write a package of modules, given as path and source, and return its name."""
    name = f"catalogue_of_{abs(hash(request.node.name))}"

    def write(**modules: str) -> str:
        for family in ("", "storage", "other"):
            (tmp_path / name / family).mkdir(parents=True, exist_ok=True)
            (tmp_path / name / family / "__init__.py").touch()
        for module, source in modules.items():
            path = tmp_path / name / f"{module.replace('__', '/')}.py"
            path.write_text(source, encoding="utf-8")
        monkeypatch.syspath_prepend(tmp_path)
        importlib.invalidate_caches()
        return name

    yield write
    for loaded in [each for each in sys.modules if each.startswith(name)]:
        del sys.modules[loaded]


def test_loads_a_package_and_leaves_helpers_out(packaged: Packaged):
    """A module whose name starts with an underscore is no attack."""
    name = packaged(storage__file_mode=GOOD)
    Path(sys.path[0], name, "storage", "_helper.py").write_text("1 / 0", encoding="utf-8")

    assert [attack.id for attack in catalogue.load(name)] == ["storage.file-mode"]


def test_broken_module_is_named(packaged: Packaged):
    """An attack that does not import stops the run, with its cause."""
    with pytest.raises(LookupError, match=r"storage/broken\.py cannot be imported") as caught:
        catalogue.load(packaged(storage__broken="1 / 0"))

    assert isinstance(caught.value.__cause__, ZeroDivisionError)


@pytest.mark.parametrize("source", ["", "ATTACK = 'storage.empty'"])
def test_missing_attack_is_named(packaged: Packaged, source: str):
    """A module without an attack is an error, not a gap."""
    with pytest.raises(LookupError, match=r"storage/empty\.py must define ATTACK"):
        catalogue.load(packaged(storage__empty=source))


@pytest.mark.parametrize("module", ["storage__mode", "other__file_mode"])
def test_misnamed_attack_is_named(packaged: Packaged, module: str):
    """Folder and file name are the id."""
    with pytest.raises(LookupError, match="file name and id must agree"):
        catalogue.load(packaged(**{module: GOOD}))


def test_repeated_id_is_named(packaged: Packaged):
    """Two files cannot hold one id, however they are spelled."""
    with pytest.raises(LookupError, match=r"repeats storage\.file-mode"):
        catalogue.load(packaged(**{"storage__file_mode": GOOD, "storage__file-mode": GOOD}))
