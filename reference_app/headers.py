"""The headers of every answer, set below Flask so that each has them, whatever its status.

``after_request`` hooks do not run for every error, and a static file or a 304 is easily
forgotten. Each header is sent exactly once, in place of whatever the app has said.
"""

from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from reference_app.pipeline import Stage
from reference_app.reply import Reply
from reference_app.services import Services

CONTENT_PREFIXES = ("/files/", "/content/")
EVERY = {"X-Permitted-Cross-Domain-Policies": "none", "Vary": "Accept, Cookie, Sec-Fetch-Site"}
USER_FILE = {**EVERY, "X-Robots-Tag": "noindex, nofollow"}


class HeaderProfiles:
    """WSGI middleware: what the controls say of an answer, on top of what the app said."""

    def __init__(self, app: WSGIApplication, services: Services) -> None:
        self._app = app
        self._services = services

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer with these headers in place of any others of the same name."""

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            ours = self._told(environ, int(status[:3]), headers)
            cookies = [each for each in headers if each[0].lower() == "set-cookie"]
            return start_response(status, [*cookies, *ours.items()], *more)

        return self._app(environ, start)

    def _told(
        self, environ: WSGIEnvironment, status: int, headers: list[tuple[str, str]]
    ) -> dict[str, str]:
        user_file = environ.get("PATH_INFO", "").startswith(CONTENT_PREFIXES)
        single = {name: value for name, value in headers if name.lower() != "set-cookie"}
        reply = Reply(
            status=status,
            user_file=user_file,
            secure=environ["wsgi.url_scheme"] == "https",
            headers={**single, **(USER_FILE if user_file else EVERY)},
        )
        return dict(self._services.judge(Stage.RESPONSE, reply).headers)
