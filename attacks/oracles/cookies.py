"""Read ``Set-Cookie`` and ``Cookie`` as a browser does (RFC 6265, section 5.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from attacks.model import Header, Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Cookie:
    """One cookie that an answer sets."""

    name: str
    value: str
    attributes: Mapping[str, str]
    """By their names in lower case; of an attribute that is given twice, the last."""

    @property
    def is_kept(self) -> bool:
        """Return whether it is more than the removal of an older one."""
        return bool(self.value) and self.attributes.get("max-age") != "0"


def cookies_set(answer: Response | None) -> Iterator[Cookie]:
    """Yield the cookies that *answer* sets."""
    for line in answer.header(b"Set-Cookie") if answer else ():
        pair, *rest = line.decode("latin-1").split(";")
        name, _, value = pair.partition("=")
        attributes = (each.partition("=") for each in rest)
        yield Cookie(
            name=name.strip(),
            value=value.strip(),
            attributes={n.strip().lower(): v.strip() for n, _, v in attributes},
        )


def cookies_sent(headers: tuple[Header, ...]) -> dict[str, str]:
    """Return the cookies in *headers* by their names."""
    lines = (value.decode("latin-1") for name, value in headers if name.lower() == b"cookie")
    pairs = (pair.partition("=") for line in lines for pair in line.split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}
