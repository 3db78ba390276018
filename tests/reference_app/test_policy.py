"""Settings: finite, checked early, and explained when they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from reference_app.policy import Policy, PolicyError


@pytest.mark.parametrize(
    "setting",
    [
        {"max_parts": 0},
        {"max_parts": -1},
        {"max_parts": True},
        {"max_parts": 1.5},
        {"max_parts": None},
        {"max_body_bytes": float("inf")},
        {"max_file_bytes": 17 * 2**20},
        {"ledger_url": "sqlite://"},
        {"ledger_url": "sqlite:///:memory:"},
        {"accepted": {"PNG": "image/png"}},
        {"accepted": {".png": "image/png"}},
        {"accepted": {1: "image/png"}},
        {"accepted": {"php": "text/plain"}},
        {"accepted": {"png": "image"}},
        {"accepted": {"png": 1}},
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused(setting):
    """The message names the setting, and what would do."""
    with pytest.raises(PolicyError, match=r"; (give|leave|name|raise) "):
        Policy(**setting)


def test_every_setting_can_come_from_a_file(tmp_path):
    """What the file leaves out keeps its default."""
    path = tmp_path / "policy.toml"
    path.write_text(
        'upload_folder = "/srv/x"\nledger_url = ""\nmax_parts = 3\n[accepted]\ntxt = "text/plain"'
    )
    policy = Policy.from_toml(path)

    assert (policy.upload_folder, policy.max_parts) == (Path("/srv/x"), 3)
    assert (dict(policy.accepted), policy.max_name_bytes) == ({"txt": "text/plain"}, 255)
    assert policy.database == "sqlite:////srv/x.sqlite3"


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
    ],
)
def test_a_file_that_cannot_be_meant_is_refused(tmp_path, text):
    """Unknown, mistyped and unreadable settings are errors, never ignored."""
    path = tmp_path / "policy.toml"
    path.write_text(text)

    with pytest.raises(PolicyError):
        Policy.from_toml(path)


def test_a_missing_file_is_refused(tmp_path):
    """No file, no policy."""
    with pytest.raises(PolicyError, match="readable"):
        Policy.from_toml(tmp_path / "none.toml")
