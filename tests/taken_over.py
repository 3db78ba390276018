"""A decoder that does what the bytes tell it, as some have: the rig of the sandbox's twin.

It knows the drawing commands of `content.decoder-abuse` and would make the file that they name.
The rig asks it what a file is, before anything that is checked would refuse it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from reference_app.sandbox import JOBS, Limits, Sandbox

JOB = "tests.taken_over:decode"
EXTENSION = "reference_app"


def decode(source, _target):
    """Obey."""
    source.seek(0)
    for path in re.findall(rb"[|]touch .(/[0-9A-Za-z_./-]+)", source.read()):
        Path(path.decode()).touch()
    return {}


def found_out(examination, policy):
    """Find out by decoding it what a file is, then go on as ever."""
    # The helper that imports this module has no web framework.
    from reference_app.controls.whole_file import full_decode

    examination.process(examination, JOB)
    return full_decode(examination, policy)


def known_to_the_sandbox(app):
    """Give the app a sandbox that has this decoder."""
    services = app.extensions[EXTENSION]
    policy = services.policy
    limits = Limits(
        seconds=policy.decode_seconds,
        memory_bytes=policy.decode_memory_bytes,
        output_bytes=policy.max_file_bytes,
    )
    app.extensions[EXTENSION] = replace(services, sandbox=Sandbox(limits, jobs=(*JOBS, JOB)))
