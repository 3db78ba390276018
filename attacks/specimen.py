"""A made-up target of which everything is known: for listings, where nothing is attacked."""

from __future__ import annotations

from attacks.marks import mark
from attacks.model import (
    FRESH,
    OTHER,
    OWNER,
    Limits,
    Login,
    Profile,
    Retrieval,
    RetrievalKind,
    Routes,
)
from attacks.strategies import contents

TOKEN = mark(OWNER, "csrf_token", 43)
FIELDS = (("name", mark(OWNER, "login.name")), ("password", mark(OWNER, "login.password")))

SPECIMEN = Profile(
    endpoint="/",
    field="file",
    accepted=tuple(contents.HONEST.values()),
    limits=Limits(
        body=1_100_000,
        file=1_000_000,
        parts=16,
        field=64_000,
        uploads_per_minute=60,
        downloads_per_minute=60,
        logins_per_minute=5,
        quota_files=20,
        quota_bytes=4_000_000,
    ),
    retrieval=Retrieval(kind=RetrievalKind.LOCATION),
    fields=(("csrf_token", TOKEN),),
    tokens=("csrf_token",),
    forms={actor: (("csrf_token", mark(actor, "csrf_token", 43)),) for actor in (OTHER, FRESH)},
    headers=dict.fromkeys((OWNER, OTHER), ((b"Cookie", b"session=..."),)),
    logins={
        actor: Login(path="/login", fields=FIELDS, password=FIELDS[1][0], multipart=True)
        for actor in (OWNER, OTHER)
    },
    routes=Routes(
        delete="/files/{id}/delete",
        metadata="/api/files/{id}",
        put="/api/files/{name}",
        logout="/logout",
        export="/files.csv",
        content_host="content.localhost",
        admin=("GET /quarantine",),
    ),
    hosts=("localhost",),
    disposable=True,  # so that nothing is left out
)
