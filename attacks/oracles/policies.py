"""Readers of the headers by which a server tells browsers what they may do."""

from __future__ import annotations

import re

Directives = dict[str, list[str]]

# RFC 9651 §3.2: a dictionary of features, each with an inner list, a token or `*`
_MEMBER = re.compile(r"[a-z*][a-z0-9_.*-]*(=(\([^()]*\)|\*|[a-z][\w-]*|\"[^\"]*\"))?")
_LOOSE = frozenset({"*", "http:", "https:", "data:", "blob:", "'unsafe-eval'"})
_INLINE = "'unsafe-inline'"
_CHOSEN = re.compile(r"'(nonce|sha256|sha384|sha512)-")


def stated(values: tuple[bytes, ...]) -> list[Directives]:
    """Return each Content-Security-Policy of a response; together they only take away."""
    return [_directives(each) for value in values for each in value.split(b",")]


def _directives(policy: bytes) -> Directives:
    """CSP 3 §2.2.1: directives are parted by semicolons, and the first of a name counts."""
    found: Directives = {}
    for directive in policy.decode("latin-1").lower().split(";"):
        words = directive.split()
        if words:
            found.setdefault(words[0], words[1:])
    return found


def gaps(found: list[Directives]) -> list[str]:
    """Return what no policy of a page takes away (ASVS v5.0.0-3.4.3)."""
    rules = {
        "script": any(_chooses_script(each) for each in found),
        "plug-ins": any(_is_none(_source(each, "object-src")) for each in found),
        "base addresses": any(set(each.get("base-uri", "*")) <= _OWN for each in found),
    }
    return [what for what, holds in rules.items() if not holds]


_OWN = {"'none'", "'self'"}


def _source(directives: Directives, name: str) -> list[str] | None:
    return directives.get(name, directives.get("default-src"))


def _is_none(sources: list[str] | None) -> bool:
    return sources in ([], ["'none'"])


def _chooses_script(directives: Directives) -> bool:
    """Tell whether no script runs but what is listed; a nonce or a hash ends `'unsafe-inline'`."""
    sources = _source(directives, "script-src")
    if sources is None or _LOOSE & set(sources):
        return False
    return _INLINE not in sources or any(map(_CHOSEN.match, sources))


def frames(found: list[Directives]) -> list[list[str]]:
    """Return who may frame the response, by each policy that says so."""
    return [each["frame-ancestors"] for each in found if "frame-ancestors" in each]


def features(value: bytes) -> dict[str, str] | None:
    """Return the allow-list of each feature in a Permissions-Policy; ``None``: it is not one."""
    members = [member.strip() for member in value.decode("latin-1").split(",")]
    if not all(map(_MEMBER.fullmatch, members)):
        return None
    parted = (member.partition("=") for member in members)
    return {name: allowed for name, _, allowed in parted}


def words(values: tuple[bytes, ...]) -> list[str]:
    """Return the comma-separated words of a header, lower case, without white space."""
    text = b",".join(values).decode("latin-1").lower()
    return [word.strip() for word in text.split(",") if word.strip()]
