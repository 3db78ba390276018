"""Local redirect: as a browser reads it, it stays here."""

from __future__ import annotations

import pytest

from attacks.oracles.local_redirect import local_redirect, place
from tests.attacks.oracles.builders import effects, holds, unclear
from tests.attacks.oracles.people import SILENT, answered, entering

HOST = "gauntlet.example"
LEADING = entering(body=b"next=%2f%2fGauntlet.example&x=javascript:1")


def redirect(target: str):
    """Return a redirect to *target*."""
    return answered(303, b"", ((b"Location", target.encode()),))


@pytest.mark.parametrize(
    "target",
    [
        f"https://{HOST}/",
        f"//{HOST}/",
        f"///{HOST}/",
        f"/\\{HOST}",
        f"\\\\{HOST}",
        f"/\t/{HOST}",
        f" //{HOST}",
        f"https:{HOST}",
        f"HTTPS:/{HOST}",
        f"//user@{HOST}:80",
    ],
)
def test_a_host_of_the_clients_breaks(target):
    """However it is spelt."""
    assert place(target).lower() == HOST
    assert effects(local_redirect, (LEADING, redirect(target))) == {
        "a redirect leads to a host of the client's": ""
    }


@pytest.mark.parametrize("target", ["/", f"/{HOST}", "", "https://own.example/", "files", "//[1"])
def test_a_path_and_a_host_of_the_servers_hold(target):
    """An address that cannot be read leads nowhere; another host may be the target's own."""
    assert holds(local_redirect, (LEADING, redirect(target)))


def test_script_is_a_place_and_silence_is_unclear():
    """A scheme that runs script is as bad as a host."""
    assert effects(local_redirect, (LEADING, redirect("javascript:1")))
    assert unclear(local_redirect, (LEADING, SILENT))
