"""A second file beside the one that is checked.

What it does
    Sends an honest file, and in the same form another one under an active extension that the
    target does not take: behind it or before it, in the same field or in one that nobody asked
    for, and in a part within a part. Also sends the file's bytes as a plain text.

Why it works
    Many applications check the first file of a field and save all of them, or the last
    (Django, CVE-2023-31047). A framework that hands over every file of a form invites code that
    stores them all. What is sent as a text has passed no check of files at all.

Expected defence
    Each file of a form is checked before it is kept, and a form holds as many as the endpoint
    takes. A form without a file is refused.

References
    - CWE-235, CWE-434
    - OWASP ASVS v5.0.0-5.2.2, v5.0.0-2.2.1; WSTG-BUSL-09, WSTG-INPV-04
    - RFC 7578, sections 4.3 and 5.2; https://github.com/advisories/GHSA-r3xc-prgr-mg9p
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Demand, Exchange, Probe, Profile, SentFile, Severity
from attacks.oracles.fails_closed import fails_closed
from attacks.oracles.no_stowaway import no_stowaway
from attacks.strategies import extensions
from attacks.strategies.framing import stowaway
from attacks.strategies.multipart import honest_form, plain_file
from attacks.uploads import form_for, honest, part_for, post
from attacks.wire.deviations import deviated
from attacks.wire.multipart import Form, Part, disposition, quoted, text_part

OTHER_FIELDS = ("extra", "file2", "file[]", "attachment", "Filedata", "")


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each place of the second file, and the file that is a text."""
    return (
        # first or last, checked or saved: each framework and application has its habit
        _beside(profile, profile.field, "bad-behind-good"),
        _beside(profile, profile.field, "bad-before-good", first=True),
        # in a field that the form does not have
        _beside(profile, "extra", "other-field"),
        _beside(profile, "extra", "other-field-first", first=True),
        # what some frameworks make a list of
        _beside(profile, profile.field + "[]", "array-field"),
        # one part that holds another (RFC 2388, and no longer RFC 7578)
        _nested(profile),
        # no file name: a text for every reader
        _as_text(profile),
    )


def _bad(profile: Profile) -> SentFile:
    """Return an honest file under an active extension."""
    good = stowaway(profile).file or plain_file(profile)
    return replace(good, filename=f"stowaway.{extensions.unwanted(profile)[0]}".encode())


def _beside(
    profile: Profile, field: str, variant: str = GENERATED, *, first: bool = False
) -> Probe:
    good, bad = plain_file(profile), _bad(profile)
    other = part_for(replace(profile, field=field), bad)
    parts = (other, part_for(profile, good)) if first else (part_for(profile, good), other)
    return _probe(profile, form_for(profile, *parts), good, (bad,), variant)


def _probe(
    profile: Profile,
    form: Form,
    file: SentFile,
    stowaways: tuple[SentFile, ...],
    variant: str,
    demand: Demand = Demand.EITHER,
) -> Probe:
    step = Exchange(request=post(profile, form), file=file, stowaways=stowaways, demand=demand)
    return Probe(steps=(step,), variant=variant)


def _nested(profile: Profile) -> Probe:
    """Return an honest file, and a bad one in a multipart/mixed part behind it."""
    good, bad = plain_file(profile), _bad(profile)
    inner = deviated(honest_form(profile, bad), ("nested",)).parts[-1]
    form = form_for(profile, part_for(profile, good), inner)
    return _probe(profile, form, good, (bad,), "nested")


def _as_text(profile: Profile) -> Probe:
    file = plain_file(profile)
    part = Part(headers=(disposition(quoted(b"name", profile.field.encode())),), body=file.content)
    form = form_for(profile, part, text_part(b"filename", file.filename))
    return _probe(profile, form, file, (), "as-text", Demand.REFUSE)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Put the bad file into any field, before or behind the good one."""
    fields = st.sampled_from((profile.field, *OTHER_FIELDS))
    return st.builds(
        lambda field, first: _beside(profile, field, first=first), fields, st.booleans()
    )


ATTACK = Attack(
    id="multipart.second-file",
    title="Second file beside the one that is checked",
    severity=Severity.HIGH,
    controls=("extension-allowlist", "field-contract"),
    cwe=(235, 434),
    asvs=("v5.0.0-5.2.2", "v5.0.0-2.2.1"),
    wstg=("WSTG-BUSL-09", "WSTG-INPV-04"),
    oracles=(no_stowaway, fails_closed),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
