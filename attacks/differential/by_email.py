"""The mail parser of the standard library, which scanners in front of a server often are."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage, MIMEPart

from attacks.differential.parts import Found

NAME = "email"


def read(body: bytes, media_type: str) -> Iterator[Found]:
    """Return the parts that a mail reader finds; it refuses nothing."""
    head = b"MIME-Version: 1.0\r\nContent-Type: " + media_type.encode("latin-1") + b"\r\n\r\n"
    message = email.message_from_bytes(head + body, EmailMessage, policy=email.policy.HTTP)
    return iter([_found(part) for part in message.iter_parts()])


def _found(part: MIMEPart) -> Found:
    field = part.get_param("name", None, header="content-disposition")
    data = part.get_payload(decode=True)
    return Found(
        field=None if field is None else str(field),
        filename=part.get_filename(),
        data=data if isinstance(data, bytes) else b"",
    )
