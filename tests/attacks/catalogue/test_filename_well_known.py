"""Files that a server or an application loads by name, and names that other fields give."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote_plus

import pytest

from attacks.catalogue.filename import application_code, named_elsewhere, server_configuration
from attacks.model import Probe
from tests.attacks.seeking import TXT, found, minimal, names, reached

DISPOSABLE = replace(TXT, disposable=True)


@pytest.mark.parametrize("name", [b".htaccess%00.txt", b"web.config ", b"uwsgi.ini;.txt"])
def test_configuration_reaches(name: bytes):
    """Each file comes with what some reader drops behind it."""
    attack = server_configuration.ATTACK
    assert reached(attack, lambda drawn: drawn == name, DISPOSABLE) == name


@pytest.mark.parametrize("name", [b"../wsgi.py", b"app/__init__.py", b"templates/index.html"])
def test_code_reaches(name: bytes):
    """Each file comes in the folders from which it would be loaded."""
    attack = application_code.ATTACK
    assert reached(attack, lambda drawn: drawn == name, DISPOSABLE) == name


def test_they_shrink_to_the_best_known():
    """A counterexample is the file that everybody knows."""
    assert names(minimal(server_configuration.ATTACK, DISPOSABLE)) == (b".htaccess",)
    assert names(minimal(application_code.ATTACK, DISPOSABLE)) == (b"__init__.py",)


def _sent(probe: Probe) -> str:
    (step,) = probe.steps
    return unquote_plus(step.request.path.decode()) + step.request.body.to_bytes().decode()


@pytest.mark.parametrize("place", named_elsewhere.PLACES)
def test_another_field_says_where(place: str):
    """Before the file, behind it and in the query; the file itself stays as it is."""
    seeds = {probe.variant: probe for probe in named_elsewhere.ATTACK.seeds(TXT)}
    probe = seeds[f"name-{place}"]
    sent = _sent(probe)

    assert names(probe) == (b"report.txt",)
    assert (sent.index("gauntlet-named.html") > sent.index("report.txt")) == (place == "behind")
    assert probe.steps[0].file.rivals == (b"gauntlet-named.html",)


@pytest.mark.parametrize("word", ["save_path", "..%2fgauntlet", "..\\gauntlet", "key"])
def test_another_field_reaches(word: str):
    """Each field, and each spelling of a way out."""
    assert word in _sent(found(named_elsewhere.ATTACK.probes(TXT), lambda p: word in _sent(p)))


def test_a_query_is_extended():
    """Where the endpoint has one already."""
    before, _, queried, *_ = named_elsewhere.ATTACK.seeds(replace(TXT, endpoint="/?a=b"))

    assert before.steps[0].request.path == b"/?a=b"
    assert queried.steps[0].request.path.startswith(b"/?a=b&save_path=")
