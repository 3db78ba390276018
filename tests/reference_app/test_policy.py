"""Settings: finite, checked early, and explained when they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import BigInteger

from reference_app.controls.response_media_type import SERVED_AS
from reference_app.ledger import files
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
        {"ledger_url": "sqlite:///"},
        {"ledger_url": "sqlite:///:memory:"},
        {"ledger_url": "sqlite+pysqlite:///:memory:"},
        {"ledger_url": "sqlite:///:memory:?timeout=3"},
        {"ledger_url": "sqlite:///file:x?mode=memory&uri=true"},
        {"ledger_url": "ledger.sqlite3"},
        {"ledger_url": "postgresql://host:port/db"},
        {"max_name_bytes": 1025},
        {"max_file_bytes": 2**63, "max_body_bytes": 2**63},
        {"accepted": {"PNG": "image/png"}},
        {"accepted": {".png": "image/png"}},
        {"accepted": {1: "image/png"}},
        {"accepted": {"php": "text/plain"}},
        {"accepted": {"png": "image"}},
        {"accepted": {"png": 1}},
        {"accepted": {"html5": "text/html"}},
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


def test_the_largest_limits_fit_the_ledger():
    """What the policy allows, the columns hold."""
    policy = Policy(max_name_bytes=1024, max_file_bytes=2**63 - 1, max_body_bytes=2**63 - 1)

    assert files.c.name.type.length >= policy.max_name_bytes
    assert isinstance(files.c.size.type, BigInteger)


def test_a_password_is_not_repeated():
    """A URL that cannot be read may still hold one."""
    with pytest.raises(PolicyError) as caught:
        Policy(ledger_url="postgresql//user:canary@host/db")

    assert "canary" not in str(caught.value)


def test_every_type_that_can_be_set_is_served_as_itself():
    """The table has no type that would come out as another."""
    assert all(served.partition(";")[0] == known for known, served in SERVED_AS.items())
    assert Policy(accepted=dict.fromkeys(["bin"], "application/octet-stream"))


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
