"""Session rotated, session ended: a session's identifier is good from login to logout."""

from __future__ import annotations

from attacks.model import FRESH, NOBODY, OWNER, Demand
from attacks.oracles.session_ended import session_ended
from attacks.oracles.session_rotated import session_rotated
from tests.attacks.oracles.builders import effects, holds, unclear
from tests.attacks.oracles.people import KNOWING, SILENT, answered, entering, setting, visit

PLANTED = ((b"Cookie", b"sid=planted; lang=en"),)
STRANGER = visit(), answered(401)
INSIDE = answered(200, b"<form>")
NEW = setting(b"sid=new; Path=/")


def after(actor=NOBODY, headers=PLANTED):
    """Return the page as the cookie of before asks for it."""
    return visit(actor=actor, demand=Demand.REFUSE, headers=headers)


def test_an_identifier_that_is_kept_breaks():
    """Whether the client made it up, or the actor had it."""
    kept = {"a login keeps the session identifier that it was given": ""}
    own = setting(b"sid=0123456789abcdef01")
    planted = (entering(headers=PLANTED), setting(b"sid=planted"))

    assert effects(session_rotated, planted, (after(), INSIDE), profile=KNOWING) == kept
    assert effects(session_rotated, (entering(OWNER), own), profile=KNOWING) == kept


def test_an_old_session_that_goes_on_breaks():
    """A made-up identifier even if the login said nothing about it."""
    alive = {"a session of before the login is good after it": ""}
    login, old = entering(headers=PLANTED), (after(), INSIDE)

    assert effects(session_rotated, STRANGER, (login, NEW), old, profile=KNOWING) == alive
    assert effects(session_rotated, (login, answered(303)), old, profile=KNOWING) == alive


def test_a_new_identifier_holds():
    """The old one opens what a stranger may see, and no more."""
    login = entering(headers=PLANTED)
    public = visit(), INSIDE

    assert holds(session_rotated, STRANGER, (login, NEW), (after(), answered(401)), profile=KNOWING)
    assert holds(session_rotated, public, (login, NEW), (after(), INSIDE), profile=KNOWING)
    assert holds(session_rotated, STRANGER, profile=KNOWING)
    assert holds(session_rotated, (login, setting(b"sid=")), profile=KNOWING)


def test_a_login_that_failed_is_unclear():
    """The session of before goes on, as it should."""
    failed = (entering(FRESH), answered(401))

    assert unclear(session_rotated, failed, (after(FRESH, ()), INSIDE), profile=KNOWING)


def ended(before=INSIDE, after_=None, stranger=None):
    """Return a visit, a logout, the same visit again and a stranger's."""
    return (
        (visit(actor=FRESH, demand=Demand.ACCEPT), before),
        (visit(b"/logout", FRESH, method=b"POST"), answered(303)),
        (visit(actor=FRESH, demand=Demand.REFUSE), after_ or answered(401)),
        (visit(), stranger or answered(401)),
    )


def test_a_session_that_works_on_breaks():
    """The page is shown as before."""
    assert effects(session_ended, *ended(after_=INSIDE)) == {
        "a session works on after its logout": ""
    }


def test_a_session_that_ended_holds():
    """What a stranger sees is what the old cookie opens."""
    login = answered(200, b"log in")

    assert holds(session_ended, *ended())
    assert holds(session_ended, *ended(after_=login, stranger=login))
    assert holds(session_ended, STRANGER)


def test_a_page_that_is_everybodys_is_unclear():
    """So is one that was not shown at first, and silence."""
    assert unclear(session_ended, *ended(stranger=INSIDE))
    assert unclear(session_ended, *ended(before=answered(500)))
    assert unclear(session_ended, *ended(after_=SILENT))
    assert unclear(session_ended, *ended()[1:])
