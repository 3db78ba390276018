"""`command-injection`: a program is asked what the file is, in one line with its name."""

from __future__ import annotations

import subprocess

from reference_app.controls.client_mime_untrusted import client_mime_untrusted
from tests.twins import Twin, flawed


def asked_a_program(candidate, policy):
    line = f'echo "{candidate.name}"'
    subprocess.run(line, shell=True, capture_output=True, check=False)
    return client_mime_untrusted(candidate, policy)


TWIN = Twin(
    control="command-injection",
    killed_by=("content.shell-in-name", "confinement"),
    controls=flawed("client-mime-untrusted", asked_a_program),
)
