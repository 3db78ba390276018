"""Text that is a program to whoever loads it.

What it does
    Uploads text files that are also a pickle, YAML and JSON that name a function to call, an
    expression of Python, a page of PHP. Each would create one empty file, and it is looked for.

Why it works
    Some formats of data are programs: to load a pickle is to run it, and so is YAML with a
    loader that makes any object. A target that "imports" what was uploaded, or that tries out
    what it is, runs what its client wrote.

Expected defence
    The bytes of an upload never reach a loader that can call anything, nor an interpreter.

References
    - CWE-502, CWE-94
    - OWASP ASVS v5.0.0-1.5.2, v5.0.0-1.3.2; WSTG-INPV-23, WSTG-INPV-11
    - https://docs.python.org/3/library/pickle.html
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Demand, Probe, Profile, Sample, Severity
from attacks.oracles.confinement import confinement
from attacks.strategies.typed import TEXTS, holding, honest_each, of_types

WITNESS = "gauntlet-loaded"
# mknod(2) without further arguments makes an empty file, for everybody.
PROGRAMS = {
    # protocol 0 is printable; on other systems the module has another name
    "pickle": b"cos\nmknod\n(S'%s'\ntR.",
    "pickle-posix": b"cposix\nmknod\n(S'%s'\ntR.",
    "yaml": b"!!python/object/apply:os.mknod ['%s']\n",
    "json-pickle": b'{"py/reduce": [{"py/function": "os.mknod"}, {"py/tuple": ["%s"]}]}\n',
    "python": b"__import__('os').mknod('%s')\n",
    "php": b"<?php touch('%s'); ?>\n",
    "shell": b"#!/bin/sh\ntouch '%s'\n",
    "ruby": b"File.write('%s', '')\n",
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each program under each accepted type of text."""
    return tuple(
        _loaded(profile, sample, name, f"{name}-{sample.extension}")
        for sample in of_types(profile, *TEXTS)
        for name in PROGRAMS
    )


def _loaded(profile: Profile, sample: Sample, name: str, variant: str = GENERATED) -> Probe:
    witness = str(Path(tempfile.gettempdir()).resolve() / WITNESS)
    return holding(
        profile,
        sample,
        PROGRAMS[name] % witness.encode(),
        variant=variant,
        demand=Demand.EITHER,
        witnesses=(witness,),
    )


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Draw a type of text and a program."""
    samples = of_types(profile, *TEXTS)
    if not samples:
        return st.nothing()
    return st.builds(
        lambda sample, name: _loaded(profile, sample, name),
        st.sampled_from(samples),
        st.sampled_from([*PROGRAMS]),
    )


ATTACK = Attack(
    id="content.code-in-upload",
    title="An upload that is loaded as a program",
    severity=Severity.CRITICAL,
    controls=("safe-deserialisation",),
    cwe=(502, 94),
    asvs=("v5.0.0-1.5.2", "v5.0.0-1.3.2"),
    wstg=("WSTG-INPV-23", "WSTG-INPV-11"),
    oracles=(confinement,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: honest_each(profile, *TEXTS),
)
