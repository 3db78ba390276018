"""Access and sessions: each attack breaks an app with one check missing, and no sound one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attacks import catalogue
from attacks.calibrate import calibrate
from attacks.catalogue.access import forged_request, hidden_fields, hostile_host, other_role
from attacks.engine import Engine
from attacks.levels import NAMED_ONLY
from attacks.model import FRESH, NOBODY, OTHER, OWNER, Outcome, Profile
from attacks.strategies.contents import HONEST
from tests.attacks.seeking import TXT, with_people
from tests.attacks.targets.members import members

FAMILIES = ("access", "session")
ATTACKS = {
    attack.id: attack
    for attack in catalogue.load()
    if attack.id.partition(".")[0] in FAMILIES or attack.id == "storage.race"
}
PEOPLE = with_people(TXT)
KILLS = (
    ("anybody", "access.anonymous", "kept_out"),
    ("anybody", "access.anonymous", "owner_only"),
    ("anybody", "access.anonymous", "untouched"),
    ("any-site", "access.cross-site", "same_site_only"),
    ("any-embed", "access.embedded-elsewhere", "not_embedded"),
    ("existence-told", "access.existence-told", "denial_uniform"),
    ("no-token", "access.forged-request", "kept_out"),
    ("any-token", "access.forged-request", "kept_out"),
    ("token-in-query", "access.forged-request", "untouched"),
    ("counting-id", "access.guessable-id", "unguessable_ids"),
    ("any-field", "access.hidden-fields", "server_decides"),
    ("any-host", "access.hostile-host", "own_host"),
    ("host-in-page", "access.hostile-host", "own_host"),
    ("delete-by-get", "access.method", "untouched"),
    ("any-redirect", "access.open-redirect", "local_redirect"),
    ("any-owner", "access.lifecycle", "as_remembered"),
    ("any-owner", "access.other-owner", "owner_only"),
    ("any-owner", "access.other-owner", "untouched"),
    ("all-listed", "access.other-owner", "owner_only"),
    ("any-role", "access.other-role", "role_only"),
    ("no-quota", "access.quota", "quota_kept"),
    ("no-bytes", "access.quota-bytes", "bytes_kept_in_quota"),
    ("quota-race", "access.quota-race", "quota_kept"),
    ("no-limits", "access.rate", "rate_limited"),
    ("believes-address", "access.rate", "rate_limited"),
    ("no-logout", "session.after-logout", "session_ended"),
    ("cookie", "session.cookie-attributes", "cookie_attributes"),
    ("fixation", "session.fixation", "session_rotated"),
    ("old-session", "session.fixation", "session_rotated"),
    ("no-limits", "session.guessing", "login_throttled"),
    ("believes-address", "session.guessing", "login_throttled"),
    ("name-told", "session.name-told", "denial_uniform"),
    ("token-in-link", "session.secret-in-url", "no_secret_in_url"),
    ("named", "storage.race", "accepted_is_kept"),
)


def attacked(attack_id: str, *flaws: str):
    """Attack the app with *flaws*; give the outcome."""
    target = members(*flaws)
    with target.open() as session:
        profile = calibrate(session, target.hints)
        engine = Engine(target=target, session=session, profile=profile, level=NAMED_ONLY, seed=0)
        return engine.attack(ATTACKS[attack_id])


@pytest.mark.parametrize("attack_id", ATTACKS)
def test_a_sound_app_holds(attack_id: str):
    """Nothing is found, and nothing was left unproved."""
    outcome = attacked(attack_id)

    assert (outcome.findings, outcome.problems) == ((), ())
    assert (outcome.result.verdict, outcome.result.reason) == (Outcome.HELD, "")


@pytest.mark.parametrize(("flaw", "attack_id", "oracle"), KILLS)
def test_a_missing_check_breaks(flaw: str, attack_id: str, oracle: str):
    """By the oracle that is meant to see it, and again on a fresh app."""
    outcome = attacked(attack_id, flaw)

    assert oracle in {finding.oracle for finding in outcome.findings}
    # Which of a race's effects comes is chance, so not each comes again.
    assert attack_id == "storage.race" or not any(
        "did not happen again" in line for f in outcome.findings for line in f.observation
    )


def test_every_attack_is_proved():
    """None of the two families is left out of the table."""
    assert {attack_id for _, attack_id, _ in KILLS} == set(ATTACKS)


QUOTAS = {"access.quota", "access.quota-bytes", "access.quota-race"}
NEED_PEOPLE = set(ATTACKS) - {
    *("access.hidden-fields", "access.hostile-host", "access.method", "storage.race"),
    *("access.other-owner", "access.existence-told"),  # which need two actors
}


@pytest.mark.parametrize("attack_id", sorted(NEED_PEOPLE - QUOTAS))
def test_an_app_without_accounts_is_not_accused(attack_id: str):
    """Nothing is sent where nobody is told from anybody, or no limit is known."""
    bare = Profile(endpoint="/", field="file", accepted=(HONEST["txt"],))

    assert ATTACKS[attack_id].seeds(bare) == ()


def variants(attack_id: str, profile: Profile = PEOPLE) -> set[str]:
    """Return the names of the variants for *profile*."""
    return {probe.variant for probe in ATTACKS[attack_id].seeds(profile)}


def test_what_has_no_route_is_not_tried():
    """Deletion, metadata and the raw upload are left out where nobody knows their address."""
    without = replace(PEOPLE, routes=replace(PEOPLE.routes, delete="", metadata="", put=""))

    assert variants("access.anonymous", without) == {"upload", "list", "download"}
    assert variants("access.other-owner", without) == {"download", "list"}
    assert variants("access.existence-told", without) == {"download"}
    for attack_id in ("access.forged-request", "access.cross-site", "access.method"):
        assert not any(v.startswith("delete") for v in variants(attack_id, without))


def test_a_forgery_brings_no_token_of_its_owners():
    """Only the query may hold the right one."""
    own = dict(PEOPLE.fields)["csrf_token"].encode()
    for probe in forged_request.seeds(PEOPLE):
        *_, step = probe.steps
        assert own not in step.request.body.to_bytes()
        assert (own in step.request.path) == probe.variant.endswith("in-query")
    assert {f"upload-of-{who}" for who in (OTHER, FRESH)} <= variants("access.forged-request")


def test_a_claim_is_the_only_difference_between_two_uploads():
    """The first has the form's own fields, the second one more, in front of the file."""
    for probe in hidden_fields.seeds(PEOPLE):
        plain, claiming = (step.request for step in probe.steps)
        more = claiming.body.size - plain.body.size
        assert bool(more) != (claiming.path != plain.path)
        assert claiming.body.to_bytes().count(b"filename=") == 1


