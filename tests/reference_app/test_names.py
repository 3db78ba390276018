"""File names: refused, never repaired; honest names in any script come back."""

from __future__ import annotations

import re
import sys
import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference_app.errors import Rejected
from reference_app.pipeline import CONTROLS, Stage, run
from reference_app.policy import Policy
from reference_app.suffixes import ACTIVE
from reference_app.type_sets import DEFAULT
from reference_app.values import Candidate
from tests.reference_app.conftest import NOTHING
from tests.reference_app.helpers import fetch, file_part, form, mode, post, rows, tree

AS_SENT = """\
a.png
x.PnG
minutes v1.2.pdf
100%.png
a%2fb.png
a%2e%252e.png
\u6587.txt
\u0444\u0430\u0439\u043b.pdf
\u041e\u0442\u0447\u0451\u0442.\u0444\u0438\u043d\u0430\u043b.pdf
it's.txt
wait\u2026.txt
\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645.txt
\u0915\u094d\u200d\u0937.txt
invoice example.com.pdf
a,b=c&d+e!(1)[2]{3}@#$^`.gif
console.txt
COM10.txt
\u0106on.png
_.png
a.png.png
\U0001f600.png"""

HONEST = {name: name for name in AS_SENT.splitlines()} | {
    "e\u0301te\u0301.png": "\u00e9t\u00e9.png",
    'say \\"hi\\".txt': 'say "hi".txt',
    "say %22hi%22.txt": 'say "hi".txt',
}

HOSTILE = [
    *("../a.png", "/a.png", "a/b.png", "a\\b.png", "C:\\a.png", "..\\a.png", "x.png/.php"),
    *(".htaccess", ".png", "..png", "-rf.png", "~a.png", " a.png", "\u00a0a.png"),
    *("a.png.", "a.png ", "a.png. .", "a.png::$DATA", "a.php;.png", "a.php:.png"),
    *("a<b.png", "a>b.png", "a|b.png", "a?b.png", "a*b.png", "web.config", "desktop.ini"),
    *("CON.png", "con.txt", "PRN .txt", "AUX.png.txt", "NUL .png", "COM0.txt", "LPT9.gif"),
    *("COM\u00b9.txt", "CONIN$.txt", "CONOUT$.txt", "CLOCK$.txt", "\uff23\uff2f\uff2e.txt"),
    *("a\x00.png", "a.php\x00.png", "a\t.png", "a\x1b[2J.png", "a\x7f.png", "a\u0085.png"),
    *("a%0d%0aX: y.png", "a%0A.png", "a\u202egnp.txt", "a\u2066.png", "a\ufeff.png"),
    *("a\u200d.png", "\u200ca.png", "\U0001f468\u200d\U0001f469.png", "a\u2028.png", "a\u00ad.png"),
    *("x.php.png", "x.pHp.png", "x.php .png", "x.asp.jpg", "x.svg.gif", "x.html.txt", "x.exe.pdf"),
    *("x.php%00.png", "x.cfm %20.txt"),  # cut there by one reader or another
    *("x\uff0ephp.png", "x\uff0fb.png", "\u2100.png", "x.\uff50\uff48\uff50.png", "x.\u017fvg"),
    *("x.php\u6587.png", "x.\uff50ng", "x\u2024b.txt", "x.p(h)p.png"),
    *("png", "a.", "a.p\u0144g", "a.pn g", "a.p-g"),
]
UNWELCOME = [
    "x.png.php",
    "a.exe",
    "a.svg",
    "a.html",
    "a.zzqx",
    "a.phtml",
    "a.shtml",
    "a.docx",
    "a.gz",
]


DISPOSITION = re.compile(
    r'attachment; filename="([A-Za-z0-9._-]+)"; ' + r"filename\*=UTF-8''([!#$&+\-.^_`|~\w%]+)",
    re.ASCII,
)


