"""No secret in a URL: what proves who somebody is stays out of addresses.

Denies that a cookie's value, a form's token or a password stands in a redirect, a link, the
target of a form or the address of a file: addresses are kept in histories, logs and the
``Referer`` header.

Blind to
    Secrets in a coding other than percent; addresses that only script builds.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

from attacks.model import Effect, Observation, Response, Verdict
from attacks.oracles.cookies import cookies_sent
from attacks.oracles.judging import judged, text_of

LINK = re.compile(
    r"""\b(?:href|src|action|formaction)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE
)
LONG = 16  # characters that do not come up by chance


def no_secret_in_url(seen: Observation) -> Verdict:
    """Hold if no address in any answer holds a secret."""
    secrets = _secrets(seen)
    effects = (
        Effect(
            signature=f"a secret stands in {where}",
            detail=f"the value of {name} stands in {where}",
        )
        for where, address in _addresses(seen)
        for name, secret in secrets
        if secret in unquote(address)
    )
    return judged(effects, [] if secrets else ["no secret is known that could be looked for"])


def _secrets(seen: Observation) -> list[tuple[str, str]]:
    """Return the name and the value of what nobody else may know."""
    profile = seen.profile
    known = [
        *(pair for headers in profile.headers.values() for pair in cookies_sent(headers).items()),
        *(
            (name, profile.secrets.get(value, value))
            for fields in (profile.fields, *profile.forms.values())
            for name, value in fields
            if name in profile.tokens
        ),
    ]
    return [(name, value) for name, value in known if len(value) >= LONG]


def _addresses(seen: Observation) -> Iterator[tuple[str, str]]:
    for step in seen.steps:
        yield "the address of a file", step.address
        for answer in (step.response, step.retrieved):
            yield from _of_answer(answer) if answer is not None else ()


def _of_answer(answer: Response) -> Iterator[tuple[str, str]]:
    for value in answer.header(b"Location"):
        yield "a redirect", text_of(value)
    for match in LINK.finditer(text_of(answer.body)):
        yield "a link of a page", html.unescape(match[1].strip("\"'"))
