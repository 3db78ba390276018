"""`upload-authn`: a stranger is taken for whoever came first."""

from __future__ import annotations

from reference_app.services import EXTENSION
from tests.twins import Twin


def strangers_are_the_first(app):
    people, first = app.extensions[EXTENSION].people, []
    by_session = people.by_session

    def known(token):
        found = by_session(token)
        first.extend([found] if found else [])
        return found or (first[0]._replace(form_token="") if first else None)

    people.by_session = known


TWIN = Twin(
    control="upload-authn",
    killed_by=("access.anonymous", "kept_out"),
    spoil=strangers_are_the_first,
    also=frozenset(
        {
            ("access.anonymous", "owner_only"),
            ("access.anonymous", "untouched"),
        }
    ),
)
