"""Malware scanners behind one small protocol, with four verdicts and never a fifth.

``clean`` is the only verdict that lets a file through. A scanner that is down, late or not
understood is ``unreachable``; a file that a scanner could not look into to the end is
``unscannable``: ClamAV says of an encrypted archive that it is fine unless ``AlertEncrypted`` is
set, and of one that exceeds its limits unless ``AlertExceedsMax`` is. Set both. What may be
unpacked at all is for other controls: clamd passes some zip bombs even so (clamav issue 633).
"""

import re
import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, NamedTuple, Protocol

PIECE = 64 * 1024
LONGEST_TEXT = 100
LONGEST_REPLY = 1024  # clamd's own stay below
PLAIN = re.compile(rb"[ -~]*\0?")
EICAR = b"".join((rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-", b"ANTIVIRUS-TEST-FILE!$H+H*"))
"""Two halves, which no compiler joins: a scanner shall not flag this file, nor its bytecode."""
FOUND = re.compile(r"stream: ((MaxRecursion|Heuristics\.(?:Limits|Encrypted)\.)?.*) FOUND")
"""What ClamAV could not look into also has a name; MaxRecursion is that of older releases."""
CLAMD = re.compile(r"clamd:(?:(/.+)|([^\s:/]+):([0-9]{1,5}))")


class ScanVerdict(StrEnum):
    """What a scanner says of a file."""

    CLEAN = "clean"
    INFECTED = "infected"
    UNSCANNABLE = "unscannable"
    """It answered, and could not look into the whole file."""
    UNREACHABLE = "unreachable"
    """It gave no answer that can be relied on."""


class ScanResult(NamedTuple):
    """A verdict, and what the scanner said with it; all text is printable ASCII and short."""

    verdict: ScanVerdict
    signature: str = ""
    """The scanner's name for what it found."""
    reason: str = ""
    """Why there is no other verdict: for the log, never for the client."""


class Scanner(Protocol):
    """What the malware gate needs."""

    def scan(self, file: BinaryIO) -> ScanResult:
        """Judge all of *file*, from its first byte; a scanner that is down is a verdict too."""

    def version(self) -> str:
        """Name the engine and its signatures.

        Raises:
            OSError: the scanner does not say.
        """


class TestFileScanner:
    """Knows the EICAR test file, and nothing else: it shows that the gate works.

    It looks into no archive and recognises no malware. Name a ClamAV for that.
    """

    def scan(self, file: BinaryIO) -> ScanResult:
        """Look for the test string anywhere, also where two pieces meet."""
        window = b""
        for piece in _pieces(file):
            window = window[1 - len(EICAR) :] + piece
            if EICAR in window:
                return ScanResult(ScanVerdict.INFECTED, "EICAR")
        return ScanResult(ScanVerdict.CLEAN)

    def version(self) -> str:
        """Say how little this is."""
        return "test-file (recognises the EICAR test file only, no malware)"


@dataclass(frozen=True, slots=True)
class ClamdScanner:
    """Streams files to a ClamAV daemon, which needs no right to read the store.

    Over TCP the bytes travel in the clear: keep that to loopback, and give an IP address, as a
    name's resolution is not under the deadline. The protocol is in clamd(8), INSTREAM.
    """

    address: str | tuple[str, int]
    """The path of a socket, or host and port."""
    seconds: float
    """For the whole exchange: a daemon that drips its answer is as late as a silent one."""

    def scan(self, file: BinaryIO) -> ScanResult:
        """Send the file in chunks, each behind its length, and read one line of answer."""
        try:
            reply, whole = self._ask(_instream(file))
            return _understood(reply, whole=whole)
        except OSError as error:
            return ScanResult(ScanVerdict.UNREACHABLE, reason=str(error))

    def version(self) -> str:
        """Return clamd's answer to VERSION: release, database and date."""
        reply, _ = self._ask((b"zVERSION\0",))
        if not reply.startswith("ClamAV "):
            raise ConnectionError(f"answer {reply[:LONGEST_TEXT]!r} is not clamd's")
        return reply

    def _ask(self, pieces: Iterable[bytes]) -> tuple[str, bool]:
        """Return the reply, and whether everything had been sent before it came."""
        end = time.monotonic() + self.seconds
        whole = False
        family = socket.AF_UNIX if isinstance(self.address, str) else socket.AF_INET
        with socket.socket(family) as line:
            _hurry(line, end)
            line.connect(self.address)
            with suppress(BrokenPipeError, ConnectionResetError):  # over its limit; it has said so
                for piece in pieces:
                    _hurry(line, end)
                    line.sendall(piece)
                whole = True
            return _reply(line, end), whole


def scanner_for(setting: str, seconds: float) -> Scanner:
    """Return the scanner that the policy names.

    Raises:
        ValueError: it names none.
    """
    match = CLAMD.fullmatch(setting)
    if match and 0 < int(match[3] or 1) < 1 << 16:
        return ClamdScanner(match[1] or (match[2], int(match[3])), seconds)
    if setting != "test-file":
        forms = "'test-file', 'clamd:/path/to/socket' or 'clamd:host:port'"
        raise ValueError(f"scanner {setting!r}; give {forms}")
    return TestFileScanner()


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    return iter(lambda: file.read(PIECE), b"")


def _instream(file: BinaryIO) -> Iterator[bytes]:
    yield b"zINSTREAM\0"
    for piece in _pieces(file):
        yield len(piece).to_bytes(4, "big") + piece
    yield bytes(4)


def _hurry(line: socket.socket, end: float) -> None:
    """Let the next call wait no longer than is left of the time for all of them."""
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError("timed out")
    line.settimeout(left)


def _reply(line: socket.socket, end: float) -> str:
    """Read one line of plain text, to the NUL: what ends earlier may be half of another verdict."""
    reply = b""
    while not reply.endswith(b"\0"):
        _hurry(line, end)
        piece = line.recv(LONGEST_REPLY)
        reply += piece
        if not piece or len(reply) > LONGEST_REPLY or not PLAIN.fullmatch(reply):
            raise ConnectionError(f"answer {reply[:LONGEST_TEXT]!r} is not clamd's")
    return reply[:-1].decode("ascii")


def _understood(reply: str, *, whole: bool) -> ScanResult:
    """Read clamd's verdict; that a file is clean counts only after it was sent to its end."""
    if found := FOUND.fullmatch(reply):
        verdict = ScanVerdict.UNSCANNABLE if found[2] else ScanVerdict.INFECTED
        return ScanResult(verdict, found[1][:LONGEST_TEXT])
    if reply == "stream: OK" and whole:
        return ScanResult(ScanVerdict.CLEAN)
    over = reply == "INSTREAM size limit exceeded. ERROR"
    return ScanResult(ScanVerdict.UNSCANNABLE if over else ScanVerdict.UNREACHABLE, reason=reply)
