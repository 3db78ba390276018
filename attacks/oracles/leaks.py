"""What gives a server's inside away in an answer: patterns, each with what it comes from.

Every repetition is bounded, for the text may be hostile.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# No client writes these by chance, and no page shows them but by mistake.
TRACEBACKS = (
    r"Traceback \(most recent call last\)",  # CPython
    r"(?m)^\s{1,20}at [\w.$<>]{1,200}\([\w$]{1,100}\.(?:java|kt|scala):\d{1,6}\)",  # JVM
    r"(?m)^\s{1,20}at [^\n]{1,200}[/\\][\w.-]{1,100}\.[cm]?[jt]s:\d{1,6}:\d{1,6}\)?",  # Node
    r"(?m)^\s{1,20}at [^\n]{1,200} in [A-Z]:\\[^\n]{1,200}:line \d{1,6}",  # .NET
    r"goroutine \d{1,9} \[running\]:",  # Go
    r"(?:Fatal error|Warning): {1,3}[^\n]{1,300} in [^\n]{1,200} on line \d{1,6}",  # PHP
)
DEBUGGERS = (
    r"Werkzeug Debugger",
    r"You're seeing this error because you have .{0,20}DEBUG = True",  # Django
    r"<title>Action Controller: Exception caught</title>",  # Rails
    r"Whoops\\Exception|vendor/laravel/framework",  # Laravel
    r"Server Error in '[^'\n]{1,100}' Application",  # ASP.NET
)
SOURCE_PATHS = (
    r"(?:/[\w.+-]{1,100}){1,20}/(?:site|dist)-packages/",  # an installed Python package
    r"/(?:usr|opt|home|root|srv|var|app|private|Users)/[\w./+-]{1,200}\.(?:py|pyc|php|rb|jar)\b",
    r"\[Errno \d{1,3}\][^\n<]{1,100}: ['\"][^'\"\n]{1,300}",  # str(OSError)
    r"\b[A-Z]:\\(?:[\w .$-]{1,100}\\){1,20}[\w.$-]{1,100}",  # a Windows path
)
EXCEPTIONS = (
    r"\b(?:[a-z_][a-z0-9_]{0,60}\.){1,8}[A-Z]\w{0,80}(?:Error|Exception)\b",  # module.ClassError
    r"\bwerkzeug\.exceptions\.[A-Z]\w{1,60}",  # its classes have names without a suffix
)
STATEMENTS = (
    r"SQLSTATE\[",  # PHP Data Objects, and PostgreSQL through it
    r"You have an error in your SQL syntax",  # MySQL
    r"\b(?:UNIQUE|NOT NULL|FOREIGN KEY|CHECK) constraint failed\b",  # SQLite
    r"duplicate key value violates unique constraint",  # PostgreSQL
    r"\bORA-\d{5}\b",  # Oracle
    r"\bSELECT [^\n<]{1,200} FROM [\w\"`.]{1,100}",
    r"\bINSERT INTO [\w\"`.]{1,100} ?\(",
)

KINDS = {
    signature: tuple(re.compile(pattern) for pattern in patterns)
    for signature, patterns in (
        ("an answer holds a traceback", TRACEBACKS),
        ("an answer is a debugger page", DEBUGGERS),
        ("an answer holds a path of the server", SOURCE_PATHS),
        ("an answer names an exception class", EXCEPTIONS),
        ("an answer holds SQL text", STATEMENTS),
    )
}

_SCRIPT = re.compile(r"<script\b.*?</script>", re.IGNORECASE | re.DOTALL)


def found_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield each kind of leak in *text* with the words that show it, scripts left out."""
    plain = _SCRIPT.sub("", text)
    for signature, patterns in KINDS.items():
        for pattern in patterns:
            yield from ((signature, found[0]) for found in pattern.finditer(plain))
