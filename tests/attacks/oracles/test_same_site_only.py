"""Same site only: another site's request has no effect."""

from __future__ import annotations

from dataclasses import replace

from attacks.model import OWNER, Demand, Response, Severity
from attacks.oracles.same_site_only import same_site_only
from tests.attacks.oracles.builders import (
    PROFILE,
    exchange,
    holds,
    observe,
    refused,
    stored,
    unclear,
    unseen,
)
from tests.attacks.oracles.people import answered, asked, owned

SENT = exchange(demand=Demand.REFUSE)
GONE = owned(refetched=Response(status=404)), (asked(b"POST", actor=OWNER), answered(303))


def severities(profile, *pairs):
    """Return the severity of each effect."""
    return {effect.severity for effect in same_site_only(observe(*pairs, profile=profile)).effects}


def test_an_effect_is_as_bad_as_no_token_makes_it():
    """A token is the first line of defence; without one this was the only one."""
    guarded = replace(PROFILE, tokens=("csrf_token",))

    assert severities(PROFILE, (SENT, stored())) == {Severity.HIGH}
    assert severities(guarded, (SENT, stored())) == {Severity.LOW}
    assert severities(guarded, *GONE) == {Severity.LOW}


def test_no_effect_holds():
    """Refused, or nothing that must be refused."""
    assert holds(same_site_only, (SENT, refused()))
    assert holds(same_site_only, (exchange(), stored()))
    assert holds(same_site_only, owned(), (asked(b"POST", actor=OWNER), answered(403)))


def test_what_nobody_saw_is_unclear():
    """The reason is that of the effect that could not be looked for."""
    assert unclear(same_site_only, (SENT, unseen()))
