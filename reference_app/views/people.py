"""Coming and going: the login form, the session that it opens, and its end."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from reference_app import events
from reference_app.controls.sessions import COOKIE
from reference_app.pipeline import Stage, steps
from reference_app.services import current
from reference_app.views import visit

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
    session = steps(services.controls, Stage.SESSION)
    session["login-throttle"](visit(), services.policy, name)
    presented = request.cookies.get(COOKIE, "")
    token = services.people.log_in(name, request.form.get("password", ""), presented)
    events.session_created()
    target = services.judge(Stage.REDIRECT, request.form.get("next", "/"))
    response = redirect(target, 303)
    response.set_cookie(COOKIE, token, **session["cookie-attributes"](COOKIE))
    return response


@people.post("/logout")
def logout() -> Response:
    """End the session, here and in the browser."""
    services = current()
    services.people.log_out(request.cookies.get(COOKIE, ""))
    response = redirect(url_for("people.login"), 303)
    attributes = steps(services.controls, Stage.SESSION)["cookie-attributes"](COOKIE)
    response.set_cookie(COOKIE, "", max_age=0, **attributes)
    return response
