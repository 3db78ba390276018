"""Programs of Debian that some tests need: installed when they are missing, never skipped."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

INSTALL_SECONDS = 600
APT = ("apt-get", "-q", "-o", "DPkg::Lock::Timeout=300")  # another session may be installing


def ensure(package, *, provides):
    """Return the path of the program that *package* provides, after installing it if need be.

    *provides* is a path, or a name to be looked up. A test that cannot have what it needs fails:
    a skipped one looks like one that holds.
    """
    program = _find(provides)
    if program is None:
        _install(package)
        program = _find(provides)
    if program is None:
        raise RuntimeError(f"package {package} has no {provides}; name what it does provide")
    return program


def asked_for(folder, config):
    """Return whether a run names *folder*: only then may its tests install something."""
    given = (Path(arg.partition("::")[0]).resolve() for arg in config.args)
    return any(path.is_relative_to(folder) for path in given)


def _find(name):
    # Daemons are not on a plain user's path.
    return shutil.which(name, path=os.environ.get("PATH", os.defpath) + ":/usr/sbin")


def _install(package):
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise RuntimeError(f"package {package} is missing; as root: apt-get install {package}")
    wanted = ("install", "--yes", "--no-install-recommends", package)
    said = _apt(*wanted)
    if said.returncode:
        _apt("update")
        said = _apt(*wanted)
    if said.returncode:
        raise RuntimeError(f"apt-get could not install {package}: {said.stdout[-2000:]}")


def _apt(*arguments):
    return subprocess.run(
        [*APT, *arguments],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=INSTALL_SECONDS,
    )
