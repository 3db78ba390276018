"""The `multipart` package, which Bottle uses, and this project's reference app for framing."""

from __future__ import annotations

from attacks.differential.parts import Found

NAME = "multipart"
ROOM = 1 << 20


def read(body: bytes, media_type: str) -> list[Found]:
    """Return the parts, as its push parser hands them out by default."""
    from multipart import (  # type: ignore[import-untyped]  # ships no types
        MultipartSegment,
        PushMultipartParser,
        parse_options_header,
    )

    _, options = parse_options_header(media_type)
    found: list[tuple[MultipartSegment, bytearray]] = []
    with PushMultipartParser(options["boundary"], max_header_size=ROOM) as parser:
        for event in parser.parse(body):
            if isinstance(event, MultipartSegment):
                found.append((event, bytearray()))
            elif event:
                found[-1][1].extend(event)
    return [Found(field=s.name, filename=s.filename, data=bytes(data)) for s, data in found]
