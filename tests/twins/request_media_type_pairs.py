"""`request-media-type`: a form in the other encoding is cut into fields before it is refused."""

from __future__ import annotations

from flask import request

from tests.twins import Twin


def cut_field_by_field():
    rest = request.get_data() if "urlencoded" in (request.content_type or "") else b""
    while rest:
        rest = rest.partition(b";")[2].lower()


TWIN = Twin(
    control="request-media-type",
    killed_by=("cost.urlencoded-form", "linear_cost"),
    spoil=lambda app: app.before_request_funcs[None].insert(0, cut_field_by_field),
)
