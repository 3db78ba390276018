"""``sandboxed-processing``, ``polyglot-neutralised``, ``metadata-stripped``: pictures are redrawn.

Stops
    Files that are a picture and something else, and the place, the camera and the comments in a
    photo: what is stored is what we drew from the decoded pixels. The decoder reads hostile
    bytes, so it runs in a child that may use so much memory and time and nothing else at all.

Does not stop
    What the picture shows. Under ``image_handling = "keep"`` the bytes stay as they were sent,
    metadata included; they are then served as a download only.

References
    - ASVS v5.0.0-5.2.2, v5.0.0-14.2.8, v5.0.0-15.2.5, CWE-436, CWE-1230, CWE-653
"""

from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from reference_app import errors, sandbox
from reference_app.values import Examination, Policy

TOLD = "The file cannot be decoded within the limits, or holds scripts, actions or other files; "


def sandboxed_processing(examination: Examination, job: str, **options: Any) -> Any:
    """Have *job* done in the limited child, by the descriptors alone."""
    try:
        return examination.sandbox.run(job, examination.file, **options)
    except (sandbox.Refused, sandbox.Stopped) as error:
        raise errors.Unprocessable(TOLD + "save or print it anew.") from error


def polyglot_neutralised(examination: Examination, policy: Policy) -> Examination:
    """Replace a picture by what the child drew of it."""
    kind, _, name = examination.candidate.media_type.partition("/")
    if kind != "image" or policy.image_handling == "keep":
        return examination
    asked = {"kind": name.upper(), "max_pixels": policy.max_pixels, "max_frames": policy.max_frames}
    with ExitStack() as undo:
        drawn = undo.enter_context(examination.new_sink())
        examination.process(examination, sandbox.REENCODE_IMAGE, target=drawn, **asked)
        drawn.rehash()
        undo.pop_all()
    examination.file.close()
    return replace(examination, file=drawn)
