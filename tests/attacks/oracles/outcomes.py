"""A plug-in for pytest that writes down which outcomes each oracle's tests have seen.

Loaded before any test module (`-p`), so that what they import is the recording one.
"""

from __future__ import annotations

import functools
import importlib
import json
import os
import pkgutil
from collections import defaultdict
from pathlib import Path

from attacks import oracles

SEEN: dict[str, set[str]] = defaultdict(set)


def names() -> list[str]:
    """Return every oracle: a function that is named as its module is."""
    modules = (each.name for each in pkgutil.iter_modules(oracles.__path__))
    return [name for name in modules if hasattr(_module(name), name)]


def _module(name: str):
    return importlib.import_module(f"{oracles.__name__}.{name}")


def _recording(name: str, oracle):
    @functools.wraps(oracle)
    def recorded(seen):
        verdict = oracle(seen)
        SEEN[name].add(verdict.outcome.value)
        return verdict

    return recorded


def pytest_configure() -> None:
    """Put a recording function in the place of each oracle."""
    for name in names():
        setattr(_module(name), name, _recording(name, getattr(_module(name), name)))


def pytest_sessionfinish() -> None:
    """Hand out what was seen."""
    found = {name: sorted(outcomes) for name, outcomes in SEEN.items()}
    Path(os.environ["OUTCOMES"]).write_text(json.dumps(found), encoding="utf-8")
