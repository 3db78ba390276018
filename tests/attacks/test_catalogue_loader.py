"""The loader of the catalogue: the folder is the registry, and what is wrong in it is named."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from attacks import catalogue

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
