"""`safe_join` and `SharedDataMiddleware` as a contract: the names that only Windows falls for.

No request to a server on Linux reaches them; an application that is moved to Windows leans on what
Werkzeug does. `tests.history` asks the same of older releases, which must fall for them.
"""

from __future__ import annotations

import posixpath

import pytest
import werkzeug.security
from werkzeug.middleware import shared_data

from tests.history import windows
from tests.history.defects import DEFECTS

HONEST = ("report.txt", "b/report.txt", "CONSOLE.txt", "b/COM10", "nullable", "a.CON")


@pytest.mark.parametrize("advisory", windows.NAMES)
def test_no_name_of_an_advisory_is_let_through(advisory):
    """The oldest Werkzeug that the app may have is mended in all of them."""
    assert windows.let_through(advisory) == ()


@pytest.mark.parametrize("name", HONEST)
def test_honest_names_are_joined(name):
    """Refusing everything would be no mending."""
    assert windows.joined(name)
    assert not windows.outside(name)


@pytest.mark.parametrize("advisory", windows.NAMES)
def test_a_join_that_refuses_nothing_is_caught(advisory, monkeypatch):
    """What the contract denies is what a plain join does on Windows."""
    monkeypatch.setattr(werkzeug.security, "safe_join", posixpath.join)
    monkeypatch.setattr(shared_data, "safe_join", lambda _, name: name)

    assert windows.let_through(advisory) == windows.NAMES[advisory][1]


def test_the_rest_of_the_process_keeps_its_platform():
    """Only the two modules that decide are told of another one."""
    with windows.windows():
        assert posixpath.sep == windows.os.sep
        assert werkzeug.security.os.name == "nt"
    assert werkzeug.security.os is windows.os


def test_a_share_is_not_absolute():
    """As on Python before 3.11, where CVE-2024-49766 mattered."""
    with windows.windows():
        assert not werkzeug.security.os.path.isabs("//server/share")
        assert werkzeug.security.os.path.isabs("//server/share/file")


def test_each_advisory_without_a_request_is_asked_of_the_library():
    """No known defect is left to nobody."""
    assert {each.id for each in DEFECTS if not each.breaks} == set(windows.NAMES)
