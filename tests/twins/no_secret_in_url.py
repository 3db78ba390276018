"""`no-secret-in-url`: a form carries its token in its address."""

from __future__ import annotations

from flask import request

from tests.twins import Twin


def token_in_the_address(app):
    @app.after_request
    def tell(answer):
        if request.endpoint == "pages.form" and answer.status_code == 200:
            action = f'action="/logout?t={request.visit.identity.form_token}"'
            answer.set_data(answer.get_data(as_text=True).replace('action="/logout"', action))
        return answer


TWIN = Twin(
    control="no-secret-in-url",
    killed_by=("session.secret-in-url", "no_secret_in_url"),
    spoil=token_in_the_address,
)
