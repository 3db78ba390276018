"""Role only: success is for those who have the role."""

from __future__ import annotations

import pytest

from attacks.model import OWNER, Demand
from attacks.oracles.role_only import role_only
from tests.attacks.oracles.builders import effects, holds, unclear
from tests.attacks.oracles.people import SILENT, answered, visit

ASKED = visit(b"/admin", OWNER, Demand.REFUSE)


def test_success_breaks():
    """The page of another role was shown."""
    assert effects(role_only, (ASKED, answered(200))) == {"a function of another role was open": ""}


@pytest.mark.parametrize("step", [answered(403), answered(303), answered(200, refused=True)])
def test_a_refusal_or_a_redirect_holds(step):
    """A redirect may lead to the login; calibration may know what a refusal looks like."""
    assert holds(role_only, (ASKED, step))


def test_who_has_the_role_is_not_asked_about_and_silence_is_unclear():
    """Only what must be refused counts."""
    assert holds(role_only, (visit(demand=Demand.ACCEPT), answered(200)))
    assert unclear(role_only, (ASKED, SILENT))
