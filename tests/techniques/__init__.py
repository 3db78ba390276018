"""Every known technique of attacking an upload, and the variants that send it.

One TOML file for each group, one table for each technique: an ``id`` that is unique in its file, a
``title``, and the ``variants`` that really send it, each as ``attack-id:variant``. Where the harm
needs another server than the one under test, ``needs`` names it: then acceptance, naming and
storage are judged. What no request can reach names a ``contract``, a test of the library; what is
no upload at all says so in ``outside``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from attacks import catalogue
from attacks.specimen import SPECIMEN
from attacks.strategies.contents import HONEST

FOLDER = Path(__file__).parent

GROUPS = {
    "filename": "File names: where they lead, and what they are",
    "extension": "Extensions",
    "declared-type": "The declared type",
    "content": "Content: signatures, polyglots, marks",
    "multipart": "The structure of form and request",
    "exhaustion": "Size and exhaustion",
    "archive": "Archives",
    "parsers": "Programs that read the file",
    "configuration": "Configuration and code that is replaced",
    "serving": "How the stored file is served",
    "time-and-state": "Time and state",
    "access": "Who may upload",
    "subtle-filename-parameter": "In detail: the filename parameter",
    "subtle-names-on-disk": "In detail: names on disk",
    "subtle-framing": "In detail: length and framing",
    "subtle-multipart-structure": "In detail: multipart",
    "subtle-content": "In detail: content",
    "subtle-download": "In detail: the way out, and the browser",
    "advisories-werkzeug": "Advisories: Werkzeug",
    "advisories-parsers": "Advisories: parsers for Python",
    "advisories-frameworks": "Advisories: frameworks for Python",
    "advisories-other": "Advisories: the shapes of other languages",
    "classes": "Classes of advisories that come back",
}
"""The title of each file, in the order of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Technique:
    """One way to attack an upload, and how it is covered."""

    id: str
    title: str
    variants: tuple[str, ...] = ()
    needs: str = ""
    contract: str = ""
    outside: str = ""
    advisories: tuple[str, ...] = ()

    @property
    def attacks(self) -> dict[str, tuple[str, ...]]:
        """Return the variants of each attack."""
        pairs = [each.split(":", 1) for each in self.variants]
        return {attack: tuple(v for a, v in pairs if a == attack) for attack, _ in pairs}


KEYS = {field.name for field in fields(Technique)}
LISTS = {"variants", "advisories"}


def load(folder: Path = FOLDER) -> dict[str, tuple[Technique, ...]]:
    """Return the techniques of each file below *folder*, in the order of `GROUPS`.

    Raises:
        ValueError: a file belongs to no group, or a table is not a technique.

    """
    files = {path.stem: path for path in sorted(folder.glob("*.toml"))}
    if strangers := set(files) - set(GROUPS):
        raise ValueError(f"{min(strangers)}.toml is no group: see tests.techniques.GROUPS")
    return {name: _group(files[name]) for name in GROUPS if name in files}


def _group(path: Path) -> tuple[Technique, ...]:
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    if set(tables) != {"technique"}:
        raise ValueError(f"{path.name} must hold [[technique]] tables and nothing else")
    return tuple(
        _technique(f"{path.name}, table {n}", t) for n, t in enumerate(tables["technique"])
    )


def _technique(where: str, table: Mapping[str, Any]) -> Technique:
    """Return the technique of *table*; *where* it stands is told when it is none."""
    where = f"{where} ({table.get('id', 'no id')})"
    for key, value in table.items():
        wanted = list if key in LISTS else str
        if key not in KEYS or not isinstance(value, wanted) or not value:
            raise ValueError(f"{where}: {key} = {value!r} is not understood")
    if not {"id", "title"} <= set(table):
        raise ValueError(f"{where}: a technique has an id and a title")
    if not re.fullmatch(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*", table["id"]):
        raise ValueError(f"{where}: an id is words or numbers, joined by hyphens")
    if ("outside" in table) == bool({"variants", "contract"} & set(table)):
        raise ValueError(f"{where}: it is sent by variants, held by a contract, or outside")
    return Technique(**{k: tuple(v) if k in LISTS else v for k, v in table.items()})


@cache
def known_variants() -> frozenset[str]:
    """Return every variant, as ``attack-id:variant``, on a target of which all is known.

    Some are sent only where a type is refused, so a target with the few types of the tutorial
    app is asked as well. Nothing is sent.
    """
    few = tuple(HONEST[kind] for kind in ("txt", "pdf", "png", "jpg", "gif"))
    return frozenset(
        f"{attack.id}:{probe.variant}"
        for attack in catalogue.load()
        for profile in (SPECIMEN, replace(SPECIMEN, accepted=few))
        for probe in attack.seeds(profile)
    )
