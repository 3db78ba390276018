"""A profile is read whole, or refused with the place that is wrong."""

from __future__ import annotations

import textwrap

import pytest

from attacks import profile_file
from attacks.model import Limits, Retrieval, RetrievalKind, Routes
from attacks.profile_file import BadProfile, ProfileFile, hints, read
from attacks.targets.session import Hints

EXAMPLE = textwrap.dedent((profile_file.__doc__ or "").partition("\n\n")[2].partition("\n\n`")[0])


def reading(tmp_path, text: str) -> ProfileFile:
    """Write *text* and read it."""
    path = tmp_path / "p.toml"
    path.write_text(text)
    return read(path)


def test_the_example_of_the_module_is_a_profile(tmp_path):
    """What the documentation shows works, to the last key."""
    found = hints(reading(tmp_path, EXAMPLE))

    assert found == Hints(
        endpoint="/upload",
        field="file",
        page="/",
        accepted=("png", "pdf"),
        storage_root="/srv/app/uploads",
        fields={"album": "holiday"},
        limits=Limits(body=16777216, quota_files=1000, quota_bytes=100000000),
        retrieval=Retrieval(kind=RetrievalKind.TEMPLATE, template="/files/{name}"),
        headers={"a": ((b"Authorization", b"Bearer ..."), (b"Cookie", b"session=..."))},
        logins={"a": ("/login", {"user": "a", "password": "..."})},
        routes=Routes(delete="/files/{id}/delete", logout="/logout", admin=("GET /quarantine",)),
        hosts=("files.example",),
        log_file="/srv/app/app.log",
        pid=4711,
    )


def test_an_empty_profile_says_nothing(tmp_path):
    """Everything may be left out."""
    assert hints(reading(tmp_path, "")) == Hints()


def test_a_target_is_thrown_away_only_if_it_is_said(tmp_path):
    """Nothing but the plain word lets files of the target's own be replaced."""
    assert hints(reading(tmp_path, "disposable = true")).disposable
    assert not hints(reading(tmp_path, "disposable = false")).disposable


def test_several_cookies_are_one_header_and_an_actor_may_have_none(tmp_path):
    """A browser sends one Cookie header; an actor without anything sends nothing more."""
    text = '[actors.a]\ncookies = { s = "1", t = "2" }\n[actors.b]\nlogin = {path="/l", fields={}}'
    found = hints(reading(tmp_path, text))

    assert found.headers == {"a": ((b"Cookie", b"s=1; t=2"),), "b": ()}
    assert found.logins == {"b": ("/l", {})}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("endpoint = ", "Invalid value"),
        ("endpiont = '/'", "profile: unknown endpiont"),
        ("accepted = 'png'", "profile.accepted: expected a list"),
        ("accepted = [1]", r"profile.accepted\[0\]: expected str"),
        ("disposable = 'no'", "profile.disposable: expected bool"),
        ("[limits]\nbody = '16M'", "profile.limits.body: expected int or nothing"),
        ("[limits]\nbody = true", "profile.limits.body: expected int or nothing"),
        ("[retrieval]\nkind = 'magic'", "profile.retrieval.kind: not one of"),
        ("[fields]\nn = 1", "profile.fields.n: expected str"),
        ("[actors.a]\ntoken = 'x'", "profile.actors.a: unknown token"),
        ("[actors.a]\nlogin = { path = '/l' }", "profile.actors.a.login: expected Login"),
        ("field = " + "[" * 5000, "maximum recursion depth"),
        ("field = 2026-01-01", "profile.field: expected str"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_place(tmp_path, text, reason):
    """A typing error is never silently a default."""
    with pytest.raises(BadProfile, match=reason) as error:
        reading(tmp_path, text)
    assert str(error.value).startswith(str(tmp_path / "p.toml"))


def test_a_file_that_is_missing_or_no_text_is_refused(tmp_path):
    """The reason is the system's."""
    with pytest.raises(BadProfile, match="No such file"):
        read(tmp_path / "none.toml")
    (tmp_path / "p.toml").write_bytes(b"\xff")
    with pytest.raises(BadProfile, match="codec can't decode"):
        read(tmp_path / "p.toml")