def test_an_owner_is_claimed_by_the_name_that_another_logs_in_with():
    """Where nobody else is known, a name is made up."""
    name = dict(PEOPLE.logins[OTHER].fields)["name"].encode()
    *_, query = hidden_fields.seeds(PEOPLE)
    *_, plain = hidden_fields.seeds(TXT)

    assert name in query.steps[1].request.path
    assert plain.steps[1].request.path == b"/?owner=b"


def test_another_host_must_be_refused_only_where_the_names_are_known():
    """Else it is only asked whether it shows."""
    demands = [
        {probe.steps[1].demand for probe in hostile_host.seeds(each)} for each in (PEOPLE, TXT)
    ]

    assert demands[0] != demands[1]


def test_another_roles_functions_are_tried_by_a_user_and_by_nobody():
    """A function about a file has one stored first; who has the role is let in."""
    probes = other_role.seeds(PEOPLE)
    reviewer = replace(PEOPLE, headers={**PEOPLE.headers, "r": ((b"X", b"r"),)})

    assert {probe.steps[-1].actor for probe in probes} == {OWNER, NOBODY}
    assert [len(probe.steps) for probe in probes] == [1, 1, 2, 2]
    assert [probe.variant for probe in other_role.neighbours(reviewer)] == ["honest", "role"]


def test_logins_are_left_to_others():
    """A throttle that is known is not used up by redirects."""
    free = replace(PEOPLE, limits=replace(PEOPLE.limits, logins_per_minute=None))

    assert len(variants("access.open-redirect")) == 2
    assert len(variants("access.open-redirect", free)) == 12


@pytest.mark.parametrize("attack_id", ["access.rate", *sorted(QUOTAS)])
def test_what_is_not_worth_the_time_is_not_tried(attack_id: str):
    """Limits of millions, or none that is known."""
    much = {"uploads_per_minute": 10**6, "quota_files": 10**6, "quota_bytes": 10**9}
    limits = replace(PEOPLE.limits, **much)

    assert variants(attack_id)
    assert variants(attack_id, replace(PEOPLE, limits=limits)) == set()


def test_without_a_password_nobody_guesses():
    """A login whose secret is not known by name cannot be failed on purpose."""
    logins = {who: replace(login, password="") for who, login in PEOPLE.logins.items()}
    silent = replace(PEOPLE, logins=logins)

    assert variants("session.guessing", silent) == variants("session.name-told", silent) == set()
