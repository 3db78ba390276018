"""The releases that are gone through, and how one is installed beside the Flask of its time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

# What Flask 1.1 needs of its time; the Flasks since then do with what is installed here.
OF_2019 = (
    "flask==1.1.4",
    "jinja2==2.11.3",
    "itsdangerous==1.1.0",
    "click==7.1.2",
    "markupsafe==2.0.1",
)
SERIES: dict[str, tuple[str, ...]] = {
    "0.15": OF_2019,
    "1.0": OF_2019,
    "2.0": ("flask==2.0.3",),
    "2.1": ("flask==2.1.3",),
    "2.2": ("flask==2.2.5",),
    "2.3": ("flask==2.3.3",),
    "3.0": ("flask==3.0.3",),
    "3.1": ("flask==3.1.3",),
}
"""What is installed beside each series."""

NEWEST = "3.1.9"
RELEASES = (
    *("0.15.4", "0.15.5", "1.0.1", "2.0.3", "2.1.2", "2.2.2", "2.2.3"),
    *("2.3.0", "2.3.2", "2.3.3", "2.3.6", "2.3.7", "2.3.8"),
    *("3.0.0", "3.0.1", "3.0.3", "3.0.4", "3.0.5", "3.0.6"),
    *("3.1.3", "3.1.4", "3.1.5", "3.1.6", "3.1.7", "3.1.8", NEWEST),
)
"""The last release before each defect comes or goes, and the first after."""

SERVES_NOTHING = frozenset({"0.15.4"})
"""Releases whose router does not work on Python 3.8 and newer; their library can be asked."""


def install(release: str, cache: Path) -> Path:
    """Return the folder that holds Werkzeug *release* and its companions; fill it once."""
    folder = cache / release
    series = release.rpartition(".")[0]
    if not (folder / ".complete").exists():
        _pip("install", "--no-compile", "--target", folder, _pinned(release), *SERIES[series])
        (folder / ".complete").touch()
    return folder


def sources(cache: Path) -> Path:
    """Return the folder of the newest release's source distribution, which has its tests."""
    folder = cache / f"werkzeug-{NEWEST}"
    if not folder.exists():
        _pip("download", "--no-binary", "werkzeug", "--dest", cache, _pinned(NEWEST))
        archive = cache / f"werkzeug-{NEWEST}.tar.gz"
        subprocess.run(["tar", "-xzf", archive, "-C", cache], check=True)
    return folder


def _pinned(release: str) -> str:
    return f"werkzeug=={release}"


def _pip(command: str, *arguments: str | Path) -> None:
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
    subprocess.run([*pip, command, "--no-deps", *arguments], check=True)
