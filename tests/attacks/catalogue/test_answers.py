"""Attacks on answers, names and logs: what they send, and what they leave alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attacks.catalogue.errors import crash
from attacks.catalogue.injection import header_name, html_name, sql_name, template_name
from attacks.catalogue.logging import forged_line, missing_event, secrets, time_format
from attacks.catalogue.serving import (
    after_delete,
    cross_origin_read,
    many_ranges,
    page_policy,
    sub_path,
    told_too_much,
)
from attacks.model import NOBODY, Demand
from attacks.specimen import SPECIMEN
from tests.attacks.seeking import PNG, TXT, found, names

KNOWN = replace(SPECIMEN, storage_root="/srv/app/stored")


def variants(module, profile=KNOWN):
    """Return the seeds of an attack, by variant."""
    return {probe.variant: probe for probe in module.ATTACK.seeds(profile)}


def test_each_kind_of_answer_is_asked_for():
    """A file whole and in part, and refusals; one too large only where the limit is small."""
    asked = variants(page_policy)

    assert {"page", "file", "file-part", "unknown-path", "refused-type", "refused-size"} < set(
        asked
    )
    assert "refused-size" not in variants(page_policy, replace(TXT, limits=PNG.limits.__class__()))


def test_origins_look_like_the_targets_own():
    """Its name stands at the beginning, at the end, and with another port."""
    headers = [
        v
        for p in variants(cross_origin_read).values()
        for s in p.steps[1:]
        for v in s.request.headers
    ]
    origins = {value for name, value in headers if name == b"Origin"}

    assert {b"null", b"http://localhost.gauntlet.example", b"http://localhost:4443"} < origins


def test_facts_are_asked_for_only_where_their_path_is_known():
    """Nobody guesses at an API."""
    for module in (cross_origin_read, told_too_much, after_delete):
        asked = {s.request.path for p in variants(module).values() for s in p.steps}
        assert b"/api/files/{id}" in asked
    assert not any("metadata" in variant for variant in variants(cross_origin_read, TXT))
    assert variants(after_delete, TXT) == {}


def test_folders_are_the_usual_ones_and_the_targets_own():
    """By its name on disk; the pages of the target are none."""
    asked = {p.steps[1].request.path for p in variants(sub_path).values()}

    assert {b"/uploads/", b"/stored/", b"{url}/"} < asked
    assert b"/" not in asked


def test_many_ranges_fit_into_a_header():
    """Servers take eight kilobytes."""
    sizes = [len(p.steps[1].request.headers[0][1]) for p in variants(many_ranges).values()]

    assert max(sizes) < 8000


@pytest.mark.parametrize("module", [template_name, html_name, header_name])
def test_a_name_is_stored_and_then_looked_for(module):
    """With an accepted extension, and nothing else that is odd."""
    for probe in module.ATTACK.seeds(PNG):
        upload, look = probe.steps
        assert upload.file.filename.endswith(b".png")
        assert (look.request.path, look.file) == (b"/", None)


@pytest.mark.parametrize("page", ["/files?sort=name", "/files"])
def test_a_page_number_goes_into_the_query(page):
    """Beside what stands there already."""
    probe = variants(sql_name, replace(KNOWN, page=page))["page-zero"]

    assert probe.steps[0].request.path.decode() == f"{page}{'&' if '?' in page else '?'}page=0"


def test_conditions_reach():
    """Quotes and comments are drawn for identifiers and for numbers."""
    strategy = sql_name.ATTACK.probes(TXT)

    found(strategy, lambda p: b"%27" in p.steps[-1].request.path and len(p.steps) == 2)
    found(strategy, lambda p: b"page=" in p.steps[-1].request.path)


def test_line_ends_go_wherever_text_goes():
    """Into names, paths, queries, logins and headers; without a login, into the others."""
    places = {variant.rpartition("-")[2] for variant in variants(forged_line)}

    assert places == {"name", "path", "query", "user", "header"}
    assert {v.rpartition("-")[2] for v in variants(forged_line, TXT)} == places - {"user"}


def test_every_kind_of_refusal_is_looked_for():
    """Strangers, logins and tokens only where there are any."""
    assert set(variants(missing_event)) == {"type", "name", "form", "stranger", "token", "login"}
    assert set(variants(missing_event, TXT)) == {"type", "name", "form"}
    assert {"stored", "type"} < set(variants(time_format))


def test_refusals_are_meant():
    """All but the token, which a target may not ask for."""
    steps = {v: p.steps[0] for v, p in variants(missing_event).items()}

    assert {v for v, step in steps.items() if step.demand is Demand.REFUSE} == {
        *("type", "name", "form", "stranger"),
    }
    assert steps["stranger"].actor == NOBODY


def test_a_secret_is_never_one_of_a_person():
    """What is sent in the place of a secret is ours; what is real is a mark."""
    for variant, probe in variants(secrets).items():
        assert probe.steps, variant
    (login,) = variants(secrets)["wrong-password"].steps
    assert b"gauntlet-secret" in login.request.body.to_bytes()


def test_odd_values_go_into_any_header():
    """Of a visit and of an upload; a login's only where there is one."""
    strategy = crash.ATTACK.probes(TXT)

    found(strategy, lambda p: p.steps[0].file is not None)
    found(strategy, lambda p: p.steps[0].request.method == b"GET")
    assert "password-of-nul" in variants(crash)
    assert "password-of-nul" not in variants(crash, TXT)
    assert names(variants(crash)["digest-of-upload"])
