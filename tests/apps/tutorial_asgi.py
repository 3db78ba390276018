"""The tutorial app on Starlette, line for line as far as the framework lets it be.

The same check of the name, the same `secure_filename`, the same folder and redirect. The form is
read by python-multipart and not by Werkzeug; `tests/test_asgi_port.py` lists what the suite finds
otherwise for that, and why. True of Starlette 1.10.0, python-multipart 0.0.34, Linux.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from werkzeug.utils import secure_filename

from attacks.model import Limits
from attacks.targets.asgi import AsgiTarget
from attacks.targets.session import Hints
from tests.apps.tutorial import MAX_CONTENT_LENGTH, PAGE, allowed_file

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


async def show_form(_request: Request) -> Response:
    """Show the form."""
    return HTMLResponse(PAGE)


async def upload_file(request: Request) -> Response:
    """Store a posted file under its secured name and lead to it."""
    # Werkzeug counts parts; here files and fields are counted apart.
    async with request.form(max_files=1, max_fields=999, max_part_size=500_000) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile) or not file.filename:
            return RedirectResponse(request.url, 302)
        if allowed_file(file.filename):
            filename = secure_filename(file.filename)
            (request.app.state.folder / filename).write_bytes(await file.read())
            path = request.app.url_path_for("download_file", name=filename)
            return RedirectResponse(path, 302)
    return HTMLResponse(PAGE)


async def download_file(request: Request) -> Response:
    """Serve one stored file."""
    path = request.app.state.folder / request.path_params["name"]
    if not path.is_file():
        raise HTTPException(404)
    return FileResponse(path, content_disposition_type="inline", filename=path.name)


class BodyLimit:
    """Stops a body that is declared, or turns out, to be over the limit; Flask has it built in."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Receive, send: Any) -> None:
        """Count what passes."""
        declared = dict(scope.get("headers", ())).get(b"content-length", b"")
        told = int(declared) if declared.isdigit() else 0
        passed = 0

        async def counted() -> MutableMapping[str, Any]:
            nonlocal passed
            message = await receive() if told <= MAX_CONTENT_LENGTH else {}
            passed += len(message.get("body", b""))
            if max(told, passed) > MAX_CONTENT_LENGTH:
                raise HTTPException(413)
            return message

        await self.app(scope, counted, send)


def create_app(folder: Path) -> Starlette:
    """Build the app around *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    routes = [
        Route("/", show_form, methods=["GET"]),
        Route("/", upload_file, methods=["POST"]),
        Route("/uploads/{name}", download_file, name="download_file"),
    ]
    app = Starlette(routes=routes)
    app.add_middleware(BodyLimit)
    app.state.folder = folder
    return app


target = AsgiTarget(
    "tutorial_asgi",
    build=create_app,
    hints=Hints(limits=Limits(body=MAX_CONTENT_LENGTH, parts=1000, field=500_000)),
)
