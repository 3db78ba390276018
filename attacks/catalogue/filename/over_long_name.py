"""A file name that does not fit.

What it does
    Sends an honest file under names of 251 bytes and more, around the limit of 255 bytes
    that common file systems set, in scripts of one to four bytes a character, and made of
    characters that grow when they are decomposed. One name is built so that a cut at 255
    bytes would leave an active extension.

Why it works
    The limit counts bytes, programs count characters, and clean-up may lengthen a name
    after it was measured: one ``㎯`` of three bytes becomes ``rads2``. The file system then
    refuses the name with an error that nobody expected, or code that cuts names to fit cuts
    the extension off.

Expected defence
    Bound the name in UTF-8 bytes before anything uses it, and refuse with an answer of the
    400s; or keep the client's name out of the path. An error page of the 500s, or a stored
    name whose extension was cut off, does not hold.

References
    - CWE-1284
    - OWASP ASVS v5.0.0-1.3.3, v5.0.0-2.2.1, WSTG-BUSL-01
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Probe, Profile, Severity
from attacks.oracles.no_server_error import no_server_error
from attacks.oracles.safe_name import safe_name
from attacks.strategies import extensions, filenames
from attacks.strategies.patterns import generated
from attacks.uploads import honest, honest_name, named

NAME_MAX = 255  # bytes: ext4, XFS, Btrfs, APFS; in UTF-16 units on NTFS
PATH_MAX = 4096


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return names around the limit, and far beyond it."""
    names = {
        "bytes-251": _of_bytes(profile, 251),
        "bytes-252": _of_bytes(profile, 252),
        "bytes-255": _of_bytes(profile, NAME_MAX),
        "bytes-256": _of_bytes(profile, NAME_MAX + 1),
        "code-points-255-of-two-bytes": _of_code_points(profile, "é"),
        "code-points-255-of-three-bytes": _of_code_points(profile, "文"),
        "code-points-255-of-four-bytes": _of_code_points(profile, "😀"),
        "growing": honest_name(profile, "㎯" * 80),  # fits, and no longer does once decomposed
        "cut-to-active-extension": _cut(profile),
        "extension-300": b"report." + b"x" * 300,
        "path-limit": _of_bytes(profile, PATH_MAX + 1),
        "ten-kilobytes": _of_bytes(profile, 10_000),
    }
    return tuple(named(profile, name, variant=variant) for variant, name in names.items())


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Grow a stem beyond the limit, or choose one that grows by itself."""
    return generated(
        profile, filenames.long_stems(NAME_MAX - 4).map(lambda stem: honest_name(profile, stem))
    )


def neighbours(profile: Profile) -> tuple[Probe, ...]:
    """Return a short name and a long one; safe systems may stop well before 255 bytes."""
    return honest(profile), honest(profile, "a" * (200 - len(honest_name(profile, ""))))


def _of_bytes(profile: Profile, size: int) -> bytes:
    return honest_name(profile, "a" * (size - len(honest_name(profile, ""))))


def _of_code_points(profile: Profile, character: str) -> bytes:
    return honest_name(profile, character * (NAME_MAX - len(honest_name(profile, ""))))


def _cut(profile: Profile) -> bytes:
    """Return a name whose first 255 bytes end in an active extension."""
    tail = f".{extensions.unwanted(profile)[0]}"
    return honest_name(profile, "a" * (NAME_MAX - len(tail)) + tail)


ATTACK = Attack(
    id="filename.over-long-name",
    title="A file name that does not fit",
    severity=Severity.LOW,
    controls=("name-length",),
    cwe=(1284,),
    asvs=("v5.0.0-1.3.3", "v5.0.0-2.2.1"),
    wstg=("WSTG-BUSL-01",),
    oracles=(no_server_error, safe_name),
    seeds=seeds,
    probes=probes,
    neighbours=neighbours,
)
