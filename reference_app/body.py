"""The bytes of a request body, as far as the server vouches for them."""

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from reference_app.errors import LengthMissing, Malformed, Rejected
from reference_app.policy import Policy

SLUG = "malformed-multipart"
KIB = 1024
DRAIN_STEP = 64 * KIB


class Body:
    """A bounded reader over ``wsgi.input``: never past the declared length, never for ever."""

    def __init__(self, environ: Mapping[str, Any]) -> None:
        self._input = environ.get("wsgi.input")
        self._expects = "100-continue" in environ.get("HTTP_EXPECT", "").lower()
        self._terminated = bool(environ.get("wsgi.input_terminated"))
        self.declared = _declared(environ)
        self.received = 0

    def read(self, size: int) -> bytes:
        """Return up to *size* bytes, or none at the end of the body.

        Each server has its own exceptions for a broken chunk, and gunicorn's are no ``OSError``.

        Raises:
            LengthMissing: neither a length nor an end is known.
            Malformed: the server could not make sense of the framing, or the client left.
        """
        if self.declared is not None:
            size = min(size, self.declared - self.received)
        elif not self._terminated:
            raise LengthMissing("Send the body with a Content-Length.", code="length-missing")
        try:
            chunk: bytes = self._input.read(size) if self._input is not None and size else b""
        except Exception as error:
            raise Malformed("The body broke off; send it again.", code=SLUG) from error
        self.received += len(chunk)
        return chunk

    def drain(self, policy: Policy) -> None:
        """Read on for a while after a refusal: unread bytes turn a close into a reset.

        Not when the rest is too much to finish, nor when the client waits for a go-ahead that
        reading would give.
        """
        rest = 0 if self.declared is None else self.declared - self.received
        if rest > policy.max_drain_bytes or self._expects:
            return
        end = self.received + policy.max_drain_bytes
        with suppress(Rejected):
            while self.received < end and self.read(min(DRAIN_STEP, end - self.received)):
                pass


def _declared(environ: Mapping[str, Any]) -> int | None:
    """Return the declared length, ``None`` for a body that ends by itself."""
    length = environ.get("CONTENT_LENGTH") or ""
    coding = environ.get("HTTP_TRANSFER_ENCODING", "").lower()
    if length and coding:
        raise Malformed("The body has two lengths; send one.", code=SLUG)
    if coding not in {"", "chunked"}:  # gunicorn hands on "gzip, chunked" as it is, still packed
        raise Malformed("The transfer coding is not chunked alone.", code=SLUG)
    if not length:
        return None
    if not re.fullmatch(r"[0-9]{1,19}", length, re.ASCII):
        raise Malformed("The Content-Length is not a number.", code=SLUG)
    return int(length)
