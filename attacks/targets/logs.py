"""What a target logs: lines of a logger in this process, or of a file.

A line is what ends in a line feed, as for every reader of a log: one record that holds a line
feed is two lines, and that is the point.
"""

from __future__ import annotations

import io
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

LogReader = Callable[[], tuple[str, ...]]
"""Returns the lines since its last call."""

_lock = threading.Lock()
_unhandled: list[io.StringIO] = []


@contextmanager
def listening(source: str | LogReader) -> Iterator[LogReader | None]:
    """Yield a reader of the logger that *source* names, or *source* itself if it is a reader."""
    if not isinstance(source, str):
        yield source
        return
    if not source:
        yield None
        return
    logger, handler = logging.getLogger(source), _Lines()
    level = logger.level
    logger.setLevel(logging.DEBUG)  # not by assignment: a logger remembers what it has skipped
    logger.addHandler(handler)
    try:
        yield handler.taken
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


class _Lines(logging.Handler):
    """Keeps what is logged until it is taken."""

    def __init__(self) -> None:
        super().__init__()
        self._text: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message with its values filled in."""
        self._text.append(self.format(record) + "\n")

    def taken(self) -> tuple[str, ...]:
        """Return the lines, each once."""
        with self.lock or _lock:
            text, self._text = "".join(self._text), []
        return _lines(text)


@contextmanager
def reading(path: str) -> Iterator[LogReader | None]:
    """Yield a reader of what is appended to the file at *path* from now on."""
    if not path or not Path(path).is_file():
        yield None
        return
    with Path(path).open("rb") as file:
        file.seek(0, io.SEEK_END)
        yield lambda: _lines(file.read().decode("utf-8", "replace"))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.removesuffix("\n").split("\n")) if text else ()


class _Everywhere(logging.Handler):
    """Writes to all that listen for what nobody handles."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record, as the handler of last resort would to the terminal."""
        text = self.format(record) + "\n"
        for stream in tuple(_unhandled):
            stream.write(text)


@contextmanager
def last_resort(log: io.StringIO) -> Iterator[None]:
    """Let what the app logs and nobody handles go to *log*, not over the progress of a run."""
    with _lock:
        if not _unhandled:
            logging.lastResort = _HANDLER
        _unhandled.append(log)
    try:
        yield
    finally:
        with _lock:
            _unhandled[:] = [each for each in _unhandled if each is not log]
            if not _unhandled:
                logging.lastResort = _USUAL


_USUAL, _HANDLER = logging.lastResort, _Everywhere(logging.WARNING)
