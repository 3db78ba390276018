"""HTTP in, HTTP out. Nothing is decided here.

Each route names its methods, and there are no others (``method-allowlist``): what a method of
another name, or a header that overrides it, asks for is not there.
"""

from typing import cast

from flask import request

from reference_app.ledger import KEPT, Stored
from reference_app.request import UploadRequest
from reference_app.services import current
from reference_app.visit import Account, Identity, Visit

LAST_PAGE = 1_000_000  # not every database counts as far as a client can


def visit() -> Visit:
    """Return who asks for what."""
    return cast("UploadRequest", request).visit


def own_files() -> tuple[list[Stored], int, bool]:
    """Return a page of the own files, its number, and whether there are more."""
    services = current()
    page, size = request.args.get("page", 1, int), services.policy.page_size
    page = min(max(page, 1), LAST_PAGE)
    mine = services.ledger.listing(
        account().id, limit=size + 1, offset=(page - 1) * size, states=KEPT
    )
    return mine[:size], page, len(mine) > size


def account() -> Account:
    """Return who asks; the gate has let nobody through who is not known."""
    return cast("Identity", visit().identity).account
