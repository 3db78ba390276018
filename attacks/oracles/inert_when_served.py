"""Inert when served: a stored file is a download, never a document of the target's origin.

Denies effects that are each a hole when the other defence fails: the file is served, as a
live page at worst, without `Content-Disposition: attachment`, so that a browser renders it; and it
is served without a policy that takes the origin and all script from a document that is
rendered nevertheless (`sandbox` with neither `allow-scripts` nor `allow-same-origin`, and
`default-src 'none'`). Several policies hold together: each one only takes away.

Blind to
    What a browser really does; other ways of serving the same file; a host of its own for
    user content, which does not excuse either.
"""

from __future__ import annotations

import re

from attacks.model import Effect, Observation, Response, Severity, Verdict
from attacks.oracles.judging import judged, quoted, served, unserved
from attacks.oracles.media import essence, is_active
from attacks.oracles.policies import stated

LIVE = "a stored file is served as a live page"
FREEDOMS = frozenset({"allow-scripts", "allow-same-origin"})


def inert_when_served(seen: Observation) -> Verdict:
    """Hold if every file fetched back is an attachment in a sandbox."""
    answers = [served(step) for step in seen.steps]
    return judged(
        (effect for answer in answers if answer for effect in _effects(answer)),
        filter(None, map(unserved, seen.steps)),
    )


def _effects(answer: Response) -> list[Effect]:
    effects = []
    values = answer.header(b"content-disposition")
    if not values or not all(_is_attachment(value) for value in values):
        detail = f"Content-Disposition is {quoted(b', '.join(values))}, not an attachment"
        live = _is_live(answer)
        effects.append(
            Effect(
                signature=LIVE if live else "a stored file is not served as a download",
                detail=f"{detail}, and a browser runs its type" if live else detail,
                control="attachment-disposition",
                severity=None if live else Severity.MEDIUM,
            )
        )
    if not _is_sandboxed(answer):
        said = b", ".join(answer.header(b"content-security-policy"))
        detail = f"Content-Security-Policy is {quoted(said)}, not a closed sandbox"
        effects.append(
            Effect(
                signature="a stored file is served without a sandbox",
                detail=detail,
                control="content-csp-sandbox",
                severity=Severity.MEDIUM,  # the second line: the first decides what is at stake
            )
        )
    return effects


def _is_live(answer: Response) -> bool:
    """Return whether a browser runs what is in the file: then nothing else stands in its way."""
    return any(is_active(essence(value)) for value in answer.header(b"content-type"))


def _is_attachment(value: bytes) -> bool:
    """RFC 6266 §4.2: the type is the first token, whatever its case."""
    return re.match(rb"[ \t]*attachment[ \t]*(;|\Z)", value, re.IGNORECASE) is not None


def _is_sandboxed(answer: Response) -> bool:
    policies = stated(answer.header(b"content-security-policy"))
    sandboxes = [set(p["sandbox"]) for p in policies if "sandbox" in p]
    if not sandboxes or set.intersection(*sandboxes) & FREEDOMS:
        return False
    return any(p.get("default-src") in ([], ["'none'"]) for p in policies)
