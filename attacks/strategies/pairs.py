"""Two uploads in a row, of which the second may replace the first."""

from __future__ import annotations

from attacks.model import Body, Exchange, Probe, Profile, Sample, SentFile
from attacks.strategies.contents import two_files
from attacks.uploads import upload


def two_uploads(profile: Profile, first: str, second: str, *, variant: str) -> Probe:
    """Return uploads of two different honest files under the stems *first* and *second*."""
    files = zip((first, second), two_files(profile), strict=True)
    return Probe(steps=tuple(_step(profile, *each) for each in files), variant=variant)


def _step(profile: Profile, stem: str, sample: Sample) -> Exchange:
    file = SentFile(
        filename=f"{stem}.{sample.extension}".encode(),
        content=Body((sample.content,)),
        media_type=sample.media_type.encode(),
    )
    return upload(profile, file)
