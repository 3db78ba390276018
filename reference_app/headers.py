"""The headers of every answer, set below Flask so that each has them, whatever its status.

``after_request`` hooks do not run for every error, and a static file or a 304 is easily
forgotten. Each header is sent exactly once, in place of whatever the app has said.
"""

from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from reference_app import pipeline, values
from reference_app.services import Services

CONTENT_PREFIXES = ("/files/", "/content/")
EVERY = {"X-Permitted-Cross-Domain-Policies": "none", "Vary": "Accept, Cookie, Sec-Fetch-Site"}
USER_FILE = {**EVERY, "X-Robots-Tag": "noindex, nofollow"}


def with_profiles(app: WSGIApplication, services: Services) -> WSGIApplication:
    """Return *app* with what the controls say of an answer, on top of what it says itself."""

    def guarded(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            cookies = [each for each in headers if each[0].lower() == "set-cookie"]
            said = {name: value for name, value in headers if name.lower() != "set-cookie"}
            user_file = environ.get("PATH_INFO", "").startswith(CONTENT_PREFIXES)
            said |= USER_FILE if user_file else EVERY
            secure = environ["wsgi.url_scheme"] == "https"
            reply = values.Reply(user_file=user_file, secure=secure, headers=said)
            ours = services.judge(pipeline.Stage.RESPONSE, reply).headers
            return start_response(status, [*cookies, *ours.items()], *more)

        return app(environ, start)

    return guarded
