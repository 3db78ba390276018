"""Flaws that no request can tell: each twin passes where the sound app stops."""

from __future__ import annotations

from contextlib import closing

import pytest

import reference_app
from reference_app.controls.start import SecretError
from reference_app.pipeline import CONTROLS
from reference_app.policy import Policy, PolicyError
from reference_app.services import EXTENSION
from tests.reference_app.helpers import SECRET, enrolled, file_part, form, post
from tests.swapped import with_control
from tests.twins.debug_off import TWIN as DEBUG_OFF
from tests.twins.outside_webroot import TWIN as OUTSIDE_WEBROOT
from tests.twins.policy_as_data import TWIN as POLICY_AS_DATA
from tests.twins.secret_key import TWIN as SECRET_KEY
from tests.twins.validator_fail_closed import forgiven


def started(folder, *, controls=CONTROLS, secret=SECRET):
    """Build the app around *folder*; give what it shares, to be closed."""
    policy = Policy(upload_folder=folder, min_free_bytes=1)
    app = reference_app.create_app(policy, secret_key=secret, controls=controls)
    return closing(app.extensions[EXTENSION])


def test_a_weak_secret_stops_the_start(tmp_path):
    """The twin starts with a secret that anybody can guess."""
    with pytest.raises(SecretError):
        started(tmp_path / "sound", secret="changeme")

    with started(tmp_path / "twin", controls=SECRET_KEY.controls, secret="changeme") as services:
        assert services.secret == b"changeme"


def test_a_store_that_is_served_stops_the_start(tmp_path, monkeypatch):
    """The twin keeps files where the package, and with it its static files, lie."""
    monkeypatch.setattr(reference_app, "PACKAGE", tmp_path)
    with pytest.raises(PolicyError, match="name another folder"):
        started(tmp_path / "static")

    with started(tmp_path / "static", controls=OUTSIDE_WEBROOT.controls) as services:
        assert services.store.root == tmp_path / "static"


def test_a_debugger_stops_the_start(tmp_path, monkeypatch):
    """The twin starts while Flask's debugger is on."""
    monkeypatch.setenv("FLASK_DEBUG", "1")
    with pytest.raises(PolicyError, match="FLASK_DEBUG"):
        started(tmp_path / "sound")

    with started(tmp_path / "twin", controls=DEBUG_OFF.controls) as services:
        assert services.store.root == tmp_path / "twin"


@pytest.mark.parametrize(("spoil", "true"), [(None, True), (POLICY_AS_DATA.spoil, False)])
def test_what_is_told_is_what_is_run(tmp_path, spoil, true):
    """The twin tells of limits that are not those of the policy."""
    policy = Policy(upload_folder=tmp_path / "files", max_file_bytes=12_345, min_free_bytes=1)
    app = reference_app.create_app(policy, secret_key=SECRET)
    with closing(app.extensions[EXTENSION]):
        if spoil:
            spoil(app)
        answer = app.test_client().get("/api/policy").json
        assert (answer["max_file_bytes"] == policy.max_file_bytes) is true
        assert (answer["accepted"] == dict(policy.accepted)) is true


def crashing(controls):
    """Put a check that fails in the place of one that reads content."""

    def fails(_value, _policy):
        raise OSError("the reader is broken")

    return with_control("full-decode", fails, controls=controls)


@pytest.mark.parametrize(
    ("wrap", "status"), [(lambda controls: controls, 500), (forgiven, 201)], ids=["sound", "twin"]
)
def test_a_check_that_fails_refuses(tmp_path, wrap, status):
    """The twin stores what its check could not read."""
    policy = Policy(upload_folder=tmp_path / "files", image_handling="keep", min_free_bytes=1)
    app = reference_app.create_app(policy, secret_key=SECRET, controls=wrap(crashing(CONTROLS)))
    with closing(app.extensions[EXTENSION]):
        app.config["TOKEN"] = enrolled(app, "alice")
        answer = post(app, form(file_part(b"a.txt", b"honest\n")))
        assert answer.status == status
        assert bool([*policy.upload_folder.iterdir()]) is (status == 201)
