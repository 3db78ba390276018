"""What makes a file name hostile: tables with a reason each, and how a name is derived.

A server may choose names of its own (`.tmp-81f3`, a key that begins with a hyphen). Tables of
words are therefore only asked about names that owe the word to the client; `echoes` tells.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from attacks.oracles.judging import text_of

# Run by a server that maps the extension to a handler; Apache's mod_mime looks at every one
# of a name's extensions, so that `x.php.txt` runs too.
SERVER_CODE = frozenset[str]().union(
    ("php", "php3", "php4", "php5", "php7", "php8", "pht", "phtm", "phtml", "phar", "phps"),
    ("asp", "aspx", "asa", "asax", "ascx", "ashx", "asmx", "cshtml", "vbhtml"),  # IIS
    ("jsp", "jspx", "jspf", "jsw", "jsv", "jhtml"),  # servlet containers
    ("cfm", "cfml", "cfc"),  # ColdFusion
    ("cgi", "fcgi", "pl", "py", "pyc", "rb", "rhtml", "erb", "sh"),  # script hosts
    ("shtml", "shtm"),  # server-side includes
)

# Run by the visitor's browser, with the rights of the origin that serves them.
BROWSER_CODE = frozenset[str]().union(
    ("html", "htm", "xhtml", "xht", "mht", "mhtml", "hta"),  # documents with script
    ("svg", "svgz", "xml", "xsl", "xslt", "rdf"),  # XML can hold script or name a style sheet
    ("js", "mjs", "wasm", "swf"),  # code for a page
)

ACTIVE = SERVER_CODE | BROWSER_CODE

# Read by a server or an interpreter from the folder that they lie in.
SERVER_CONFIGURATION = frozenset[str]().union(
    (".htaccess", ".htpasswd", ".htgroup"),  # Apache
    ("web.config", "global.asax"),  # IIS
    (".user.ini", "php.ini"),  # PHP
    (".env", ".bashrc", ".profile", ".ssh", ".git", ".gitconfig", ".npmrc", ".netrc"),
)

# Policies of an origin: obeyed where they lie, and by nobody who downloads them.
ORIGIN_POLICIES = frozenset(("crossdomain.xml", "clientaccesspolicy.xml", "robots.txt"))

# Windows opens the device whatever the folder and the extension; the superscript digits count.
DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"]
    + [port + digit for port in ("com", "lpt") for digit in "0123456789¹²³"]
)

ALIASES = {"jpeg": "jpg", "jpe": "jpg", "tiff": "tif"}  # the same type under another spelling

JOINERS = frozenset("\u200c\u200d")  # spelling needs them in several scripts


def is_control(char: str) -> bool:
    """Tell whether *char* is NUL or another control character: C0, DEL or C1."""
    return unicodedata.category(char) == "Cc"


def is_invisible(char: str) -> bool:
    """Tell whether *char* is a format or separator character that hides or turns text."""
    return char not in JOINERS and unicodedata.category(char) in ("Cf", "Zl", "Zp")


def extensions(name: str) -> list[str]:
    """Return every extension of the last segment of *name*, folded, up to a mark that cuts it.

    NUL cuts in C, a semicolon in IIS, a colon in NTFS; a blank ends what a person reads.
    """
    segment = re.split(r"[/\\]", name)[-1].lstrip(".")
    return [re.split(r"[\s;:\0]", part.strip())[0].casefold() for part in segment.split(".")[1:]]


def last_extension(name: str) -> str:
    """Return the last extension of *name*, folded and under its common spelling."""
    found = ["", *extensions(name)][-1]
    return ALIASES.get(found, found)


def spellings(sent: Iterable[bytes]) -> frozenset[str]:
    """Return the names *sent* as the decoders and cleaners of a server may read them."""
    texts = {form for raw in sent for form in _decoded(text_of(raw))}
    loose = {_loose(text) for text in texts}
    without = {text.replace(word, "", 1) for text in loose for word in ACTIVE if word in text}
    return frozenset({text.casefold() for text in texts} | loose | without)


def as_sent(sent: Iterable[bytes]) -> frozenset[str]:
    """Return the names *sent*, only decoded and folded."""
    return frozenset(text_of(raw).casefold() for raw in sent)


def _decoded(text: str) -> Iterator[str]:
    for form in (text, unquote(text), unquote(unquote(text))):
        yield form
        yield unicodedata.normalize("NFC", form)
        yield unicodedata.normalize("NFKC", form)


def _loose(text: str) -> str:
    """Keep what every cleaner keeps: ASCII letters, digits, dots and hyphens."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return re.sub(r"[^a-z0-9.-]", "", folded)


def echoes(word: str, sent: frozenset[str]) -> bool:
    """Tell whether *word* of a kept name can have come from the client."""
    folded = word.casefold()
    return any(folded in text for text in sent)
