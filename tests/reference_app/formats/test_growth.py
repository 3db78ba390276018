"""What a hostile file costs grows with its size, not faster; and memory does not grow with it."""

from __future__ import annotations

import io
import sys
import tracemalloc

import pytest

from attacks.strategies.contents import HONEST
from reference_app.formats import READERS, NotThisType, Walk
from tests.reference_app.formats.building import chunk, piece, riff
from tests.reference_app.formats.test_zip import Entry, archive

JPG, GIF, PNG = (HONEST[each].content for each in ("jpg", "gif", "png"))
NOTE = chunk(b"tEXt")

SHAPES = {
    "jpeg-fill": ("image/jpeg", lambda n: b"\xff\xd8" + b"\xff" * n),
    "jpeg-stuffed": ("image/jpeg", lambda n: JPG[:-2] + b"\xff\0" * (n // 2) + JPG[-2:]),
    "jpeg-segments": ("image/jpeg", lambda n: JPG[:20] + b"\xff\xfe\0\2" * (n // 4) + JPG[20:]),
    "gif-blocks": ("image/gif", lambda n: GIF[:-2] + b"\1x" * (n // 2) + b"\0;"),
    "gif-images": ("image/gif", lambda n: GIF[:19] + GIF[19:-1] * (n // 16) + b";"),
    "png-chunks": ("image/png", lambda n: PNG[:33] + NOTE * (n // 12) + PNG[33:]),
    "webp-chunks": ("image/webp", lambda n: riff(piece(b"EXIF") * (n // 8))),
    "pdf-spaces": ("application/pdf", lambda n: HONEST["pdf"].content + b" " * n),
    "text": ("text/plain", lambda n: b"x" * n),
    "csv-lines": ("text/csv", lambda n: b"\n" * n),
    "csv-quotes": ("text/csv", lambda n: b'""\n' * (n // 3)),
    "csv-one-line": ("text/csv", lambda n: b"x" * n),
    "zip-members": ("application/zip", lambda n: archive(*[Entry(data=b"")] * (n // 90))),
}
SMALL = 120_000


class Counted(io.BytesIO):
    """A file that knows how much of it was read."""

    taken = 0

    def read(self, size=-1):
        """Count what is read."""
        data = super().read(size)
        self.taken += len(data)
        return data


def cost(kind, data):
    """Return bytes read, and events of the interpreter: lines, calls and calls of C."""
    file, events = Counted(data), 0

    def count(*_):
        nonlocal events
        events += 1
        return count

    before = sys.gettrace()
    sys.settrace(count)
    sys.setprofile(count)
    try:
        READERS[kind](Walk(file))
    except NotThisType:
        pass
    finally:
        sys.setprofile(None)
        sys.settrace(before)
    return file.taken, events


@pytest.mark.parametrize(("kind", "build"), SHAPES.values(), ids=SHAPES)
def test_the_cost_is_linear(kind, build):
    """Four times the file: about four times the bytes read and the steps taken."""
    (read, steps), (more_read, more_steps) = (cost(kind, build(n)) for n in (SMALL, 4 * SMALL))
    assert more_read <= 4 * read + 70_000
    assert more_steps <= 4.4 * steps + 200
    assert more_read <= 3 * len(build(4 * SMALL)) + 140_000


def peak(kind, data):
    """Return how much memory was in use at once."""
    tracemalloc.start()
    try:
        READERS[kind](Walk(io.BytesIO(data)))
    except NotThisType:
        pass
    finally:
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return most


@pytest.mark.parametrize(
    "shape", ["jpeg-stuffed", "png-chunks", "pdf-spaces", "text", "csv-quotes"]
)
def test_memory_does_not_grow(shape):
    """Four times the file: the same memory, but for a byte a chunk."""
    kind, build = SHAPES[shape]
    small, large = (peak(kind, build(n)) for n in (2 * SMALL, 8 * SMALL))
    assert large < small + 100_000
