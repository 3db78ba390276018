"""``pixel-limit``, ``frame-limit``: a small file may not unfold into a large picture.

Stops
    Decompression bombs: a few kilobytes that claim 50,000 by 50,000 pixels, or thousands of
    frames. Judged from what the header says, before anything is decoded.

Does not stop
    A header that lies: the decoder gets as much memory and time as the policy says.

References
    - ASVS v5.0.0-5.2.6, v5.0.0-5.2.1, CWE-789, CWE-770
"""

from reference_app.candidate import Examination
from reference_app.errors import Unprocessable
from reference_app.policy import Policy


def pixel_limit(examination: Examination, policy: Policy) -> Examination:
    """Bound width times height."""
    pixels, limit = examination.facts.pixels, policy.max_pixels
    if pixels > limit:
        raise Unprocessable(
            f"The picture has {pixels} pixels; the limit is {limit}. Make it smaller.",
            code="pixel-limit",
        )
    return examination


def frame_limit(examination: Examination, policy: Policy) -> Examination:
    """Bound the number of frames."""
    frames, limit = examination.facts.frames, policy.max_frames
    if frames > limit:
        raise Unprocessable(
            f"The picture has {frames} frames; the limit is {limit}. Send fewer.",
            code="frame-limit",
        )
    return examination
