"""No secret logged: what proves who somebody is stands in no log.

Denies that a line of the log holds a password, a cookie, a token of a form or a header of
authorization that was sent, or a mark (``gauntlet-secret``) that was sent in the place of one,
in the query or in the bytes of a file.

Blind to
    A secret that was hashed, cut or encoded before it was logged; one of less than eight
    characters.
"""

from __future__ import annotations

from collections.abc import Iterator

from attacks.model import Effect, Observation, Profile, Verdict
from attacks.oracles.judging import judged, text_of, unanswered

CANARY = "gauntlet-secret"
SHORTEST = 8


def no_secret_logged(seen: Observation) -> Verdict:
    """Hold if no line of the log holds a secret."""
    secrets = [(what, value) for what, value in _secrets(seen.profile) if len(value) >= SHORTEST]
    lines = [line for step in seen.steps for line in step.log]
    effects = (
        Effect(signature=f"{what} was logged", detail=f"a line of the log holds {what}")
        for what, value in (("a secret that was sent", CANARY), *secrets)
        for line in lines
        if value in line
    )
    return judged(effects, unanswered(seen.steps))


def _secrets(profile: Profile) -> Iterator[tuple[str, str]]:
    for login in profile.logins.values():
        mark = dict(login.fields).get(login.password, "")
        yield "a password", profile.secrets.get(mark, mark)
    for fields in (profile.fields, *profile.forms.values()):
        for name, value in fields:
            if name in profile.tokens:
                yield "a token of a form", profile.secrets.get(value, value)
    for headers in profile.headers.values():
        for header, sent in headers:
            yield from _credentials(header.lower(), text_of(sent))


def _credentials(name: bytes, value: str) -> Iterator[tuple[str, str]]:
    if name == b"cookie":
        yield from (("a cookie", pair.partition("=")[2]) for pair in value.split("; "))
    elif name == b"authorization":
        yield "a header of authorization", value.rpartition(" ")[2]
