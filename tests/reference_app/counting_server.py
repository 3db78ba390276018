"""The app as gunicorn loads it in ``test_gunicorn``, in a process that counts what it receives.

Every byte that a worker takes from a socket goes through ``socket.socket.recv``; ``/proc/PID/io``
does not count those.
"""

from __future__ import annotations

import os
import socket
from pathlib import Path

from reference_app import create_app
from reference_app.policy import Policy
from tests.reference_app.helpers import SECRET, UNREAD

FOLDER = Path(os.environ["GAUNTLET_TEST_FOLDER"])
received = 0
plain_recv = socket.socket.recv


def recv(self, *args):
    """Receive as always, and write down the sum."""
    global received  # noqa: PLW0603 - one process, one sum
    data = plain_recv(self, *args)
    received += len(data)
    (FOLDER / "received").write_text(str(received))
    return data


socket.socket.recv = recv

policy = Policy(upload_folder=FOLDER / "store" / "files", image_handling="keep")
app = create_app(policy, secret_key=SECRET, controls=UNREAD)
