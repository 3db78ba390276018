"""The doctor: what is refused at the start, and what each part is told about."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from reference_app import create_app, doctor
from reference_app.doctor import OK, REFUSED, WARN, examine, insist
from reference_app.policy import Policy, PolicyError
from reference_app.sandbox import Stopped
from reference_app.type_sets import DOCUMENTS, IMAGES, TEXT
from tests.reference_app.helpers import SECRET, services


class Store:
    """A store that has no room."""

    def __init__(self, error):
        self.error = error

    def create(self, _key):
        """Open nothing."""
        raise self.error


class Part:
    """A part of the app that answers as it is told."""

    def __init__(self, answer):
        self.answer = answer

    def _tell(self, *_):
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    version = level = _tell


def told(app, part, **parts):
    """Return level and text of one line about *part*, in an app with other *parts*."""
    lines = examine(replace(services(app), **parts))
    return next((level, text) for level, name, text in lines if name == part)


def test_every_part_has_its_line(app):
    """A sound app is told so, in order, and each part is there."""
    lines = list(examine(services(app)))

    parts = dict.fromkeys(name for _, name, _ in lines)
    assert list(parts) == ["start", "hosts", "storage", "scanner", "sandbox", "versions"]
    assert REFUSED not in {level for level, _, _ in lines}


def test_hosts_are_listed_or_missed(make_app):
    """Without any, only loopback is answered."""
    assert told(make_app(), "hosts")[0] == WARN
    assert told(make_app([("trusted_hosts", ("a.example",))]), "hosts") == (OK, "a.example")


def test_a_failure_is_told_and_ends_one_part(app):
    """The rest is examined all the same; a mute error is told by its kind."""
    lines = list(
        examine(replace(services(app), store=Store(OSError("full")), scanner=Part(OSError())))
    )

    assert (REFUSED, "storage", "full") in lines
    assert (REFUSED, "scanner", "OSError") in lines
    assert lines[-1][1] == "versions"


def test_the_scanner_says_who_it_is(app):
    """The test scanner is no scanner; a silent one takes nothing."""
    clamav = replace(services(app).policy, scanner="clamd:/run/clamd")
    known = {"policy": clamav, "scanner": Part("ClamAV 1.4")}

    assert told(app, "scanner")[0] == WARN
    assert told(app, "scanner", **known) == (OK, "ClamAV 1.4")
    assert told(app, "scanner", **known | {"scanner": Part(OSError("gone"))}) == (REFUSED, "gone")


def test_the_sandbox_says_how_far_it_got(app):
    """A wall that is missing is named; without a child nothing is decoded."""
    whole = Part(("rlimits", "landlock ABI 6", "seccomp"))

    assert told(app, "sandbox", sandbox=whole)[0] == OK
    level, text = told(app, "sandbox", sandbox=Part(("rlimits", "seccomp")))
    assert (level, "no landlock" in text, "no seccomp" in text) == (WARN, True, False)
    assert told(app, "sandbox", sandbox=Part(Stopped("crashed"))) == (REFUSED, "crashed")


@pytest.mark.parametrize(
    ("mended", "level"), [("3.1.3", OK), ("3.1.10", OK), ("3.2", OK), ("3.10.1", REFUSED)]
)
def test_versions_are_compared_by_number(app, monkeypatch, mended, level):
    """Flask 3.2.0 is newer than 3.1.10, and older than 3.10; what is missing has no advisory."""
    monkeypatch.setattr(doctor, "ADVISORIES", (("no-such", "1", "x"), ("flask", mended, "GHSA-x")))
    monkeypatch.setattr(doctor, "version", {"flask": "3.2.0"}.get)
    monkeypatch.setattr(doctor, "PackageNotFoundError", TypeError)

    assert told(app, "versions")[0] == level


def test_a_decoder_that_is_missing_is_refused_by_its_extra(monkeypatch):
    """Images that are kept as they are need none, nor does text; a feature counts as well."""
    monkeypatch.setitem(sys.modules, "PIL", None)
    insist(Policy(accepted=TEXT | DOCUMENTS))
    insist(Policy(accepted=IMAGES, image_handling="keep"))
    for policy in (Policy(accepted=IMAGES), Policy(accepted=TEXT, features={"a": Policy()})):
        with pytest.raises(PolicyError, match=r"PIL is missing; .*upload-gauntlet\[images\]"):
            insist(policy)


def test_pdf_needs_its_decoder_whatever_happens_to_images(monkeypatch):
    """``keep`` is about pictures."""
    monkeypatch.setitem(sys.modules, "pikepdf", None)
    with pytest.raises(PolicyError, match=r"upload-gauntlet\[pdf\]"):
        insist(Policy(accepted=DOCUMENTS, image_handling="keep"))


def test_files_are_not_shown_where_people_log_in():
    """What a file could do, it could do with their cookies."""
    with pytest.raises(PolicyError, match="content_host is one of trusted_hosts"):
        insist(Policy(trusted_hosts=("a.example",), content_host="a.example"))


def test_debug_off(policy, monkeypatch):
    """A debugger runs what a visitor types: with it the app does not start."""
    monkeypatch.setenv("FLASK_DEBUG", "1")
    with pytest.raises(PolicyError, match="FLASK_DEBUG is on"):
        create_app(policy, secret_key=SECRET)


@pytest.mark.parametrize("folder", ["static/uploads", "templates", "."])
def test_outside_webroot(policy, folder):
    """Nothing is stored where files are served, drawn or imported from."""
    inside = Path(doctor.__file__).parent / folder
    with pytest.raises(PolicyError, match="lies in the package or is imported from"):
        create_app(replace(policy, upload_folder=inside), secret_key=SECRET)
    assert not (inside / "files").exists()


def test_outside_what_python_imports_from(policy, monkeypatch):
    """An upload that is called as a module is would be run."""
    monkeypatch.syspath_prepend(policy.upload_folder)
    with pytest.raises(PolicyError, match="imported from"):
        create_app(policy, secret_key=SECRET)


def test_the_app_does_not_start_on_what_the_doctor_refuses(policy):
    """It is asked before the first folder is made."""
    with pytest.raises(PolicyError, match="content_host"):
        create_app(replace(policy, trusted_hosts=("a",), content_host="a"), secret_key=SECRET)
    assert not policy.upload_folder.exists()
