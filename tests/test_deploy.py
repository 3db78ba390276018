"""What is handed to the machine agrees with the app, and says which control each line serves."""

from __future__ import annotations

import re
import runpy
import shutil
import subprocess
from pathlib import Path

import pytest
from gunicorn.config import Config

from attacks import controls
from reference_app import cli
from reference_app.policy import Policy

DEPLOY = Path(__file__).parents[1] / "deploy"
FILES = ["nginx.conf", "gunicorn.conf.py", "upload-gauntlet.service"]
NAMES = re.compile(r"\s*# ([a-z-]+(?:, [a-z-]+)*): \S")
KNOWN = {*controls.load(), "deployment"}
FRAME = re.compile(r"[\w ./]*\{|\}+|\[\w+\]")


def gunicorn():
    """Return the settings of the file, without what Python adds."""
    found = runpy.run_path(str(DEPLOY / "gunicorn.conf.py"))
    return {name: value for name, value in found.items() if not name.startswith("__")}


def groups(text):
    """Yield the slugs of each group of lines that set something, and its lines.

    A group ends with an empty line; a bracket is a frame and sets nothing.
    """
    for block in re.split(r"\n\s*\n", text):
        slugs, lines = None, []
        for line in block.splitlines():
            if found := NAMES.match(line):
                slugs = found[1].split(", ")
            elif line.strip() and not re.match(r"\s*#", line) and not FRAME.fullmatch(line.strip()):
                lines.append(line.strip())
        if lines:
            yield slugs, lines


@pytest.mark.parametrize("name", FILES)
def test_each_line_names_the_control_that_it_serves(name):
    """By a comment at the head of its group, with slugs that exist."""
    text = (DEPLOY / name).read_text(encoding="utf-8")
    found = list(groups(re.sub(r'^""".*?"""', "", text, flags=re.DOTALL)))

    assert len(found) >= 5
    assert [lines for slugs, lines in found if slugs is None] == []
    assert {slug for slugs, _ in found for slug in slugs} - KNOWN == set()


def test_a_line_without_its_control_is_found():
    """So is a slug that does not exist."""
    text = "server {\n    # nosniff: why\n    a on;\n}\n\nb off;\n\n# no-such: why\nc on;\n"

    assert list(groups(text)) == [
        (["nosniff"], ["a on;"]),
        (None, ["b off;"]),
        (["no-such"], ["c on;"]),
    ]


def test_gunicorn_knows_every_setting():
    """Each is one of its own, with a value that it takes."""
    config = Config()
    for name, value in gunicorn().items():
        config.set(name, value)

    assert config.worker_class_str == "gthread"
    assert config.forwarded_allow_ips == []


def test_gunicorn_is_set_as_the_command_sets_it():
    """``serve`` and the file differ in where they listen, and the file knows more."""
    settings = gunicorn()

    assert {n: settings[n] for n in cli.SETTINGS | cli.ALONE} == cli.SETTINGS | cli.ALONE


def test_nginx_has_the_limit_of_the_policy():
    """A larger body is refused before the app hears of it."""
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    (kib,) = re.findall(r"client_max_body_size (\d+)k;", text)

    assert int(kib) * 1024 == Policy().max_body_bytes


def test_all_speak_of_the_same_places():
    """The socket, the policy and the folder are named alike."""
    nginx, _, unit = ((DEPLOY / name).read_text(encoding="utf-8") for name in FILES)

    assert f"proxy_pass http://{gunicorn()['bind']};" in nginx
    assert "RuntimeDirectory=upload-gauntlet\n" in unit
    assert 'upload_folder = "/var/lib/upload-gauntlet/' in (DEPLOY / "README.md").read_text("utf-8")
    assert "WorkingDirectory=/var/lib/upload-gauntlet\n" in unit


def test_the_policy_of_the_readme_can_be_read(tmp_path):
    """And is sound."""
    text = (DEPLOY / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    path = tmp_path / "policy.toml"
    path.write_text(example, encoding="utf-8")

    assert Policy.from_toml(path).proxy_hops == 1


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
def test_nginx_reads_it(tmp_path):
    """With a certificate of its own."""
    chain, key = tmp_path / "chain.pem", tmp_path / "key.pem"
    options = ["-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=files.example"]
    files = ["-out", str(chain), "-keyout", str(key)]
    subprocess.run(["openssl", "req", *options, *files], check=True, capture_output=True)
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    text = text.replace("/etc/ssl/upload-gauntlet", str(tmp_path))
    text = re.sub(r" /(?:var|run)/(?:[\w-]+/)*([\w.-]+)", rf" {tmp_path}/\1", text)
    (tmp_path / "nginx.conf").write_text(text, encoding="utf-8")

    command = ["nginx", "-t", "-c", str(tmp_path / "nginx.conf")]
    told = subprocess.run(command, check=False, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
