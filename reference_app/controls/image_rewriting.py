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

from contextlib import suppress
from dataclasses import replace
from typing import Any

from reference_app.errors import Unprocessable
from reference_app.sandbox import REENCODE_IMAGE, Refused, Stopped
from reference_app.values import Examination, Policy


def sandboxed_processing(examination: Examination, job: str, **options: Any) -> Any:
    """Have *job* done in the limited child, by the descriptors alone."""
    return examination.sandbox.run(job, examination.file, **options)


def polyglot_neutralised(examination: Examination, policy: Policy) -> Examination:
    """Replace a picture by what the child drew of it."""
    kind, _, name = examination.candidate.media_type.partition("/")
    if kind != "image" or policy.image_handling == "keep":
        return examination
    drawn = examination.new_sink()
    try:
        limits = {"max_pixels": policy.max_pixels, "max_frames": policy.max_frames}
        examination.process(examination, REENCODE_IMAGE, target=drawn, kind=name.upper(), **limits)
        drawn.rehash()
    except BaseException as error:
        with suppress(OSError):
            drawn.close()
        if isinstance(error, Refused | Stopped):
            told = "The picture cannot be decoded within the limits; save it anew."
            raise Unprocessable(told) from error
        raise
    examination.file.close()
    return replace(examination, file=drawn)
