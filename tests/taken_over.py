"""A decoder that does what the bytes tell it, as some have: the rig of the sandbox's twin.

It knows the drawing commands of `content.decoder-abuse` and would make the file that they name.
Here it is reached, which takes that the checks in front of it are gone.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from reference_app.sandbox import Limits, Refused, Sandbox, Stopped

JOB = "tests.taken_over:decode"
EXTENSION = "reference_app"


def decode(source, _target):
    """Obey."""
    source.seek(0)
    for path in re.findall(rb'touch "([^"]+)', source.read()):
        Path(path.decode()).touch()
    return {}


def decoded(examination, _policy):
    """Have every file decoded; what cannot be is refused."""
    from reference_app.errors import Unprocessable  # the helper has no web framework

    try:
        examination.process(examination, JOB)
    except (Refused, Stopped) as error:
        raise Unprocessable("It cannot be decoded.", code="polyglot-neutralised") from error
    return examination


def known_to_the_sandbox(app):
    """Give the app a sandbox that has this decoder."""
    services = app.extensions[EXTENSION]
    policy = services.policy
    limits = Limits(
        seconds=policy.decode_seconds,
        memory_bytes=policy.decode_memory_bytes,
        output_bytes=policy.max_file_bytes,
    )
    app.extensions[EXTENSION] = replace(services, sandbox=Sandbox(limits, jobs=(JOB,)))
