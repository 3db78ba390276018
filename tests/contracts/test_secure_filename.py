"""`werkzeug.utils.secure_filename` as a contract: what it promises, and what it does not.

The surprising ones are facts of the platform. When a release changes one, its test here must say
so before an application that leans on it finds out.
"""

from __future__ import annotations

import ntpath
import os
import re
from types import SimpleNamespace

import pytest
import werkzeug.utils
from hypothesis import find, given, settings
from hypothesis import strategies as st
from werkzeug.utils import secure_filename

EXTENSIONS = ("txt", "png", "php", "PHP", "ｐｈｐ", "ſvg", "bashrc")
# FULL STOP and what NFKD folds into one: one dot leader, fullwidth, small, `⒈`, `…`.
DOTS = (".", "..", "\u2024", "\uff0e", "\ufe52", "\u2488", "\u2026")
# Separators, and what NFKD folds into one: `／`, `＼`, `℀`.
SEPARATORS = ("/", "\\", "\uff0f", "\uff3c", "\u2100")
JUNK = (
    "",
    "a",
    "x.y",
    "-",
    "--",
    "_",
    " ",
    "\t",
    "\n",
    "\0",
    "%2e",
    "~",
    ":",
    "文",
    "é",
    "㎯",
    "ﷺ",
)
HIDDEN = ("\u200b", "\u202e", "\ud800", "\ufeff")
DEVICES = ("CON", "nul", "COM¹", "LPT9")

tokens = st.sampled_from((*JUNK, *DOTS, *SEPARATORS, *EXTENSIONS, *HIDDEN, *DEVICES))
assembled = st.lists(tokens, max_size=9).map("".join)
anything = st.text(st.characters(exclude_categories=()), max_size=40)
names = assembled | anything

