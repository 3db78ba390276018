"""Quiet for the time of a question: what a parser logs then is nobody's event."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def silent(logger: str) -> Iterator[None]:
    """Switch the logger of that name off, and back to what it was: the target may have it too."""
    named = logging.getLogger(logger)
    before, named.disabled = named.disabled, True
    try:
        yield
    finally:
        named.disabled = before
