"""What gives a server's inside away in an answer: patterns, each with what it comes from.

Every repetition is bounded, for the text may be hostile.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# No client writes these by chance, and no page shows them but by mistake. Beside each stand words
# of which every match holds one: to look for those first makes a search a hundred times cheaper.
TRACEBACKS = {
    r"Traceback \(most recent call last\)": ("Traceback",),  # CPython
    r"(?m)^\s{1,20}at [\w.$<>]{1,200}\([\w$]{1,100}\.(?:java|kt|scala):\d{1,6}\)": (
        ".java:",
        ".kt:",
        ".scala:",
    ),
    # Node
    r"(?m)^\s{1,20}at [^\n]{1,200}[/\\][\w.-]{1,100}\.[cm]?[jt]s:\d{1,6}:\d{1,6}\)?": ("s:",),
    r"(?m)^\s{1,20}at [^\n]{1,200} in [A-Z]:\\[^\n]{1,200}:line \d{1,6}": (":line ",),  # .NET
    r"goroutine \d{1,9} \[running\]:": ("goroutine ",),  # Go
    r"(?:Fatal error|Warning): {1,3}[^\n]{1,300} in [^\n]{1,200} on line \d{1,6}": (" on line ",),
}
DEBUGGERS = {
    r"Werkzeug Debugger": ("Werkzeug",),
    r"You're seeing this error because you have .{0,20}DEBUG = True": ("DEBUG = True",),  # Django
    r"<title>Action Controller: Exception caught</title>": ("Exception caught",),  # Rails
    r"Whoops\\Exception|vendor/laravel/framework": ("Whoops", "laravel"),
    r"Server Error in '[^'\n]{1,100}' Application": ("Server Error in ",),  # ASP.NET
}
SOURCE_PATHS = {
    # an installed Python package
    r"(?:/[\w.+-]{1,100}){1,20}/(?:site|dist)-packages/": ("-packages/",),
    r"/(?:usr|opt|home|root|srv|var|app|private|Users)/[\w./+-]{1,200}\.(?:py|pyc|php|rb|jar)\b": (
        ".",
    ),
    r"\[Errno \d{1,3}\][^\n<]{1,100}: ['\"][^'\"\n]{1,300}": ("[Errno ",),  # str(OSError)
    r"\b[A-Z]:\\(?:[\w .$-]{1,100}\\){1,20}[\w.$-]{1,100}": (":\\",),  # a Windows path
}
EXCEPTIONS = {
    # module.ClassError
    r"\b(?:[a-z_][a-z0-9_]{0,60}\.){1,8}[A-Z]\w{0,80}(?:Error|Exception)\b": ("Error", "Exception"),
    # its classes have names without a suffix
    r"\bwerkzeug\.exceptions\.[A-Z]\w{1,60}": ("werkzeug.exceptions",),
}
STATEMENTS = {
    r"SQLSTATE\[": ("SQLSTATE",),  # PHP Data Objects, and PostgreSQL through it
    r"You have an error in your SQL syntax": ("SQL syntax",),  # MySQL
    # SQLite
    r"\b(?:UNIQUE|NOT NULL|FOREIGN KEY|CHECK) constraint failed\b": ("constraint failed",),
    r"duplicate key value violates unique constraint": ("duplicate key",),  # PostgreSQL
    r"\bORA-\d{5}\b": ("ORA-",),  # Oracle
    r"\bSELECT [^\n<]{1,200} FROM [\w\"`.]{1,100}": ("SELECT ",),
    r"\bINSERT INTO [\w\"`.]{1,100} ?\(": ("INSERT INTO ",),
}

KINDS = {
    signature: tuple((words, re.compile(pattern)) for pattern, words in patterns.items())
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
        for words, pattern in patterns:
            if any(word in plain for word in words):
                yield from ((signature, found[0]) for found in pattern.finditer(plain))
