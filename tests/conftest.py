"""Settings that every test shares."""

from __future__ import annotations

import pytest

# A parse that Werkzeug 3.1 abandons leaves its spooled file to the garbage collector, which
# warns in whatever test comes next. Nothing of ours spools, so nothing of ours is hidden.
ABANDONED = r"ignore:Unclosed file <tempfile\.SpooledTemporaryFile object:ResourceWarning"


def pytest_configure(config: pytest.Config) -> None:
    """Let the targets' abandoned files pass; every other warning stays an error."""
    config.addinivalue_line("filterwarnings", ABANDONED)
