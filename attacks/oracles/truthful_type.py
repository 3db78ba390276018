"""Truthful type: a stored file is served as what it is, and browsers are told not to guess.

Denies a download without exactly one `X-Content-Type-Options: nosniff`, and a Content-Type
that the uploader chose: one that is active, missing, or not the type of the sample that the
target accepts under this extension; text without a charset counts, for a browser guesses
it. `application/octet-stream` always holds, and so does the type that the served bytes
begin like, where the target writes images anew. Denies a Content-Encoding, which nobody asked
for: a browser would unpack the file.

Blind to
    Whether the bytes are of the type, beyond their beginning; answers other than the file.
"""

from __future__ import annotations

from attacks.model import Effect, Observation, Profile, Response, SentFile, Verdict
from attacks.oracles import media, names
from attacks.oracles.judging import judged, quoted, served, unserved

UNKNOWN = "application/octet-stream"


def truthful_type(seen: Observation) -> Verdict:
    """Hold if every file fetched back has a type of the accepted table and nosniff."""
    effects = []
    for exchange, step in seen.pairs():
        answer = served(step)
        if answer is not None:
            effects += _sniffable(answer) + _mistyped(seen.profile, exchange.file, answer)
            effects += _encoded(answer)
    return judged(effects, filter(None, map(unserved, seen.steps)))


def _sniffable(answer: Response) -> list[Effect]:
    values = answer.header(b"x-content-type-options")
    if [v.strip().lower() for v in values] == [b"nosniff"]:
        return []
    detail = f"X-Content-Type-Options is {quoted(b', '.join(values))}, not one nosniff"
    return [Effect(signature="the content type can be sniffed", detail=detail, control="nosniff")]


def _encoded(answer: Response) -> list[Effect]:
    values = [v for v in answer.header(b"content-encoding") if v.strip().lower() != b"identity"]
    if not values:
        return []
    detail = f"Content-Encoding is {quoted(values[0])}, and the request named none"
    signature = "a stored file is served as an encoded one"
    return [Effect(signature=signature, detail=detail, control="response-media-type")]


def _mistyped(profile: Profile, file: SentFile | None, answer: Response) -> list[Effect]:
    values = answer.header(b"content-type")
    value = values[0] if values else b""
    name = media.essence(value)
    if _is_truthful(profile, file, name, answer.body) and _states_charset(name, value):
        return []
    detail = f"Content-Type is {quoted(value)}" + (f" for {quoted(file.filename)}" if file else "")
    signature = "the content type is not from the accepted table"
    return [Effect(signature=signature, detail=detail, control="response-media-type")]


def _is_truthful(profile: Profile, file: SentFile | None, name: str, body: bytes) -> bool:
    if name == UNKNOWN or name in _expected(profile, file):
        return True
    return bool(name) and not media.is_active(name) and media.signature(body) == name


def _expected(profile: Profile, file: SentFile | None) -> set[str]:
    """Return the types of the extensions that the client's names hold; of all, if of none."""
    found = {e for n in (file.filename, *file.rivals) for e in _extensions(n)} if file else set()
    table = [
        (media.essence(s.media_type.encode()), names.ALIASES.get(s.extension, s.extension))
        for s in profile.accepted
    ]
    return {t for t, extension in table if extension in found} or {t for t, _ in table}


def _extensions(name: bytes) -> set[str]:
    return {
        names.ALIASES.get(extension, extension)
        for text in names.spellings([name])
        for extension in names.extensions("_" + text)
    }


def _states_charset(name: str, value: bytes) -> bool:
    return not name.startswith("text/") or media.has_charset(value)
