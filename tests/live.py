"""The reference app behind a real gunicorn on loopback, for as long as a block runs.

The server has the settings that are handed to the machine, ``deploy/gunicorn.conf.py``, but for
the socket and for the umask: modes that are private here are the app's own doing.
"""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reference_app import create_app
from reference_app.policy import Policy
from reference_app.type_sets import SETS
from tests.apps import reference
from tests.reference_app import helpers

ROOT = Path(__file__).parents[1]
SERVER = ROOT / "deploy" / "gunicorn.conf.py"
PROFILE = Path(__file__).parent / "apps" / "reference.profile.toml"
START_SECONDS = 20.0
STOP_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """A running server."""

    url: str
    folder: Path
    profile: Path
    """What an outsider cannot know of it, for ``--profile``: where it stores and logs as well."""
    token: str
    """For scripts of the first uploader."""
    process: subprocess.Popen[bytes]


@contextmanager
def gunicorn(app: str, *, settings: str = "", threads: int = 4) -> Iterator[Live]:
    """Serve *app* from a folder of its own; *settings* are lines of the policy file.

    The limits over time are out of reach unless they say otherwise, and two people can log in.
    """
    with tempfile.TemporaryDirectory(prefix="upload-gauntlet-live-") as name:
        home = Path(name)
        folder, policy, log = home / "srv" / "uploads", home / "policy.toml", home / "log"
        policy.write_text(_settings(folder, settings), encoding="utf-8")
        folder.parent.mkdir()
        secret, port = secrets.token_hex(32), _free_port()
        sound = reference.with_people(create_app(Policy.from_toml(policy), secret_key=secret))
        token = helpers.enrolled(sound, reference.PEOPLE["a"][0])
        reference.close(sound)
        with log.open("ab") as events:
            process = subprocess.Popen(
                _command(app, port, threads), env=_environment(policy, secret), stderr=events
            )
        try:
            _wait(process, port, log)
            yield Live(
                url=f"http://127.0.0.1:{port}/",
                folder=folder,
                profile=_profile(home, folder, log),
                token=token,
                process=process,
            )
        finally:
            process.terminate()
            process.wait(timeout=STOP_SECONDS)


def _command(app: str, port: int, threads: int) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "--config", str(SERVER), "--umask", "0"),
        *("--bind", f"127.0.0.1:{port}", "--threads", str(threads), app),
    ]


def _profile(home: Path, folder: Path, log: Path) -> Path:
    path = home / "profile.toml"
    places = f'storage_root = "{folder}"\nlog_file = "{log}"\n'
    path.write_text(places + PROFILE.read_text(encoding="utf-8"), encoding="utf-8")
    return path


def _settings(folder: Path, more: str) -> str:
    over_time = {name: value for name, value in reference.OVER_TIME.items() if name not in more}
    lines = [f"{name} = {value}" for name, value in over_time.items()]
    fields = f"text_fields = {list(reference.FIELDS)}\naccept = {list(SETS)}"
    return "\n".join([f'upload_folder = "{folder}"', fields, *lines, more])


def _environment(policy: Path, secret: str) -> dict[str, str]:
    return {
        **os.environ,
        "UPLOAD_GAUNTLET_SECRET": secret,
        "UPLOAD_GAUNTLET_POLICY": str(policy),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)  # nothing else says when a server listens
        else:
            return
    told = log.read_text(encoding="utf-8", errors="replace")
    raise RuntimeError(f"gunicorn did not listen within {START_SECONDS:.0f} s: {told}")
