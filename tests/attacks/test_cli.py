"""The commands as a user meets them: a process, its exit code, its files."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from click.testing import CliRunner

from attacks import catalogue, cli, record
from attacks.levels import LEVELS
from attacks.targets.audit import recording
from tests.apps import tutorial

QUICK = ("--level", "quick", "--attacks", "storage.overwrite")


def gauntlet(*arguments, cwd=None, **environment):
    """Start the whole command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "upload_gauntlet", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cwd,
        # A shell that starts this in the background makes its children ignore Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
        env={**os.environ, "PYTHONPATH": str(Path.cwd()), **environment},
    )


def finished(process):
    """Return exit code, standard output and standard error."""
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def test_run_writes_the_record_and_both_reports(tmp_path):
    """One command leaves run.json, report.txt and report.html, and exits 1 on findings."""
    code, out, err = finished(
        gauntlet("run", "tests.apps.tutorial:target", *QUICK, "--out", str(tmp_path))
    )

    assert code == 1
    assert {p.name for p in tmp_path.iterdir()} == {"run.json", "report.txt", "report.html"}
    assert record.read(tmp_path / "run.json").exit_code == 1
    assert "a second upload replaced the first" in out
    assert "storage.overwrite" in err


def test_a_bare_app_is_attacked_without_a_profile(tmp_path):
    """The suite finds the form, the folder and the way back by itself."""
    module = tmp_path / "bare.py"
    module.write_text(
        textwrap.dedent(
            """
            import pathlib
            from tests.apps.tutorial import create_app
            app = create_app(pathlib.Path(__file__).parent / "stored")
            """
        )
    )
    code, _, err = finished(gauntlet("run", "bare:app", *QUICK, cwd=tmp_path))

    assert (code, record.read(tmp_path / "out" / "run.json").target.retrieval) == (1, "location")
    assert err.count("storage.overwrite") == 1


@pytest.mark.parametrize(
    ("target", "code", "message"),
    [
        ("tests.apps.refuses_everything:target", 4, "no honest upload"),
        ("http://127.0.0.1:9/", 3, "cannot connect"),
        ("tests.apps.tutorial:nothing", 3, "cannot import"),
        ("tests.no_such_module:app", 3, "cannot import"),
        ("http://192.0.2.1/", 2, "--allow-host 192.0.2.1"),
        ("not a target", 2, "neither a URL nor"),
    ],
)
def test_what_cannot_be_attacked_is_never_green(tmp_path, target, code, message):
    """The exit code says which kind of trouble it was, and a line says what to do."""
    found, out, err = finished(gauntlet("run", target, *QUICK, "--out", str(tmp_path)))

    assert found == code
    assert message in out + err


def test_an_attack_that_cannot_be_imported_fails_the_run(tmp_path, monkeypatch):
    """A catalogue with a hole in it is not a catalogue."""

    def broken():
        raise LookupError("filename/odd.py cannot be imported: no module named 'odd'")

    monkeypatch.setattr(catalogue, "load", broken)
    result = CliRunner().invoke(cli.main, ["run", "tests.apps.tutorial:target"])

    assert result.exit_code == 3
    assert "filename/odd.py cannot be imported" in result.output


def test_a_pattern_that_matches_nothing_is_a_mistake():
    """Running no attack at all must not look like a clean run."""
    arguments = ["run", "tests.apps.tutorial:target", "--attacks", "nothing.*"]
    result = CliRunner().invoke(cli.main, arguments)

    assert (result.exit_code, "no attack matches" in result.output) == (2, True)


def test_a_folder_that_cannot_be_written_fails_before_the_run(tmp_path):
    """Nobody waits for a run whose record is then lost."""
    (tmp_path / "file").touch()
    folder = tmp_path / "file" / "out"
    arguments = ["run", "tests.apps.tutorial:target", *QUICK, "--out", str(folder)]
    result = CliRunner().invoke(cli.main, arguments)

    assert result.exit_code == 2
    assert f"--out {folder}: Not a directory; name a folder" in result.output
    assert "storage.overwrite" not in result.output


def test_a_profile_with_a_typing_error_is_a_mistake(tmp_path):
    """The message names the file and the key."""
    profile = tmp_path / "profile.toml"
    profile.write_text("feild = 'file'")
    arguments = ["run", "tests.apps.tutorial:target", "--profile", str(profile)]
    result = CliRunner().invoke(cli.main, arguments)

    assert result.exit_code == 2
    assert "feild" in result.output


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_who_stops_a_run_has_a_valid_partial_record(tmp_path, stop):
    """Ctrl-C, or a container that ends: what was done is in it, and the exit code is 130."""
    process = gauntlet("run", "tests.apps.tutorial:target", "--out", str(tmp_path))
    for _ in range(3):
        assert process.stderr.readline()
    process.send_signal(stop)
    code, out, _ = finished(process)

    partial = record.read(tmp_path / "run.json")
    assert (code, partial.exit_code, partial.interrupted) == (130, 130, True)
    assert 3 <= len(partial.attacks) < len(catalogue.load())
    assert "exit 130" in out


@pytest.mark.parametrize("what", ["attacks", "controls", "oracles"])
def test_list_speaks_json(what):
    """Each row has an id and a title, and no id comes twice."""
    result = CliRunner().invoke(cli.main, ["list", what, "--format", "json"])
    rows = json.loads(result.output)

    assert len({row["id"] for row in rows}) == len(rows) > 10
    assert all(row["title"] for row in rows)


def test_list_attacks_tells_all_that_is_promised():
    """Id, title, controls, CWE, ASVS and variants are what scripts rely on."""
    result = CliRunner().invoke(cli.main, ["list", "attacks", "--format", "json"])

    for row in json.loads(result.output):
        assert {"id", "title", "controls", "cwe", "asvs", "variants"} <= set(row)
        assert row["variants"]


def test_list_is_readable_as_text():
    """One line each, the id first."""
    lines = CliRunner().invoke(cli.main, ["list", "oracles"]).output.splitlines()

    assert any(line.startswith("confinement ") for line in lines)


def test_python_m_attacks_runs_without_the_reports(tmp_path):
    """The suite alone writes the record and a line for each finding."""
    command = [sys.executable, "-m", "attacks", "run", "tests.apps.tutorial:target", *QUICK]
    done = subprocess.run(
        [*command, "--out", str(tmp_path)], check=False, capture_output=True, text=True
    )

    assert (done.returncode, {p.name for p in tmp_path.iterdir()}) == (1, {"run.json"})
    assert done.stdout.splitlines()[0].startswith("high: ")


def test_commands_are_loaded_only_when_asked():
    """The help page imports no web framework, no Hypothesis and no report."""
    script = (
        "import sys; from click.testing import CliRunner; import upload_gauntlet;"
        "upload_gauntlet.LazyGroup.get_command;"
        "print(sorted({'flask', 'hypothesis', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )

    assert done.stdout.strip() == "[]"


def test_levels_only_grow():
    """A higher level draws more cases for every weight."""
    quick, standard, deep = LEVELS.values()

    assert quick.light < standard.light < deep.light
    assert quick.heavy < standard.heavy < deep.heavy


def test_nothing_is_written_beside_out(tmp_path):
    """A run in process leaves no file but those in its own folders."""
    with recording() as paths, tutorial.target.open():
        pass

    assert all("upload-gauntlet-" in path for path in paths)
