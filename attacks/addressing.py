"""Where the file of an earlier step is, written into the path of a later one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from attacks.model import Exchange, Request, Seen

# Each character becomes the next of its kind: an id of the same shape, and not the same.
NEXT = str.maketrans(
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "1234567890bcdefahijklmnopqrstuvwxyzgBCDEFAHIJKLMNOPQRSTUVWXYZG",
)


def addressed(step: Exchange, seen: Sequence[Seen]) -> Request | None:
    """Return the request of *step* with its path filled in; ``None`` where nobody knows it."""
    if step.about is None:
        return step.request
    address = seen[step.about].address.partition("?")[0]
    if not address:
        return None
    own = address.rpartition("/")[2]
    path = step.request.path
    other = own.translate(NEXT)
    values = {
        "url": address,
        "id": own,
        "absent": other,
        "nowhere": address.removesuffix(own) + other,
        "folder": address.removesuffix(own),
    }
    for name, value in values.items():
        path = path.replace(b"{%b}" % name.encode(), value.encode())
    return replace(step.request, path=path)
