"""Requests that fail, to read what the error says.

What it does
    Makes the target fail once in each way that it can: a wrong method, an unknown path, a body
    that ends too early, no boundary, no file, and a refused name that holds markup. Then
    it reads the answers.

Why it works
    An error that was not foreseen is answered by whatever is outermost: a debugger, a
    framework's page, `str(exc)` in JSON. Paths, versions and queries in it are what the next
    attack needs; a name that is repeated as it was sent is script in the target's origin.

Expected defence
    Every failure has a short generic answer, and a reference by which the log can be found.
    Nothing of the request is repeated unescaped.

References
    - CWE-209, CWE-79
    - OWASP ASVS v5.0.0-16.5.1, v5.0.0-1.2.1; WSTG-ERRH-01, WSTG-ERRH-02
    - RFC 9457, section 5
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import (
    GENERATED,
    Attack,
    Body,
    Demand,
    Exchange,
    Probe,
    Profile,
    Request,
    Severity,
)
from attacks.oracles.no_disclosure import no_disclosure
from attacks.strategies.multipart import probe
from attacks.uploads import form_for, honest, honest_file, named, part_for
from attacks.wire.multipart import Form, text_part

METHODS = (b"OPTIONS", b"GAUNTLET")
CHANGING = (b"PUT", b"PATCH", b"DELETE")
NOWHERE = b"/gauntlet-%3Cb%3Ecanary"
MARKUP = b"<img src=x onerror=1>"
NAMES = {
    # no accepted extension: the refusal may name what it refused
    "refused-markup": MARKUP + b".php",
    # an attribute that ends
    "refused-attribute": b"%22><svg onload=1>.php",
    # bytes that are not UTF-8: whatever decodes them may raise
    "refused-latin-1": b"<b>caf\xe9.php",
}
TYPES = {
    # the form reader has nothing to look for
    "no-boundary": b"multipart/form-data",
    # a character set in a parameter that expects none
    "odd-charset": b"multipart/form-data; charset=x-none",
    # another reader altogether is given a form
    "json-type": b"application/json",
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each way to fail."""
    form = form_for(profile, part_for(profile, honest_file(profile)))
    return (
        *(named(profile, name, variant=variant) for variant, name in NAMES.items()),
        *(_failing(profile, replace(form, media_type=t), variant) for variant, t in TYPES.items()),
        # an exception in the middle of a read
        _failing(profile, form, "cut-body", body=form.cut(form.body().size // 2)),
        # a key that is not there
        _failing(profile, form_for(profile, text_part(b"note", b"honest")), "no-file-field"),
        *_methods(profile),
        # the page for what does not exist may repeat the path
        _asking(b"GET", NOWHERE, "unknown-path"),
        # an id that no store has, and no file system could
        _asking(b"GET", b"/" + b"a" * 300, "long-path"),
        _asking(b"GET", b"/%00", "path-of-nul"),
        _asking(b"GET", b"/%ff", "path-not-utf-8"),
    )


def _failing(profile: Profile, form: Form, variant: str, *, body: Body | None = None) -> Probe:
    """Return a probe without a demand: whether it is refused is another attack's question."""
    return probe(profile, form, variant=variant, body=body, demand=Demand.EITHER)


def _methods(profile: Profile) -> Iterator[Probe]:
    """Yield methods that no form has; those that change things never meet anything real."""
    for method in METHODS:
        yield _asking(method, profile.endpoint.encode(), f"method-{method.decode().lower()}")
    for method in CHANGING if profile.disposable else ():
        yield _asking(method, NOWHERE, f"method-{method.decode().lower()}")


def _asking(method: bytes, path: bytes, variant: str) -> Probe:
    request = Request(method=method, path=path)
    return Probe(steps=(Exchange(request=request),), variant=variant)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Write markup and odd bytes into a name that is refused."""
    tokens = st.sampled_from((MARKUP, b"a", b"'", b"&", b"{{7*7}}", b"\xe9", b"%s", b"${1}"))
    middles = st.lists(tokens, min_size=1, max_size=6).map(b"".join)
    return middles.map(lambda stem: named(profile, stem + b".php", variant=GENERATED))


ATTACK = Attack(
    id="errors.disclosure",
    title="What an error answer gives away",
    severity=Severity.MEDIUM,
    controls=("generic-errors",),
    cwe=(209, 79),
    asvs=("v5.0.0-16.5.1", "v5.0.0-1.2.1"),
    wstg=("WSTG-ERRH-01", "WSTG-ERRH-02"),
    oracles=(no_disclosure,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
