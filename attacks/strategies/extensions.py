"""Extensions that some program treats as more than data, and disguises for them.

The tables say what runs them. They are samples of each class, not a deny-list: what the
target is held to is its own allow-list.
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Profile

SERVER_EXECUTABLE = {
    "php": "PHP, in every default configuration",
    "phtml": "PHP in the stock Apache configuration of Debian",
    "pht": "the same, and missing from most deny-lists",
    "phar": "PHP archive; the stock Apache configuration runs it as a page",
    "php3": "PHP by its old versions, which deny-lists forget and handlers keep",
    "php4": "the same",
    "php5": "the same, and the handler of many a shared host",
    "php7": "PHP with a version, in the handlers of shared hosters",
    "pgif": "handled as PHP by some stock configurations",
    "inc": "PHP source that is included, or shown as text when it is asked for",
    "asp": "classic ASP",
    "aspx": "ASP.NET page",
    "ashx": "ASP.NET handler",
    "asmx": "ASP.NET web service",
    "soap": "the same, in the older mappings",
    "asax": "events of an ASP.NET application",
    "cshtml": "Razor page",
    "cer": "mapped to classic ASP by IIS 6 beside its certificate type",
    "jsp": "Java server page",
    "jspx": "the same as XML",
    "jspf": "a fragment of one, compiled with what includes it",
    "jsw": "Java server page in the mappings of older containers",
    "do": "an action of Struts, wherever the mapping is by extension",
    "cfm": "ColdFusion page",
    "cgi": "any program, wherever ExecCGI is on",
    "pl": "Perl under CGI or mod_perl",
    "rb": "Ruby under CGI",
    "sh": "shell under CGI",
}

PYTHON_NATIVE = {
    "py": "imported, or run by a reloading server",
    "pyc": "imported without its source",
    "pth": "site runs its import lines when the interpreter starts",
    "so": "imported as an extension module",
    "pkl": "a pickle runs code when it is loaded",
}

BROWSER_ACTIVE = {
    "html": "a page with script in the site's origin",
    "htm": "the same, and missing from some deny-lists",
    "svg": "an image type whose documents run script",
    "xhtml": "a page as XML",
    "xht": "the same; its type comes from the system's table alone",
    "xml": "a page, through its namespaces or a style sheet",
    "xsl": "a style sheet for the line above",
    "shtml": "a page whose server-side includes run on the server",
    "mht": "an archived page",
    "js": "script for a page that trusts this origin",
    "swf": "script for clients that still run Flash",
}

SERVER_CONFIG = {
    "config": "web.config sets handlers in its folder under IIS",
    "ini": ".user.ini makes PHP prepend a file",
}

DESKTOP = {
    "exe": "a program",
    "com": "the same, without a header to tell it by",
    "scr": "a program that calls itself a screen saver",
    "bat": "a batch file",
    "cmd": "the same",
    "ps1": "a PowerShell script",
    "vbs": "run by the Windows Script Host",
    "wsf": "the same, as XML",
    "hta": "a page with the rights of a program",
    "lnk": "a shortcut, to a program and its arguments",
    "url": "a shortcut to an address, whose icon is fetched as soon as the folder is shown",
    "scf": "a command of the Explorer, with an icon like that",
    "iqy": "a query by which Excel fetches a table, or a formula",
    "slk": "a table in text, with formulas",
    "reg": "entries for the registry",
    "jar": "run by Java at a double click",
    "msi": "an installer",
    "chm": "help pages with script",
    "desktop": "a starter of Linux desktops, with a command in it",
    "dmg": "a disk image, opened by a click",
}
"""What the computer of whoever downloads the file runs or obeys."""

SNIFFED = {
    "xla": "an add-in, and a type that few servers have a name for",
    "pages": "a document that servers mostly serve without a type",
    "m4v": "a video that browsers sniff",
    "gzip": "compressed, under a suffix that type tables leave out",
    "gz": "compressed: a server may serve what is inside, by the suffix before",
}
"""Sent without a type by many servers, so that the browser guesses from the bytes."""

UNKNOWN = "zzqx"  # in no type table: only an allow-list refuses it

ACTIVE = (*SERVER_EXECUTABLE, *BROWSER_ACTIVE, *PYTHON_NATIVE, *SERVER_CONFIG)

DOTS = (".", "．", "․", "﹒", "…")  # NFKC makes each an ASCII full stop, the last one three

# Letters that a case fold or NFKC turns into the ASCII letter, beside the regular blocks.
SPECIAL = {"s": "ſ", "k": "\u212a", "i": "ıİ", "p": "ᵖ", "h": "ʰ", "l": "ˡ"}
BLOCKS = (0xFF41, 0x24D0, 0x1D41A)  # where full-width, circled and bold "a" to "z" start


def unwanted(profile: Profile, table: tuple[str, ...] = ACTIVE) -> tuple[str, ...]:
    """Return the extensions of *table* that the target is not known to accept."""
    accepted = {sample.extension for sample in profile.accepted}
    return tuple(extension for extension in table if extension not in accepted)


def active(profile: Profile, table: tuple[str, ...] = ACTIVE) -> st.SearchStrategy[str]:
    """Return active extensions that the target does not accept, the first one most often."""
    found = unwanted(profile, table)
    return st.one_of(st.sampled_from(found[:1]), st.sampled_from(found))


def cased(extension: str) -> st.SearchStrategy[str]:
    """Return spellings of *extension* with at least one capital letter."""
    letters = (st.sampled_from(sorted({c.upper(), c})) for c in extension)
    return st.tuples(*letters).map("".join).filter(lambda spelling: spelling != extension)


def folding(extension: str) -> st.SearchStrategy[str]:
    """Return a dot and *extension*, spelled so that folding reveals it."""
    letters = (st.sampled_from(_compatible(letter)) for letter in extension)
    spelling = st.tuples(st.sampled_from(DOTS), *letters).map("".join)
    return spelling.filter(lambda text: not text.isascii())


def interrupted(extension: str, breaks: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Return *extension* with one of *breaks* after one of its letters, but the last."""
    places = st.integers(1, max(1, len(extension) - 1))
    return st.builds(
        lambda place, gap: extension[:place] + gap + extension[place:],
        places,
        st.sampled_from(breaks),
    )


def _compatible(letter: str) -> tuple[str, ...]:
    """Return *letter* and what folds into it; the plain one first, to shrink to."""
    if not "a" <= letter <= "z":
        return (letter,)
    blocks = (chr(start + ord(letter) - ord("a")) for start in BLOCKS)
    return (letter, *blocks, *SPECIAL.get(letter, ""))