steady = settings(derandomize=True, database=None, deadline=None, max_examples=500)


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Werkzeug, and nobody else, believe that it runs on Windows."""
    pretended = SimpleNamespace(name="nt", sep="\\", path=SimpleNamespace(altsep="/"))
    monkeypatch.setattr(werkzeug.utils, "os", pretended)


posix_only = pytest.mark.skipif(os.name == "nt", reason="states what holds on POSIX")


@given(names)
@steady
def test_it_is_total_and_leaves_only_letters_digits_dots_dashes_underscores(name: str) -> None:
    """Any text, lone surrogates among it, gives a string over [A-Za-z0-9_.-]."""
    assert re.fullmatch(r"[A-Za-z0-9_.-]*", secure_filename(name))


@given(names)
@steady
def test_it_is_idempotent(name: str) -> None:
    """Securing a secured name changes nothing."""
    once = secure_filename(name)
    assert secure_filename(once) == once


@posix_only
@given(names)
@steady
def test_it_neither_starts_nor_ends_with_a_dot_or_an_underscore(name: str) -> None:
    """No dotfile, no parent directory, no trailing dot for Windows to drop."""
    secured = secure_filename(name)
    assert secured == secured.strip("._")


@given(names)
@steady
def test_it_stays_in_the_folder(name: str) -> None:
    """Joined to a folder, a name that is not empty is a direct child of it."""
    secured = secure_filename(name)
    joined = os.path.normpath(os.path.join("/uploads", secured))  # noqa: PTH118 - text only
    assert not secured or os.path.split(joined) == ("/uploads", secured)


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize("name", ["..\\..\\x", "C:\\..\\x", "\\\\host\\share\\x", "../x", "x\\.."])
def test_it_stays_in_the_folder_on_windows(name: str) -> None:
    """Backslash, slash and colon do not survive where they mean something."""
    secured = secure_filename(name)
    assert ntpath.basename(secured) == secured not in {"", ".", ".."}


@posix_only
@pytest.mark.parametrize(
    ("name", "secured"),
    [
        ("../../../../home/username/.bashrc", "home_username_.bashrc"),
        ("/etc/cron.d/x", "etc_cron.d_x"),
        ("../../../etc/passwd", "etc_passwd"),
        ("My cool movie.mov", "My_cool_movie.mov"),
        ("i contain cool \xfcml\xe4uts.txt", "i_contain_cool_umlauts.txt"),
    ],
)
def test_the_known_examples(name: str, secured: str) -> None:
    """Paths become one name with underscores; accents are dropped."""
    assert secure_filename(name) == secured


@pytest.mark.parametrize("name", ["", "...", "\0", "/", "..", "_._", "文件", "😆", "\u202e"])
def test_it_may_be_empty(name: str) -> None:
    """Nothing may be left, and saving to a folder joined with nothing is saving to the folder."""
    assert secure_filename(name) == ""


@pytest.mark.parametrize(
    ("name", "secured"),
    [(".txt", "txt"), ("文.txt", "txt"), ("файл.png", "png"), (".htaccess", "htaccess")],
)
def test_the_stem_may_vanish(name: str, secured: str) -> None:
    """What was an extension becomes the whole name, which then has none."""
    assert secure_filename(name) == secured


def test_different_names_collapse() -> None:
    """It is not injective, so a folder of secured names needs another key."""
    assert {secure_filename(name) for name in ("a b.txt", "a/b.txt", "a_b.txt", "ä b.txt")} == {
        "a_b.txt",
    }


@posix_only
@pytest.mark.parametrize(
    ("name", "secured"),
    [("CON", "CON"), ("con.txt", "con.txt"), ("NUL.png", "NUL.png"), ("COM¹.txt", "COM1.txt")],
)
def test_device_names_are_kept_on_posix(name: str, secured: str) -> None:
    """A share that Windows reads gets its device names, one of them made by folding."""
    assert secure_filename(name) == secured


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize(
    ("name", "secured"),
    [
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("CON:", "_CON"),
        ("COM¹.txt", "_COM1.txt"),
        ("LPT9.tar.gz", "_LPT9.tar.gz"),
        ("x/CON", "x_CON"),
    ],
)
def test_device_names_are_prefixed_on_windows(name: str, secured: str) -> None:
    """Only there, and only where the device is the whole name before the first dot."""
    assert secure_filename(name) == secured


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize("name", ["CON", "_CON", "__con.txt", "COM¹"])
def test_it_is_idempotent_on_windows_too(name: str) -> None:
    """The prefix is stripped and set again."""
    once = secure_filename(name)
    assert secure_filename(once) == once


@pytest.mark.parametrize("name", ["-rf", "--help.txt", "-"])
def test_a_leading_dash_is_kept(name: str) -> None:
    """A shell tool run over the folder takes such a file for an option."""
    assert secure_filename(name) == name


@pytest.mark.parametrize("name", ["x.php.txt", "x.pth", "uwsgi.ini", "a..b"])
def test_inner_suffixes_and_active_names_are_kept(name: str) -> None:
    """It knows nothing of what a name means to a server."""
    assert secure_filename(name) == name


@given(st.integers(min_value=1, max_value=5000))
@steady
def test_it_has_no_length_limit(length: int) -> None:
    """Most file systems stop at 255 bytes; this does not."""
    assert len(secure_filename("a" * length)) == length


def test_it_can_grow() -> None:
    """Folding makes 5 letters of 3 bytes, so 253 bytes become 419: measure afterwards."""
    assert secure_filename("㎯") == "rads2"
    name = "㎯" * 83 + ".txt"
    assert (len(name.encode()), len(secure_filename(name))) == (253, 419)


@pytest.mark.parametrize(
    ("name", "secured"),
    [
        ("x\uff0ephp", "x.php"),
        ("shell\u2024php", "shell.php"),
        ("x\ufe52php", "x.php"),
        ("\u2488php", "1.php"),
        ("x\u2026php", "x...php"),
        ("x.ｐｈｐ", "x.php"),
        ("x.ſvg", "x.svg"),
        ("x.php ", "x.php"),
        ("x.php.", "x.php"),
        ("x.php\n", "x.php"),
        ("x.p\0hp", "x.php"),
        ("\u202egnp.php", "gnp.php"),
    ],
)
def test_an_extension_can_appear(name: str, secured: str) -> None:
    """Folding and stripping create a suffix that the raw name did not have."""
    assert secure_filename(name) == secured


@pytest.mark.parametrize(
    ("name", "secured"),
    [("a\uff0fb", "a_b"), ("\u2100", "a_c"), ("a\uff0e\uff0e\uff0fb", "a.._b")],
)
@posix_only
def test_folded_separators_are_replaced_after_folding(name: str, secured: str) -> None:
    """Here the order is right: no separator appears behind the check."""
    assert secure_filename(name) == secured


def denied(name: str) -> bool:
    """Say what a deny-list of one extension says of the raw name."""
    return name.rsplit(".", 1)[-1].lower() == "php"


def test_a_deny_list_on_the_raw_name_is_beaten() -> None:
    """There is a name that the list lets through and that is stored as `.php`."""
    found = find(
        assembled,
        lambda name: not denied(name) and secure_filename(name).endswith(".php"),
        settings=settings(steady, max_examples=5000),
    )
    assert not denied(found)


def allowed(name: str) -> bool:
    """Say what the usual allow-list says of a name."""
    return "." in name and name.rsplit(".", 1)[1].lower() in {"txt", "png"}


listed = st.builds("{}.{}".format, names, st.sampled_from(["txt", "png", "TXT"]))


@given(listed)
@steady
def test_an_allow_list_on_the_raw_name_loses_the_extension_at_worst(name: str) -> None:
    """An allowed name is stored under its own extension, or as that word and no extension."""
    extension = name.rsplit(".", 1)[1]
    assert allowed(name)
    assert secure_filename(name).rpartition(".")[2] == extension


def test_an_allow_list_on_the_raw_name_does_lose_the_extension() -> None:
    """The simplest such name is the extension alone."""
    assert find(listed, lambda name: not allowed(secure_filename(name)), settings=steady) == ".txt"


@given(listed | names)
@steady
def test_an_allow_list_on_the_secured_name_holds(name: str) -> None:
    """Judged after securing, what is allowed has a stem and a listed suffix on disk too."""
    secured = secure_filename(name)
    stem, suffix = os.path.splitext(secured)  # noqa: PTH122 - text only
    assert allowed(secured) == bool(stem and suffix.lower() in {".txt", ".png"})
