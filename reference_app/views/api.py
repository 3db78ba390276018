"""The same for programs: JSON, raw bodies, and a token in place of a session."""

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response

from reference_app.request import Intake, request
from reference_app.services import current
from reference_app.views.pages import created, described, discard, own_files

api = Blueprint("api", __name__)


@api.get("/healthz")
def health() -> Response:
    """Say that the app and its ledger answer."""
    current().ledger.find("0" * 32)
    return jsonify(status="ok")


@api.get("/api/policy", defaults={"feature": ""})
@api.get("/api/to/<feature>/policy")
def policy(feature: str) -> Response:  # noqa: ARG001 - `current` has asked for it
    """Say what is accepted."""
    told = current().policy
    return jsonify(**told.told(), features={n: f.told() for n, f in told.features.items()})


@api.get("/api/files")
def listing() -> Response:
    """List the own files."""
    return jsonify(files=[described(each) for each in own_files()["files"]])


@api.post("/api/files", defaults={"feature": ""})
@api.post("/api/to/<feature>/files")
def create(feature: str) -> Response:  # noqa: ARG001 - see above
    """Take a body that is the file; Content-Disposition names it."""
    disposition = request.headers.get("Content-Disposition", "")
    return created(Intake(request).receive_raw(disposition=disposition))


@api.put("/api/files/<name>", defaults={"feature": ""})
@api.put("/api/to/<feature>/files/<name>")
def put(name: str, feature: str) -> Response:  # noqa: ARG001 - see above
    """Take a body that is the file; the last piece of the path names it.

    The bytes of the path are used, as the server has decoded them once: Werkzeug's own reading
    replaces what is no UTF-8.
    """
    raw = request.environ["PATH_INFO"].encode("latin-1").rpartition(b"/")[2]
    return created(Intake(request).receive_raw(raw_name=raw))


@api.get("/api/files/<file_id>")
def describe(file_id: str) -> Response:
    """Say what is known of an own file."""
    return jsonify(described(current().served_to(request.account, file_id)))


@api.delete("/api/files/<file_id>")
def delete(file_id: str) -> Response:
    """Delete an own file."""
    discard(file_id)
    return Response(status=204)
