"""Read multipart bodies with parsers that are not ours."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from email.message import EmailMessage

from multipart import MultipartSegment, PushMultipartParser, parse_options_header

from attacks.model import Request


@dataclass(frozen=True)
class Read:
    """One part as another parser read it."""

    name: str
    filename: str | None
    data: bytes


def content_type(request: Request) -> bytes:
    """Return the request's Content-Type, or nothing."""
    return next((v for k, v in request.headers if k.lower() == b"content-type"), b"")


def pushed(body: bytes, media_type: bytes, *, strict: bool = False) -> list[Read]:
    """Return the parts that `multipart` finds; its own errors are let out."""
    _, options = parse_options_header(media_type.decode("latin-1"))
    segment, data, found = None, b"", []
    with PushMultipartParser(options["boundary"], max_header_size=1 << 17, strict=strict) as parser:
        for event in parser.parse(body):
            if isinstance(event, MultipartSegment):
                segment, data = event, b""
            elif event:
                data += event
            elif segment is not None:
                found.append(Read(segment.name, segment.filename, data))
    return found


def mailed(body: bytes, media_type: bytes) -> list[Read]:
    """Return the parts that the standard library's mail parser finds."""
    raw = b"MIME-Version: 1.0\r\nContent-Type: " + media_type + b"\r\n\r\n" + body
    message = email.message_from_bytes(raw, EmailMessage, policy=email.policy.HTTP)
    return [
        Read(
            str(part.get_param("name", header="content-disposition")),
            part.get_filename(),
            part.get_payload(decode=True),
        )
        for part in message.iter_parts()
    ]
