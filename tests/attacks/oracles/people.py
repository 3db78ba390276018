"""Observations about somebody's file, and about sessions: words for the oracles on access."""

from __future__ import annotations

from dataclasses import replace

from attacks.model import (
    NOBODY,
    OTHER,
    OWNER,
    Body,
    Demand,
    Exchange,
    Limits,
    Login,
    Request,
    Response,
    Seen,
)
from tests.attacks.oracles.builders import PROFILE, change, download, exchange, stored

ADDRESS = "/files/0123456789abcdef"
KNOWING = replace(
    PROFILE,
    headers={
        OWNER: ((b"Cookie", b"sid=0123456789abcdef01"),),
        OTHER: ((b"Cookie", b"sid=f"),),
    },
    logins={OWNER: Login(path="/login", fields=(("name", "a.name"),), password="password")},
    limits=Limits(quota_files=2),
)
OWNED = exchange(b"gauntlet-owned.txt")


def owned(**seen):
    """Return an upload of the owner's that is there from first to last."""
    given = {"retrieved": download(), "refetched": download(), "address": ADDRESS, **seen}
    return OWNED, stored(change("k"), **given)


def asked(method=b"GET", path=b"{url}", actor=OTHER, demand=Demand.REFUSE, about=0, **request):
    """Return a request about the first step's file."""
    sent = Request(path=path, method=method, **request)
    return Exchange(request=sent, actor=actor, demand=demand, about=about)


def visit(path=b"/", actor=NOBODY, demand=Demand.EITHER, method=b"GET", **request):
    """Return a request about nothing that was stored."""
    return asked(method=method, path=path, actor=actor, demand=demand, about=None, **request)


def entering(actor=NOBODY, body=b"", **request):
    """Return a login."""
    body = Body((body,))
    return visit(b"/login?next=/", actor=actor, method=b"POST", body=body, **request)


def answered(status=404, body=b"no", headers=(), **seen):
    """Return what was seen of a request: an answer, refused from 400 on."""
    response = Response(status=status, body=body, headers=headers)
    return Seen(**{"response": response, "refused": status >= 400, **seen})


SILENT = Seen(response=None, failure="closed without an answer")


def setting(*cookies: bytes, status=303):
    """Return an answer that sets *cookies*."""
    return answered(status, b"", tuple((b"Set-Cookie", each) for each in cookies))
