"""The one place that answers with a stored file.

Type, name and entity tag come from the ledger; nothing is guessed and nothing is read from the
file to decide how to send it.
"""

from typing import BinaryIO

from flask import Request
from werkzeug.wrappers import Response
from werkzeug.wsgi import wrap_file

from reference_app.digests import repr_digest
from reference_app.ledger import Stored
from reference_app.pipeline import Stage, steps
from reference_app.reply import Reply
from reference_app.services import Services


def serve(stored: Stored, request: Request, services: Services) -> Response:
    """Answer with the file, a single range of it, or 304.

    Raises:
        NotServed: its bytes are gone.
        Fault: its bytes have changed.
    """
    file = services.store.open(stored.key)
    try:
        steps(services.controls, Stage.READ)["integrity-digest"](file, stored.sha256)
        return _respond(stored, file, request, services)
    except BaseException:
        file.close()
        raise


def _respond(stored: Stored, file: BinaryIO, request: Request, services: Services) -> Response:
    policy = services.policy.features.get(stored.feature, services.policy)
    redrawn = stored.media_type.startswith("image/") and policy.image_handling == "reencode"
    reply = services.judge(
        Stage.SERVE,
        Reply(
            user_file=True,
            name=stored.name,
            suffix=stored.suffix,
            media_type=stored.media_type,
            inline=redrawn and bool(policy.content_host),
        ),
    )
    response = Response(wrap_file(request.environ, file), direct_passthrough=True)
    response.headers.update(reply.headers)
    response.headers["Repr-Digest"] = repr_digest(stored.sha256)
    response.content_length = stored.size
    # Not from time and path: equal time and size must not hide other bytes.
    response.set_etag(stored.sha256)
    return response.make_conditional(
        request.environ, accept_ranges=True, complete_length=stored.size
    )
