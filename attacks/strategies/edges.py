"""Honest forms that are laid out so that a block of 64 KiB ends at a chosen place of them."""

from __future__ import annotations

from attacks.model import CHUNK, Body, Fill, Profile, SentFile
from attacks.strategies.framing import LINE, field_room, text_sample
from attacks.uploads import form_for, honest_file, part_for
from attacks.wire.multipart import BOUNDARY, Form, Part, text_part, with_parts

CLOSING = len(b"\r\n--" + BOUNDARY + b"--\r\n")


PLACES = {
    "file": b"",
    "return": b"\r",
    "line-end": b"\r\n",
    "dash": b"\r\n-",
    "dashes": b"\r\n--",
    "boundary": b"\r\n--" + BOUNDARY,
}
"""What of the closing delimiter stands before each place where it may be cut."""


def ending_after(name: str) -> int:
    """Return how many bytes of a form follow the place *name* in its last delimiter."""
    return CLOSING - len(PLACES[name])


def headed(profile: Profile, beyond: int = 0) -> tuple[Form, SentFile] | None:
    """Return a form whose first block ends *beyond* bytes before the end of its part header.

    A text field in front fills the block; ``None`` where so large a field may be refused.
    """
    file = honest_file(profile, "headed")
    form = form_for(profile, part_for(profile, file))
    begun = with_parts(form, text_part(b"note", b""))
    before_file = begun.body().size - CLOSING - file.content.size
    padding = CHUNK + beyond - before_file
    if padding > field_room(profile):
        return None
    note = Part(headers=begun.parts[0].headers, body=Body((Fill(pattern=LINE, size=padding),)))
    return with_parts(form, note), file


def text_holding(profile: Profile, content: Body) -> tuple[Form, SentFile] | None:
    """Return a form with *content* as a text file, where text is accepted."""
    sample = text_sample(profile)
    if sample is None:
        return None
    media_type = sample.media_type.encode()
    file = SentFile(filename=b"held.txt", content=content, media_type=media_type)
    return form_for(profile, part_for(profile, file)), file
