"""An animation of thousands of frames.

What it does
    Uploads a moving picture of ten thousand frames of one pixel, and one whose header claims
    thousands of millions; and, where the limit is known, one of a single frame more.

Why it works
    Every frame is a picture to decode, to resize, to store. A limit on bytes does not bound
    them, and one on pixels that looks at the first frame neither.

Expected defence
    The frames are counted before any of them is decoded, and too many are refused.

References
    - CWE-770
    - OWASP ASVS v5.0.0-5.2.1, v5.0.0-5.2.6; WSTG-BUSL-09
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Confidence, Probe, Profile, Severity, Weight
from attacks.oracles.limit_enforced import limit_enforced
from attacks.strategies.images import claiming_frames, moving, moving_gif
from attacks.strategies.typed import holding, honest_each, of_types

FLOOD = 10_000
EACH = 15  # bytes of a GIF's frame of one pixel
MOVING = ("png", "gif", "webp")


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return the flood as a GIF, the smallest; a claim; then one frame over a known limit."""
    room = profile.limits.file
    floods = (
        holding(profile, sample, moving_gif(FLOOD), variant="ten-thousand-gif")
        for sample in of_types(profile, "gif")
        if room is None or room > (FLOOD + 100) * EACH
    )
    claims = (
        holding(profile, sample, claiming_frames(), variant="claims-millions-png")
        for sample in of_types(profile, "png")
    )
    return (*floods, *claims, *_over(profile))


def _over(profile: Profile) -> tuple[Probe, ...]:
    limit = profile.limits.frames
    if limit is None or limit >= FLOOD:
        return ()
    return tuple(
        holding(profile, s, moving(s.extension, limit + 1), variant=f"one-over-{s.extension}")
        for s in of_types(profile, *MOVING)
    )


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Draw a number of frames over what is known or absurd."""
    samples = of_types(profile, "gif")
    if not samples:
        return st.nothing()
    counts = st.integers(FLOOD, FLOOD + 90)
    return counts.map(lambda count: holding(profile, samples[0], moving_gif(count)))


ATTACK = Attack(
    id="content.frame-flood",
    title="More frames than anybody can decode",
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    controls=("frame-limit",),
    cwe=(770,),
    asvs=("v5.0.0-5.2.1", "v5.0.0-5.2.6"),
    wstg=("WSTG-BUSL-09",),
    oracles=(limit_enforced,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: honest_each(profile, *MOVING),
    weight=Weight.HEAVY,
)
