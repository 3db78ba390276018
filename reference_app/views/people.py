"""Coming and going: the login form, the session that it opens, and its end."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from reference_app import events
from reference_app.controls.sessions import COOKIE
from reference_app.pipeline import Stage
from reference_app.request import request
from reference_app.services import current

people = Blueprint("people", __name__)


@people.get("/login")
def login() -> str:
    """Show the login form."""
    return render_template("login.html", next=request.args.get("next", "/"))


@people.post("/login")
def authenticate() -> Response:
    """Open a session and go where the client wanted to go, if that is here."""
    services = current()
    name = request.form.get("name", "")
    services.step(Stage.SESSION, "login-throttle")(request.visit, services.policy, name)
    presented = request.cookies.get(COOKIE, "")
    token = services.people.log_in(name, request.form.get("password", ""), presented)
    events.session_created()
    return _sent(services.judge(Stage.REDIRECT, request.form.get("next", "/")), token)


@people.post("/logout")
def logout() -> Response:
    """End the session, here and in the browser."""
    current().people.log_out(request.cookies.get(COOKIE, ""))
    return _sent(url_for("people.login"), "", max_age=0)


def _sent(target: str, token: str, **more: Any) -> Response:
    """Send the client on, with a cookie."""
    response = redirect(target, 303)
    attributes = current().step(Stage.SESSION, "cookie-attributes")(COOKIE)
    response.set_cookie(COOKIE, token, **attributes, **more)
    return response
