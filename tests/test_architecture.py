"""Imports point one way, and other promises about the shape of the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("reference_app", "attacks", "reports")
OURS = (*PACKAGES, "tests", "benchmarks", "upload_gauntlet")
LONGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What the modules of one place must not import."""

    modules: str
    """Pattern of the importing modules' names."""
    never: tuple[str, ...]
    except_: tuple[str, ...] = ()
    """What lies below a forbidden name and is allowed."""
    unless: str = ""
    """Pattern of the importing modules that are excused."""
    why: str

    def forbids(self, imported: str) -> bool:
        """Return whether *imported* is, or lies below, what is forbidden."""
        return _below(imported, self.never) and not _below(imported, self.except_)


RULES = (
    Rule(
        modules="reference_app*",
        never=("attacks", "reports", "tests", "benchmarks", "upload_gauntlet"),
        why="the app imports nothing of ours: it is what others copy",
    ),
    Rule(
        modules="reference_app.controls*",
        never=("flask",),
        why="a control is a function of values, and needs no request",
    ),
    Rule(
        modules="attacks*",
        never=("flask", "werkzeug", "reference_app", "reports", "tests", "upload_gauntlet"),
        unless="attacks.differential.by_werkzeug",  # asks it for its opinion
        why="the suite attacks any app, and meets it over WSGI, ASGI or a socket",
    ),
    Rule(
        modules="reports*",
        never=("attacks", "flask", "werkzeug", "reference_app", "tests", "upload_gauntlet"),
        except_=("attacks.model", "attacks.record"),
        why="a report is drawn from the record and nothing else",
    ),
    Rule(
        modules="attacks.oracles*",
        never=("attacks",),
        except_=("attacks.model", "attacks.oracles"),
        why="an oracle judges what was seen, whatever sent it",
    ),
    Rule(
        modules="attacks.strategies*",
        never=("attacks.oracles", "attacks.targets"),
        why="attacks generate and oracles judge: neither knows the other",
    ),
    Rule(
        modules="attacks.model",
        never=OURS,
        why="the nouns know nobody",
    ),
    Rule(
        modules="attacks.wire*",
        never=("attacks",),
        except_=("attacks.model", "attacks.wire"),
        why="the wire layer is grammar, and grammar alone",
    ),
    *(
        Rule(
            modules=pure,
            never=(
                *("asyncio", "http", "io", "os", "pathlib", "select", "selectors", "shutil"),
                *("socket", "socketserver", "ssl", "subprocess", "tempfile", "threading", "urllib"),
            ),
            except_=("urllib.parse", "pathlib.PurePath", "pathlib.PurePosixPath"),
            why="no input or output here: every line of it is a table-driven test",
        )
        for pure in ("attacks.wire*", "attacks.oracles*", "attacks.model")
    ),
)


def _below(name: str, prefixes: tuple[str, ...]) -> bool:
    return any(name == each or name.startswith(f"{each}.") for each in prefixes)


def sources(root: Path, *tops: str) -> Iterator[tuple[str, Path]]:
    """Yield the name and the file of each module below *tops*, or of each that is one."""
    for top in tops:
        for path in [root / f"{top}.py", *sorted((root / top).rglob("*.py"))]:
            if path.is_file():
                parts = path.relative_to(root).with_suffix("").parts
                yield ".".join(p for p in parts if p != "__init__"), path


