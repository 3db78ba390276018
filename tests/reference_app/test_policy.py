"""Settings: finite, checked early, and explained when they are wrong."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from reference_app.formats import READERS
from reference_app.policy import Policy, PolicyError
from reference_app.type_sets import ARCHIVES, DEFAULT, EVERY, IMAGES, TEXT


@pytest.mark.parametrize(
    "setting",
    [
        {"max_parts": 0},
        {"max_parts": -1},
        {"max_parts": True},
        {"max_parts": 1.5},
        {"max_parts": None},
        {"proxy_hops": -1},
        {"max_body_bytes": float("inf")},
        {"max_file_bytes": 17 * 2**20},
        {"max_name_bytes": 1025},
        {"max_file_bytes": 2**63, "max_body_bytes": 2**63},
        {"accepted": {"PNG": "image/png"}},
        {"accepted": {".png": "image/png"}},
        {"accepted": {1: "image/png"}},
        {"accepted": {"php": "text/plain"}},
        {"accepted": {"png": "image"}},
        {"accepted": {"png": 1}},
        {"accepted": {"html5": "text/html"}},
        {"accepted": {"svgx": "image/svg+xml"}},
        {"accepted": {"docx": "application/vnd.openxmlformats"}},
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused(setting):
    """The message names the setting, and what would do."""
    with pytest.raises(PolicyError, match=r"; (give|leave|name|raise) "):
        Policy(**setting)


@pytest.mark.parametrize(
    "setting", [{"image_handling": "guess"}, {"scanner": "none"}, {"scanner": "clamd:host"}]
)
def test_a_word_that_is_none_of_a_few_is_refused(setting):
    """There is no value that switches a control off."""
    with pytest.raises(PolicyError, match=f"{next(iter(setting))}.*(say|give) "):
        Policy(**setting)


def test_every_limit_is_finite():
    """What is a number has one, and only the number of proxies may be none."""
    numbers = {
        each.name: getattr(Policy(), each.name) for each in fields(Policy) if each.type == "int"
    }

    assert len(numbers) > 25
    assert [name for name, value in numbers.items() if value == 0] == ["proxy_hops"]
    assert max(numbers.values()) < 2**31


def loaded(tmp_path, text):
    """Read a policy from a file."""
    path = tmp_path / "policy.toml"
    path.write_text(text)
    return Policy.from_toml(path)


def test_every_setting_can_come_from_a_file(tmp_path):
    """``policy-as-data``: what the file leaves out keeps its default."""
    policy = loaded(
        tmp_path,
        """
        upload_folder = "/srv/x"
        ledger_url = ""
        max_parts = 3
        trusted_hosts = ["files.example"]
        [accepted]
        txt = "text/plain"
        """,
    )

    assert (policy.upload_folder, policy.max_parts) == (Path("/srv/x"), 3)
    assert (dict(policy.accepted), policy.max_name_bytes) == ({"txt": "text/plain"}, 255)
    assert policy.trusted_hosts == ("files.example",)
    assert policy.database == "sqlite:////srv/x.sqlite3"


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("", DEFAULT),
        ('accept = ["IMAGES", "TEXT"]', IMAGES | TEXT),
        ("accept = []\nallow = { log = 'text/plain' }", {"log": "text/plain"}),
        ('accept = ["ARCHIVES"]\nallow = { log = "text/plain" }', ARCHIVES | {"log": "text/plain"}),
        ('deny = ["gif"]', {s: t for s, t in DEFAULT.items() if s != "gif"}),
    ],
)
def test_sets_combine(tmp_path, text, accepted):
    """Ready-made sets, further suffixes of known types, and exceptions."""
    assert loaded(tmp_path, text).accepted == accepted


def test_a_feature_is_the_policy_with_other_types_and_sizes(tmp_path):
    """It shares the store, the ledger and the people with the app around it."""
    policy = loaded(
        tmp_path,
        """
        max_file_bytes = 1000
        scanner = "clamd:/run/clamd"
        [features.avatars]
        accept = ["IMAGES"]
        max_pixels = 100
        """,
    )
    avatars = policy.features["avatars"]

    assert (avatars.accepted, avatars.max_pixels) == (IMAGES, 100)
    assert (avatars.max_file_bytes, avatars.scanner) == (1000, "clamd:/run/clamd")
    assert (policy.accepted, policy.max_pixels) == (DEFAULT, Policy().max_pixels)


@pytest.mark.parametrize(
    "text",
    [
        "max_parts =",
        "max_part = 3",
        "max_parts = '3'",
        "upload_folder = ''",
        "upload_folder = 3",
        "ledger_url = 3",
        "accepted = 3",
        "trusted_hosts = 'a'",
        "trusted_hosts = [1]",
        "accept = 'IMAGES'",
        "accept = ['MOVIES']",
        "allow = ['log']",
        "allow = { php = 'text/plain' }",
        "deny = 'gif'",
        "features = 3",
        "[features]\navatars = 3",
        "[features.Avatars]\nmax_pixels = 1",
        "[features.a]\nupload_folder = '/srv'",
        "[features.a]\nquota_files = 1",
        "[features.a]\nmax_pixels = 0",
    ],
)
def test_a_file_that_cannot_be_meant_is_refused(tmp_path, text):
    """Unknown, mistyped and unreadable settings are errors, never ignored."""
    with pytest.raises(PolicyError):
        loaded(tmp_path, text)


def test_a_missing_file_is_refused(tmp_path):
    """No file, no policy."""
    with pytest.raises(PolicyError, match="readable"):
        Policy.from_toml(tmp_path / "none.toml")


def test_active_content():
    """No type that something runs can be set, and every type that can has a reader."""
    assert set(EVERY.values()) == set(READERS)
    for suffix in ("svg", "html", "js", "php", "xml", "swf", "exe", "htaccess"):
        with pytest.raises(PolicyError, match="active type"):
            Policy(accepted={suffix: "text/plain"})


def test_what_a_client_may_know():
    """Types and sizes; nothing of where things are kept."""
    told = Policy(max_files=3).told()

    assert (told["max_files"], told["accepted"]["txt"]) == (3, "text/plain")
    assert not {"upload_folder", "ledger_url", "scanner", "rate_storage", "trusted_hosts"} & set(
        told
    )
