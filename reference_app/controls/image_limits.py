"""``pixel-limit``, ``frame-limit``: a small file may not unfold into a large picture.

Stops
    Decompression bombs: a few kilobytes that claim 50,000 by 50,000 pixels, or thousands of
    frames. Judged from what the header says, before anything is decoded.

Does not stop
    A header that lies: the decoder gets as much memory and time as the policy says.

References
    - ASVS v5.0.0-5.2.6, v5.0.0-5.2.1, CWE-789, CWE-770
"""

from reference_app.errors import Unprocessable
from reference_app.policy import Policy
from reference_app.values import Examination


def pixel_limit(examination: Examination, policy: Policy) -> None:
    """Bound width times height."""
    told = "The picture has {size} pixels; the limit is {limit}. Make it smaller."
    Unprocessable.above(policy.max_pixels, examination.facts.pixels, told)


def frame_limit(examination: Examination, policy: Policy) -> None:
    """Bound the number of frames."""
    told = "The picture has {size} frames; the limit is {limit}. Send fewer."
    Unprocessable.above(policy.max_frames, examination.facts.frames, told)
