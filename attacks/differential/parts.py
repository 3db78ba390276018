"""What a parser finds: one part of a form."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One part as a parser reads it."""

    field: str | None
    filename: str | None
    """``None`` for a text."""
    data: bytes
