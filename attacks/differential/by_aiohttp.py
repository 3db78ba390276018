"""aiohttp, which undoes the transfer encodings of parts."""

from __future__ import annotations

import asyncio
import warnings

from attacks.differential.parts import Found

NAME = "aiohttp"
ROOM = 1 << 16


def read(body: bytes, media_type: str) -> list[Found]:
    """Return the parts; this must not be called from inside an event loop."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of headers that it skips
        return asyncio.run(_parts(body, media_type))


async def _parts(body: bytes, media_type: str) -> list[Found]:
    from aiohttp import BodyPartReader, MultipartReader, StreamReader
    from aiohttp.base_protocol import BaseProtocol

    loop = asyncio.get_running_loop()
    stream = StreamReader(BaseProtocol(loop), ROOM, loop=loop)
    stream.feed_data(body)
    stream.feed_eof()
    reader = MultipartReader({"Content-Type": media_type}, stream)
    found = []
    while (part := await reader.next()) is not None:
        if isinstance(part, BodyPartReader):
            data = bytes(await part.read(decode=True))
            found.append(Found(field=part.name, filename=part.filename, data=data))
    return found
