"""The attacks: one file each. The folder is the registry, nobody edits a list.

A module at ``<family>/<slug_with_underscores>.py`` holds ``ATTACK`` with the id
``family.slug-with-hyphens``; its docstring is the lesson. A module whose name starts
with an underscore is a helper and is left out.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path

from attacks.model import Attack


def load(package: str = __name__) -> tuple[Attack, ...]:
    """Import every attack below *package* and return them in id order.

    Raises:
        LookupError: a module cannot be imported, has no ``ATTACK``, misnames it or
            repeats an id.

    """
    found: dict[str, Attack] = {}
    for name in _names(package):
        attack = _attack(package, name)
        if attack.id in found:
            raise LookupError(f"{name.replace('.', '/')}.py repeats {attack.id}")
        found[attack.id] = attack
    return tuple(found[key] for key in sorted(found))


def lesson(attack: Attack) -> str:
    """Return the docstring of the module that holds *attack*."""
    module = importlib.import_module(f"{__name__}.{attack.id.replace('-', '_')}")
    return inspect.cleandoc(module.__doc__ or "")


def _names(package: str) -> Iterator[str]:
    """Yield ``family.module`` for each module file, in no promised order."""
    for folder in importlib.import_module(package).__path__:
        for path in Path(folder).glob("[!_]*/[!_]*.py"):
            yield f"{path.parent.name}.{path.stem}"


def _attack(package: str, name: str) -> Attack:
    file = f"{name.replace('.', '/')}.py"
    try:
        module = importlib.import_module(f"{package}.{name}")
    except Exception as error:
        raise LookupError(f"{file} cannot be imported: {error}") from error
    attack = getattr(module, "ATTACK", None)
    if not isinstance(attack, Attack):
        raise LookupError(f"{file} must define ATTACK = Attack(...)")  # noqa: TRY004 - see load
    if attack.id != name.replace("_", "-"):
        raise LookupError(f"{file} holds {attack.id}: file name and id must agree")
    return attack
