"""Two header profiles, set below Flask so that every answer has them, whatever its status.

``after_request`` hooks do not run for every error, and a static file or a 304 is easily
forgotten. Each header is sent exactly once: of two nosniff headers the first counts, and two
different Cross-Origin-Resource-Policy headers together allow everything (WHATWG Fetch).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reference_app.pipeline import Stage
from reference_app.reply import Reply

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from reference_app.services import Services

CONTENT_PREFIX = "/files/"

FEATURES = """
    accelerometer autoplay camera clipboard-read clipboard-write display-capture encrypted-media
    fullscreen gamepad geolocation gyroscope hid idle-detection magnetometer microphone midi
    payment picture-in-picture publickey-credentials-get screen-wake-lock serial usb web-share
    xr-spatial-tracking
"""

BOTH: Mapping[str, str] = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",  # identifiers stand in paths
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES.split()),
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Vary": "Accept, Cookie",
}

PAGE: Mapping[str, str] = {
    **BOTH,
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
}

USER_FILE: Mapping[str, str] = {
    **BOTH,
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
}

SECURE_ONLY: Mapping[str, str] = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains"
}


class HeaderProfiles:
    """WSGI middleware: replace what the app said by what the profile says."""

    def __init__(self, app: WSGIApplication, services: Services) -> None:
        self._app = app
        self._services = services

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer with the profile's headers in place of any others of the same name."""

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            ours = self._profile(environ, int(status[:3]))
            names = {name.lower() for name in ours}
            kept = [(name, value) for name, value in headers if name.lower() not in names]
            return start_response(status, [*kept, *ours.items()], *more)

        return self._app(environ, start)

    def _profile(self, environ: WSGIEnvironment, status: int) -> Mapping[str, str]:
        user_file = environ.get("PATH_INFO", "").startswith(CONTENT_PREFIX)
        headers = USER_FILE if user_file else PAGE
        if environ["wsgi.url_scheme"] == "https":
            headers = {**headers, **SECURE_ONLY}
        reply = Reply(status=status, user_file=user_file, headers=headers)
        return self._services.judge(Stage.RESPONSE, reply).headers