@pytest.mark.parametrize("sent", HONEST)
def test_honest_names_come_back(app, sent):
    """A name that is taken is shown as it was meant, in both forms of the header."""
    answer = post(app, form(file_part(sent.encode())))
    assert answer.status == 201, answer.body
    plain, extended = DISPOSITION.fullmatch(fetch(app, answer)["Content-Disposition"]).groups()
    (row,) = rows(app)

    assert row["name"] == unquote(extended) == HONEST[sent]
    assert plain.lower().endswith("." + row["suffix"])
    assert decide(plain) == plain


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_refused(app, left_behind, name):
    """A bad name is 400, and its bytes are not repeated."""
    answer = post(app, form(file_part(name.encode())))

    assert answer.status == 400
    assert name == "png" or name.encode() not in answer.body
    assert left_behind() == NOTHING


@pytest.mark.parametrize("name", UNWELCOME)
def test_unwelcome_types_are_415(app, left_behind, name):
    """A clear suffix that is not on the list is the wrong type."""
    assert post(app, form(file_part(name.encode()))).status == 415
    assert left_behind() == NOTHING


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("a" * 251 + ".png", 201),
        ("a" * 252 + ".png", 400),
        ("\u00e9" * 125 + ".png", 201),
        ("\u00e9" * 126 + ".png", 400),
        ("\u339f" * 83 + ".png", 201),
        ("a" * 255 + ".php.png", 400),
    ],
)
def test_names_are_counted_in_bytes(app, name, status):
    """255 bytes of UTF-8 are the limit, wherever they come from."""
    answer = post(app, form(file_part(name.encode())))

    assert answer.status == status
    if status == 201:
        assert fetch(app, answer).status == 200


@pytest.mark.parametrize("raw", [b"\xc0\xaea.png", b"\xed\xa0\x80.png", b"a\x80.png"])
def test_broken_utf8_is_refused(app, raw):
    """Overlong forms and surrogates are no UTF-8."""
    assert post(app, form(file_part(raw))).status == 400


INVISIBLE = [
    chr(code)
    for code in range(sys.maxunicode + 1)
    if unicodedata.category(chr(code)) in {"Cc", "Cf"} and chr(code) not in "\r\n\u200c\u200d"
]


def decide(name):
    """Return the canonical name, or the status of the refusal."""
    try:
        return run(CONTROLS, Stage.NAME, Candidate(raw_name=name.encode()), Policy()).name
    except Rejected as refusal:
        return refusal.status


@given(st.sampled_from(INVISIBLE), st.integers(0, 8))
def test_no_invisible_character_anywhere(char, at):
    """Whatever cannot be seen is refused at every position."""
    assert decide("abcd.png"[:at] + char + "abcd.png"[at:]) in {400, 415}


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_a_name_is_canonical_after_one_pass(stem):
    """Deciding twice is deciding once, and what comes out is plain."""
    name = decide(stem + ".png")

    if isinstance(name, str):
        assert decide(name.replace("%", "_")) == name.replace("%", "_")
        assert not set("/\\\0\r\n") & set(name)
        assert name.lower().endswith(".png")


@pytest.mark.parametrize("suffix", sorted(ACTIVE - {"htaccess"}))
def test_active_types_are_refused_last_and_inside(suffix):
    """An active suffix is unwelcome at the end and suspicious inside."""
    assert decide(f"x.{suffix}") == 415
    assert decide(f"x.{suffix}.png") == 400


@pytest.mark.parametrize("suffix", DEFAULT)
def test_each_accepted_type_is_served_as_itself(app, suffix):
    """``client-mime-untrusted``: the served type is the table's, whatever the part claims."""
    claim = b"\r\nContent-Type: text/html"
    answer = post(app, form(file_part(b"a." + suffix.encode(), extra=claim)))

    assert fetch(app, answer)["Content-Type"].partition(";")[0] == DEFAULT[suffix]


def test_nothing_of_the_name_is_on_disk(app, tmp_path):
    """Twice the same name makes two objects, named by the server alone."""
    for _ in range(2):
        assert post(app, form(file_part(b"report.png"))).status == 201

    names = sorted(tree(tmp_path))
    assert len(names) == 2
    assert all(len(name) == 32 and set(name) <= set("0123456789abcdef") for name in names)
    assert mode(tmp_path / "files" / names[0]) == 0o600
