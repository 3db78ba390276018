"""``pixel-limit``, ``frame-limit``: a small file may not unfold into a large picture.

Stops
    Decompression bombs: a few kilobytes that claim 50,000 by 50,000 pixels, or thousands of
    frames. Judged from what the header says, before anything is decoded.

Does not stop
    A header that lies: the decoder gets as much memory and time as the policy says.

References
    - ASVS v5.0.0-5.2.6, v5.0.0-5.2.1, CWE-789, CWE-770
"""

from reference_app import errors, values


def pixel_limit(examination: values.Examination, policy: values.Policy) -> None:
    """Bound width times height."""
    errors.Unprocessable.above(policy.max_pixels, examination.facts.pixels, "pixels in it")


def frame_limit(examination: values.Examination, policy: values.Policy) -> None:
    """Bound the number of frames."""
    errors.Unprocessable.above(policy.max_frames, examination.facts.frames, "frames in it")
