"""The controls that attacks aim at, read from `controls.toml`.

The suite knows a control by what it demands, never by how an app meets it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from attacks import taxonomy

FILE = Path(__file__).with_name("controls.toml")


class BadControls(ValueError):  # noqa: N818 - named for what it is
    """The file of controls says something that cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One defence: what it establishes, and which public requirements it answers to."""

    title: str
    demand: str
    asvs: tuple[str, ...]
    cwe: tuple[int, ...]
    wstg: tuple[str, ...]


IDS: Mapping[str, Container[object]] = {
    "asvs": taxonomy.ASVS,
    "cwe": taxonomy.CWE,
    "wstg": taxonomy.WSTG,
}
FIELDS = ("title", "demand", *IDS)


@cache
def load() -> Mapping[str, Control]:
    """Return every control by its slug, in the order of the file."""
    return parse(FILE.read_text(encoding="utf-8"))


def parse(text: str) -> Mapping[str, Control]:
    """Read controls from TOML.

    Raises:
        BadControls: not TOML, a field missing, unknown or of the wrong type, an unknown id.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadControls(f"not TOML: {error}") from error
    return MappingProxyType({slug: _control(slug, table) for slug, table in tables.items()})


def _control(slug: str, table: Any) -> Control:
    if not isinstance(table, dict) or set(table) != set(FIELDS):
        raise BadControls(f"{slug}: a control has exactly the fields {', '.join(FIELDS)}")
    if not any(table[kind] for kind in IDS):
        raise BadControls(f"{slug}: a control answers to one id at least")
    return Control(
        title=_text(slug, table, "title"),
        demand=_text(slug, table, "demand"),
        asvs=_cited(slug, table, "asvs"),
        cwe=_cited(slug, table, "cwe"),
        wstg=_cited(slug, table, "wstg"),
    )


def _text(slug: str, table: dict[str, Any], field: str) -> str:
    value = table[field]
    if not isinstance(value, str) or not value.strip():
        raise BadControls(f"{slug}.{field}: {value!r} is not a text")
    return value


def _cited(slug: str, table: dict[str, Any], field: str) -> tuple[Any, ...]:
    value = table[field]
    if not isinstance(value, list):
        raise BadControls(f"{slug}.{field}: {value!r} is not a list of ids")
    for each in value:
        if not isinstance(each, str | int) or each not in IDS[field]:
            raise BadControls(f"{slug}.{field}: {each!r} is not in attacks/taxonomy.py")
    return tuple(value)
