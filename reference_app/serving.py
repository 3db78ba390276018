"""The one place that answers with a stored file.

Type, name and entity tag come from the ledger; nothing is guessed and nothing is read from the
file to decide how to send it.
"""

from typing import BinaryIO

from flask import request
from werkzeug.wrappers import Response
from werkzeug.wsgi import wrap_file

from reference_app import pipeline, values
from reference_app.controls.integrity_digest import repr_digest
from reference_app.services import Services, current


def serve(stored: values.Stored) -> Response:
    """Answer with the file, a single range of it, or 304.

    Raises:
        NotServed: its bytes are gone.
        Fault: its bytes have changed.
    """
    services = current()
    file = services.store.open(stored.key)
    try:
        services.step(pipeline.Stage.READ, "integrity-digest")(file, stored.sha256)
        return _respond(stored, file, services)
    except BaseException:
        file.close()
        raise


def _respond(stored: values.Stored, file: BinaryIO, services: Services) -> Response:
    """Send it; the tag is not made from time and path, which may be equal where bytes are not."""
    policy = services.policy.features.get(stored.feature, services.policy)
    redrawn = stored.media_type.startswith("image/") and policy.image_handling == "reencode"
    known = {name: getattr(stored, name) for name in ("name", "suffix", "media_type")}
    reply = values.Reply(user_file=True, inline=redrawn and bool(policy.content_host), **known)
    headers = dict(services.judge(pipeline.Stage.SERVE, reply).headers)
    headers |= {"Repr-Digest": repr_digest(stored.sha256), "Content-Length": str(stored.size)}
    response = Response(wrap_file(request.environ, file), headers=headers, direct_passthrough=True)
    response.set_etag(stored.sha256)
    return response.make_conditional(request, accept_ranges=True, complete_length=stored.size)
