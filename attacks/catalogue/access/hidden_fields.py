"""Fields that the form does not have, which a server might take for its own.

What it does
    Uploads the same file twice: as the form has it, and with one field more that claims an owner, a
    state, a type, a size or a limit, in front of the file or in the query. Files that are
    refused are sent with a field that says they are allowed.

Why it works
    Code that builds a row from all that was sent lets the client write columns that no form
    shows. Limits in hidden fields (``MAX_FILE_SIZE``) are advice to the browser, and some servers
    read them back.

Expected defence
    The form has the fields that it has, each once; more of them, or the same in the query, is a
    reason to refuse. Owner, state, type, size and path are what the server knows.

References
    - CWE-915, CWE-602, CWE-235
    - OWASP ASVS v5.0.0-15.3.3, v5.0.0-2.2.2, v5.0.0-15.3.7; WSTG-INPV-20, WSTG-INPV-04
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from hypothesis import strategies as st

from attacks.model import (
    GENERATED,
    OTHER,
    Attack,
    Body,
    Demand,
    Exchange,
    Probe,
    Profile,
    SentFile,
    Severity,
)
from attacks.oracles.server_decides import server_decides
from attacks.uploads import form_for, honest, honest_file, part_for, post
from attacks.wire.multipart import Form, text_part, with_parts

CLAIMS = {
    "owner": "b",
    "owner_id": "2",
    "user_id": "2",
    "state": "deleted",
    "content_type": "text/html",
    "media_type": "text/html",
    "size": "1",
    "sha256": "0" * 64,
    "path": "gauntlet/elsewhere",
    "key": "0" * 32,
    "mode": "0777",
}
PERMITS = {
    "accept": ".zzqx",
    "allowed_extensions": "zzqx",
    "extension": "txt",
    "type": "text/plain",
    "valid": "true",
}
FOREIGN = SentFile(
    filename=b"report.zzqx",  # a type that hardly anyone accepts
    content=Body((b"zzqx\n",)),
    media_type=b"application/x-zzqx",
)


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each claim and each permit, as a field; the owner in the query as well."""
    file = honest_file(profile)
    claims = {**CLAIMS, "owner": _somebody_else(profile)}
    return (
        *(_twice(profile, file, n, v, variant=f"claims-{_kebab(n)}") for n, v in claims.items()),
        *(
            _twice(profile, FOREIGN, n, v, variant=f"permits-{_kebab(n)}")
            for n, v in PERMITS.items()
        ),
        _twice(profile, file, "owner", claims["owner"], variant="claims-in-query", query=True),
    )


def _somebody_else(profile: Profile) -> str:
    """Return what another person logs in as, where that is known."""
    login = profile.logins.get(OTHER)
    names = [v for n, v in login.fields if n != login.password] if login else []
    return names[-1] if names else CLAIMS["owner"]


def _kebab(name: str) -> str:
    return name.replace("_", "-")


def _twice(
    profile: Profile,
    file: SentFile,
    name: str,
    value: str,
    *,
    variant: str = GENERATED,
    query: bool = False,
) -> Probe:
    plain = form_for(profile, part_for(profile, file))
    more = plain if query else _with_field(profile, plain, name, value)
    request = post(profile, more)
    if query:
        mark = b"&" if b"?" in request.path else b"?"
        path = request.path + mark + urlencode({name: value}).encode()
        request = replace(request, path=path)
    first = Exchange(request=post(profile, plain), file=file, demand=Demand.EITHER)
    return Probe(steps=(first, replace(first, request=request)), variant=variant)


def _with_field(profile: Profile, form: Form, name: str, value: str) -> Form:
    """Return *form* with a field between its own fields and the file."""
    own = len(profile.fields)
    field = text_part(name.encode(), value.encode())
    head = with_parts(replace(form, parts=(field, *form.parts[own:])), *form.parts[:own])
    return replace(form, parts=head.parts)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Claim any value in any field."""
    values = st.sampled_from((*CLAIMS.values(), "1", "0", "admin", "available", "/etc/gauntlet"))
    return st.builds(
        lambda name, value: _twice(profile, honest_file(profile), name, value),
        st.sampled_from((*CLAIMS, *PERMITS)),
        values,
    )


ATTACK = Attack(
    id="access.hidden-fields",
    title="Fields that the form does not have",
    severity=Severity.HIGH,
    controls=("field-contract", "server-side-only"),
    cwe=(915, 602, 235),
    asvs=("v5.0.0-15.3.3", "v5.0.0-2.2.2", "v5.0.0-15.3.7"),
    wstg=("WSTG-INPV-20", "WSTG-INPV-04"),
    oracles=(server_decides,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