def imports(path: Path) -> Iterator[str]:
    """Yield the full name of everything that *path* imports, by a literal name as well."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield from (f"{module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and node.args:
            yield from _by_name(node)


def _by_name(call: ast.Call) -> Iterator[str]:
    function = call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)
    name = call.args[0]
    if function in {"import_module", "__import__"} and isinstance(name, ast.Constant):
        yield str(name.value)


def violations(root: Path) -> list[str]:
    """Return one line for each import below *root* that breaks a rule."""
    return [
        f"{module} imports {imported}: {rule.why}"
        for module, path in sources(root, *PACKAGES)
        for imported in imports(path)
        for rule in RULES
        if fnmatchcase(module, rule.modules) and not fnmatchcase(module, rule.unless)
        if rule.forbids(imported)
    ]


def planted(root: Path, module: str, source: str) -> Path:
    """Write a module of that name below *root*."""
    path = root / f"{module.replace('.', '/')}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, encoding="utf-8")
    return path


def test_imports_point_one_way():
    """App, suite and reports are three programs; design.md draws the arrows."""
    assert violations(ROOT) == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("reference_app.views", "from attacks.model import Body"),
        ("reference_app.controls.nosniff", "import flask.globals"),
        ("reference_app.cli", "import upload_gauntlet"),
        ("attacks.engine", "def late():\n    from werkzeug import utils"),
        ("attacks.cli", "import importlib\nimportlib.import_module('reports.files')"),
        ("attacks.cli", "__import__('reference_app')"),
        ("attacks.targets.wsgi", "if 0:\n    import tests.live as live"),
        ("reports.summary", "from attacks import engine"),
        ("reports.summary", "from attacks import *"),
        ("reports.formats.html", "import reference_app"),
        ("attacks.oracles.confinement", "from attacks.wire.http1 import head"),
        ("attacks.oracles.confinement", "from attacks import strategies"),
        ("attacks.oracles.confinement", "import os.path"),
        ("attacks.strategies.contents", "import attacks.oracles.names"),
        ("attacks.wire.http1", "from socket import create_connection"),
        ("attacks.wire.multipart", "from attacks.uploads import honest"),
        ("attacks.model", "from attacks.record import Record"),
    ],
)
def test_a_planted_import_is_found(tmp_path, module, source):
    """The checker sees it in any spelling and at any depth."""
    planted(tmp_path, module, source)

    (found, *_) = violations(tmp_path)
    assert found.startswith(f"{module} imports ")


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("reports.summary", "from attacks import record\nfrom attacks.model import Outcome"),
        ("attacks.oracles.safe_name", "from urllib.parse import unquote"),
        ("attacks.oracles.media", "from attacks.oracles.names import last"),
        ("reference_app.controls.nosniff", "from werkzeug.utils import secure_filename"),
        ("attacks.engine", "import flaskish\nimport testsuite"),
    ],
)
def test_a_lawful_import_is_not(tmp_path, module, source):
    """What the rules except, and names that only begin alike."""
    planted(tmp_path, module, source)

    assert violations(tmp_path) == []


def test_nothing_imports_the_tests_but_tests():
    """What is shipped does not need them; the twins are loaded by name."""
    outside = sources(ROOT, *PACKAGES, "upload_gauntlet", "benchmarks")

    assert [m for m, path in outside if any(_below(i, ("tests",)) for i in imports(path))] == []


def test_one_module_knows_all_three():
    """The composition root names each package, and no other module two besides its own."""
    roots = [
        module
        for module, path in sources(ROOT, *PACKAGES, "upload_gauntlet")
        if all(f'"{package}.' in path.read_text("utf-8") for package in PACKAGES)
    ]

    assert roots == ["upload_gauntlet"]


def test_imports_are_absolute():
    """One spelling for one module, so that a search finds every use."""
    relative = [
        (module, name)
        for module, path in sources(ROOT, *OURS)
        for name in imports(path)
        if name.startswith(".")
    ]

    assert relative == []


def head(path: Path) -> str:
    """Return the docstring of a module and the comments in front of it."""
    source = path.read_text("utf-8")
    comments = [line for line in source.splitlines()[:5] if line.startswith("#")]
    return "\n".join([*comments, ast.get_docstring(ast.parse(source)) or ""])


def too_long(root: Path) -> list[str]:
    """Return the modules over the limit that give no reason at their top."""
    return [
        module
        for module, path in sources(root, *OURS)
        if len(path.read_text("utf-8").splitlines()) > LONGEST
        and not re.search(r"\blong\b", head(path), re.IGNORECASE)
    ]


def test_no_file_is_long_without_a_reason():
    """Over 300 lines a file says at its top why it is long."""
    assert too_long(ROOT) == []


def test_a_long_file_is_found(tmp_path):
    """The limit itself is no offence, and a reason is taken."""
    lines = "\n" * (LONGEST - 1)
    planted(tmp_path, "attacks.right", f'"""Short."""{lines}')
    planted(tmp_path, "attacks.wrong", f'"""Belongs to a whole."""{lines}\n1\n')
    planted(tmp_path, "attacks.reasoned", f'"""One grammar, and long for that."""{lines}\n1\n')

    assert too_long(tmp_path) == ["attacks.wrong"]


def prints(path: Path) -> bool:
    """Return whether the module at *path* calls `print`."""
    calls = (node for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.Call))
    return any(isinstance(call.func, ast.Name) and call.func.id == "print" for call in calls)


def test_nothing_prints():
    """Words for people go through click and rich, which know whether a terminal reads them."""
    assert [m for m, path in sources(ROOT, *PACKAGES, "upload_gauntlet") if prints(path)] == []


def test_a_print_is_found(tmp_path):
    """Not the word in a text, nor another object's method."""
    assert prints(planted(tmp_path, "attacks.a", "def f():\n    print('x')\n"))
    assert not prints(planted(tmp_path, "attacks.b", "console.print('print(x)')\n"))


def test_every_module_begins_with_a_docstring():
    """The docstring is the documentation page."""
    assert [m for m, path in sources(ROOT, *OURS) if not head(path)] == []


def test_the_top_level_is_fixed():
    """Three packages, their tests, and what measures them; all else is generated or hidden."""
    folders = {path.parts[0] for path in (p.relative_to(ROOT) for p in ROOT.glob("[!.]*/*.py"))}

    assert folders <= {*PACKAGES, "tests", "benchmarks", "deploy"}
    assert {*PACKAGES, "tests"} <= folders
