"""Observations in one line each: the words that the oracle tests are written in."""

from __future__ import annotations

import hashlib

from attacks.model import (
    Body,
    Change,
    ChangeKind,
    Demand,
    DiskView,
    Exchange,
    Limits,
    Observation,
    Oracle,
    Outcome,
    Probe,
    Profile,
    Request,
    Response,
    Sample,
    Seen,
    SentFile,
    Stored,
)

ROOT = "/srv/site/uploads"
TEXT = Sample(extension="txt", media_type="text/plain", content=b"hello\n")
PNG = Sample(extension="png", media_type="image/png", content=b"\x89PNG\r\n\x1a\n....")
JPEG = Sample(extension="jpg", media_type="image/jpeg", content=b"\xff\xd8\xff....")
PROFILE = Profile(
    endpoint="/upload",
    field="file",
    accepted=(TEXT, PNG, JPEG),
    limits=Limits(body=1000),
    storage_root=ROOT,
)
OK = Response(status=200, body=b"thank you")
PAGE = Response(status=200, body=b"<form>")


def digest(content: bytes) -> str:
    """Return the digest that the disk view gives for *content*."""
    return hashlib.sha256(content).hexdigest()


def change(name, content=b"hello\n", kind=ChangeKind.CREATED, *, inside=True, mode=0o600):
    """Return one changed path below the root."""
    return Change(
        kind=kind,
        path=f"{ROOT}/{name}",
        inside=inside,
        size=len(content or b""),
        mode=mode,
        sha256="" if content is None else digest(content),
    )


def disk(*changes, left_open=0, escaped=()):
    """Return a view of the disk with *changes*."""
    return DiskView(root=ROOT, changes=changes, left_open=left_open, escaped=escaped)


def download(body=b"hello\n", **headers):
    """Return a safe download; a header given as ``None`` is left out, a tuple is repeated."""
    values = {
        "content_type": b"text/plain; charset=utf-8",
        "content_disposition": b'attachment; filename="report.txt"',
        "x_content_type_options": b"nosniff",
        "content_security_policy": b"default-src 'none'; sandbox",
    } | headers
    lines = [(k.replace("_", "-").encode(), v) for k, v in values.items() if v is not None]
    pairs = [(k, each) for k, v in lines for each in (v if isinstance(v, tuple) else (v,))]
    return Response(status=200, headers=tuple(pairs), body=body)


def exchange(name=b"report.txt", content=b"hello\n", demand=Demand.EITHER, rivals=(), **request):
    """Return one upload; ``name=None`` sends no file."""
    body = request.pop("body", Body((content,)))
    file = SentFile(
        filename=name or b"", content=Body((content,)), media_type=b"text/plain", rivals=rivals
    )
    sent = Request(path=b"/upload", body=body, **request)
    return Exchange(request=sent, file=None if name is None else file, demand=demand)


def stored(*changes, **seen):
    """Return a step whose file was stored, with a disk view if there are *changes*."""
    view = {"disk": disk(*changes)} if changes else {}
    return Seen(**({"response": OK, "stored": Stored.YES} | view | seen))


def refused(*changes, status=400, **seen):
    """Return a step that was refused, with the disk in view."""
    answer = Response(status=status, body=b"no")
    base = {"response": answer, "refused": True, "stored": Stored.NO, "disk": disk(*changes)}
    return Seen(**(base | seen))


def unseen(**seen):
    """Return a step of which nobody saw whether the file was stored."""
    return Seen(**({"response": OK, "stored": Stored.UNSEEN} | seen))


def observe(*pairs, honest=PAGE, profile=PROFILE):
    """Return the observation of (exchange, seen) *pairs*."""
    probe = Probe(steps=tuple(e for e, _ in pairs))
    return Observation(
        probe=probe, profile=profile, steps=tuple(s for _, s in pairs), honest=honest
    )


def holds(oracle: Oracle, *pairs, **given) -> bool:
    """Tell whether *oracle* holds."""
    return oracle(observe(*pairs, **given)).outcome is Outcome.HELD


def unclear(oracle: Oracle, *pairs, **given) -> bool:
    """Tell whether *oracle* could not look, and said why."""
    verdict = oracle(observe(*pairs, **given))
    return verdict.outcome is Outcome.INCONCLUSIVE and bool(verdict.reason)


def effects(oracle: Oracle, *pairs, **given) -> dict[str, str]:
    """Return the signatures that *oracle* finds broken, each with its control."""
    verdict = oracle(observe(*pairs, **given))
    assert (verdict.outcome is Outcome.BROKEN) == bool(verdict.effects)
    found = {e.signature: e.control for e in verdict.effects}
    assert len(found) == len(verdict.effects)
    return found
