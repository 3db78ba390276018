"""The command that mounts the three packages."""

from __future__ import annotations

from click.testing import CliRunner

import upload_gauntlet


def test_a_command_whose_extra_is_missing_names_the_remedy(monkeypatch):
    """Whatever its options are, the answer is what to install."""
    monkeypatch.setitem(upload_gauntlet.MOUNTED, "serve", "no_such_package.cli:serve")
    monkeypatch.setitem(upload_gauntlet.NEEDS_EXTRA, "no_such_package.cli", "app")
    result = CliRunner().invoke(upload_gauntlet.main, ["serve", "--demo", "--port", "1"])

    assert result.exit_code == 1
    assert "pip install 'upload-gauntlet[app]'" in result.output


def test_the_help_page_lists_every_command():
    """Lazily or not, a user sees what there is."""
    page = CliRunner().invoke(upload_gauntlet.main, ["--help"]).output

    assert all(f"  {command} " in page for command in upload_gauntlet.MOUNTED)
