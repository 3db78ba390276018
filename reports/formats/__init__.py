"""Report formats: one file each, found by looking in this folder."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from attacks.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One way to show a record; `report` plus *suffix* is the file's name."""

    name: str
    suffix: str
    render: Callable[[Record], str]


class UnknownFormat(ValueError):  # noqa: N818 - named for what it is
    """No file in this folder makes a report of that name."""


def names() -> tuple[str, ...]:
    """Return the name of every format, in alphabetical order."""
    return tuple(sorted(m.name for m in pkgutil.iter_modules(__path__)))


def load() -> Mapping[str, Format]:
    """Return every format by its name, which is the name of its file."""
    return {name: pick(name) for name in names()}


def pick(name: str) -> Format:
    """Return the format called *name*.

    Raises:
        UnknownFormat: there is none; the message lists those there are.
    """
    if name not in names():
        raise UnknownFormat(f"no report format {name!r}; there are: {', '.join(names())}")
    found: Format = importlib.import_module(f"{__name__}.{name}").FORMAT
    return found
