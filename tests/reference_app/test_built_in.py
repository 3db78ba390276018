"""What the app does not have: read off its source, so that whoever adds it hears of it here."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

import pytest
from jinja2 import Environment, FileSystemLoader, nodes

from reference_app.controls.disposition_filename import disposition_filename
from reference_app.pipeline import CONTROLS, Stage
from reference_app.policy import Policy, PolicyError
from reference_app.suffixes import ACTIVE
from reference_app.values import Reply
from tests.controls_table import ABSENT, BUILT_IN
from tests.test_architecture import imports, sources

ROOT = Path(__file__).parents[2]
APP = ROOT / "reference_app"
MODULES = dict(sources(ROOT, "reference_app"))

IMPORTS = {
    "xxe": "xml lxml defusedxml xmltodict xmlschema bs4 html5lib openpyxl docx",
    "safe-deserialisation": "pickle _pickle marshal shelve dill cloudpickle joblib yaml code",
    "command-injection": "subprocess pty pexpect sh shlex asyncio multiprocessing",
    "no-egress": "socket ssl urllib http.client urllib3 requests httpx aiohttp ftplib smtplib "
    "telnetlib xmlrpc asyncio socketserver",
}
CALLS = {
    "safe-deserialisation": "eval exec compile __import__ import_module",
    "command-injection": "system popen Popen spawnl spawnv execl execv execve posix_spawn",
    "sql-parameters": "text exec_driver_sql execute",
    "template-injection": "render_template_string from_string Template Environment",
}
LAWFUL = {
    ("command-injection", "reference_app.sandbox", "subprocess"),
    ("command-injection", "reference_app.sandbox", "Popen"),  # our interpreter, fixed arguments
    ("safe-deserialisation", "reference_app.pipeline", "import_module"),  # the files of `controls`
    ("no-egress", "reference_app.sandbox", "socket"),  # pairs that have no address
    ("no-egress", "reference_app.sandbox.helper", "socket"),
    ("no-egress", "reference_app.scanning", "socket"),  # to the scanner that the operator names
    ("sql-parameters", "reference_app.database", "exec_driver_sql"),  # BEGIN, which has no builder
}


def _named(call: ast.Call) -> str:
    """Return the last part of what is called; ``re.compile`` is another function."""
    if isinstance(call.func, ast.Attribute):
        return "" if ast.unparse(call.func).startswith("re.") else call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _is_made(call: ast.Call) -> bool:
    """Return whether a statement is put together from text where it is used."""
    made = (ast.JoinedStr, ast.BinOp, ast.Call)
    first = call.args[0] if call.args else None
    from_text = isinstance(first, ast.Call) and isinstance(first.func, ast.Attribute)
    of_text = from_text and first.func.attr in {"format", "join", "replace", "format_map"}
    return isinstance(first, made[:2]) or of_text


def sinks(module: str, path: Path) -> Iterable[tuple[str, str, str]]:
    """Yield control, module and name of everything that a control wants to be absent."""
    for name in imports(path):
        for slug, forbidden in IMPORTS.items():
            for each in forbidden.split():
                if (name == each or name.startswith(f"{each}.")) and name[:12] != "urllib.parse":
                    yield slug, module, each
    for call in (n for n in ast.walk(ast.parse(path.read_bytes())) if isinstance(n, ast.Call)):
        for slug, forbidden in CALLS.items():
            if _named(call) in forbidden.split() and (slug != "sql-parameters" or _is_made(call)):
                yield slug, module, _named(call)
        if any(word.arg == "shell" for word in call.keywords):
            yield "command-injection", module, "shell"


def test_the_app_has_no_such_sink():
    """No XML, no pickle, no shell, no fetching, no statement and no template made from text."""
    found = {sink for module, path in MODULES.items() for sink in sinks(module, path)}

    assert found - LAWFUL == set()
    assert LAWFUL - found == set()


@pytest.mark.parametrize(
    ("slug", "source"),
    [
        ("xxe", "from lxml import etree"),
        ("xxe", "import xml.etree.ElementTree as tree"),
        ("safe-deserialisation", "def f(x):\n    from pickle import loads"),
        ("safe-deserialisation", "eval('1')"),
        ("safe-deserialisation", "getattr(builtins.exec('1'), 'x')"),
        ("command-injection", "import os\nos.system('ls')"),
        ("command-injection", "run('ls', shell=True)"),
        ("no-egress", "from urllib.request import urlopen"),
        ("no-egress", "import http.client"),
        ("sql-parameters", "connection.execute(f'select {name}')"),
        ("sql-parameters", "sa.text('select ' + name)"),
        ("sql-parameters", "sa.text('select {}'.format(name))"),
        ("template-injection", "flask.render_template_string(name)"),
    ],
)
def test_a_planted_sink_is_found(tmp_path, slug, source):
    """In any spelling, and at any depth."""
    path = tmp_path / "planted.py"
    path.write_text(source)

    assert slug in {found for found, *_ in sinks("planted", path)}


def test_no_xml_type_is_accepted():
    """A suffix that means XML cannot be set, whatever its reader."""
    for suffix in ("xml", "svg", "xsl", "rdf"):
        with pytest.raises(PolicyError, match="active"):
            Policy(accepted={suffix: "text/plain"})


def repeats_a_repetition(pattern: Iterable, *, inside=False) -> bool:
    """Return whether something without bound holds something without bound, at any depth."""
    for operation, argument in pattern:
        endless = "REPEAT" in str(operation) and argument[1] == re._parser.MAXREPEAT
        if endless and inside:
            return True
        if any(repeats_a_repetition(each, inside=inside or endless) for each in _inner(argument)):
            return True
    return False


def _inner(argument):
    """Yield the patterns inside an argument of an operation."""
    if isinstance(argument, re._parser.SubPattern):
        yield argument
    elif isinstance(argument, tuple | list):
        for each in argument:
            yield from _inner(each)


def patterns() -> set[str | bytes]:
    """Return every pattern of the app: compiled by a module, or written where it is used."""
    found = set()
    for name, path in MODULES.items():
        if name.endswith(("__main__", "env")):
            continue
        for value in vars(importlib.import_module(name)).values():
            held = value if isinstance(value, tuple | list) else [value]
            found |= {e.pattern for each in held for e in _flat(each) if isinstance(e, re.Pattern)}
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."):
                found |= {a.value for a in node.args[:1] if isinstance(a, ast.Constant)}
    return found


def _flat(value):
    return value if isinstance(value, tuple) else (value,)


def test_no_pattern_repeats_a_repetition():
    """So none of them can try more than a text has places, on a text of bounded length."""
    found = patterns()

    assert len(found) >= 30
    assert [each for each in found if repeats_a_repetition(re._parser.parse(each))] == []


@pytest.mark.parametrize("pattern", [r"(a+)+", r"(?:x|(\s*,)*)*y", r"((a{1,}b)|c)+?", r"(?=(a*)*)"])
def test_a_planted_pattern_is_found(pattern):
    """Also behind a choice, a group or a look-ahead."""
    assert repeats_a_repetition(re._parser.parse(pattern))
    assert not repeats_a_repetition(re._parser.parse(r"(a+){0,9}b*(c|d)+"))


def test_templates_escape_and_nothing_says_that_it_is_safe(app):
    """Every template is one that is escaped; none switches that off, nor marks a text as safe."""
    environment = Environment(loader=FileSystemLoader(APP / "templates"), autoescape=True)
    names = environment.list_templates()

    assert names
    assert all(app.jinja_env.autoescape(name) for name in names)
    for name in names:
        tree = environment.parse((APP / "templates" / name).read_text(encoding="utf-8"))
        assert {each.name for each in tree.find_all(nodes.Filter)}.isdisjoint({"safe", "xmlattr"})
        assert not list(tree.find_all(nodes.ScopedEvalContextModifier))
    assert not any("Markup" in path.read_text(encoding="utf-8") for path in MODULES.values())


def test_an_active_type_cannot_be_accepted():
    """Neither scripts nor pages nor drawings nor programs, whatever media type they claim."""
    for suffix in ACTIVE:
        with pytest.raises(PolicyError, match="active type"):
            Policy(accepted={suffix: "text/plain"})


def test_cheap_controls_stand_before_costly_ones():
    """What decodes or scans is asked after all that looks at headers, names and sizes."""
    order = [control.stage for control in CONTROLS]
    costly = [order.index(stage) for stage in (Stage.CONTENT, Stage.SANDBOX, Stage.SCAN)]
    cheap = (Stage.VISIT, Stage.FORM, Stage.HEAD, Stage.PART, Stage.NAME, Stage.BODY, Stage.END)

    assert max(len(order) - order[::-1].index(stage) for stage in cheap) <= min(costly)
    assert costly == sorted(costly)


@pytest.mark.parametrize("name", ["a\r\nSet-Cookie: x=1.txt", "a\n.txt", "a\0.txt", 'a"; b=".txt'])
def test_a_stored_name_cannot_split_a_header(name):
    """Should such a name ever stand in the ledger, it stays inside its quotes, on one line."""
    reply = disposition_filename(Reply(name=name, suffix="txt"), Policy())
    value = reply.headers["Content-Disposition"]

    assert re.fullmatch(r"attachment; filename=\"[\w.-]+\"; filename\*=UTF-8''[\w.%-]+", value)
    assert unquote(value.rpartition("''")[2]) == name


def test_every_place_is_there():
    """The list names a file of the package, and something in it."""
    for path, name in BUILT_IN.values():
        assert re.search(rf"\b{name}\b", (APP / path).read_text(encoding="utf-8")), (path, name)
    assert len(BUILT_IN | ABSENT) == len(BUILT_IN) + len(ABSENT) == 27
