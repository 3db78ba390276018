"""The log: one JSON object a line, one for each refusal, and nothing in it that is secret."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime, timedelta

import pytest

from reference_app.controls.sessions import COOKIE
from reference_app.ledger import Ledger
from reference_app.pipeline import CONTROLS
from reference_app.scanning import EICAR, ScanResult, ScanVerdict
from tests.reference_app.helpers import (
    PASSWORD,
    PNG,
    SECRET,
    Browser,
    Says,
    enrolled,
    fetch,
    file_part,
    form,
    log_in,
    post,
    rows,
    send,
    text_part,
)

FIELDS = {"appid", "datetime", "event", "level", "request_id", "request_method", "route"} | {
    "source_ip",
    "user",
}
LOGGER = "reference_app.events"


@pytest.fixture(autouse=True)
def _everything_is_logged(caplog):
    """Keep what is routine as well."""
    caplog.set_level("INFO", LOGGER)


def lines(caplog):
    """Return the events so far, each of them one line of ASCII."""
    assert all(line.isascii() and len(line.splitlines()) == 1 for line in caplog.messages)
    return [json.loads(line) for line in caplog.messages]


def put(name, body=b"a", **environ):
    """Say how to put a file."""
    raw = {"content_type": "text/plain", "REQUEST_METHOD": "PUT"}
    return {"body": body, "path": f"/api/files/{name}", **raw, **environ}


REFUSALS = {
    "host-and-proxy": {"HTTP_HOST": "evil.test"},
    "fetch-metadata": {"HTTP_SEC_FETCH_SITE": "cross-site"},
    "upload-authn": {"token": None},
    "function-authz": {"path": "/quarantine/x/release"},
    "request-media-type": {"content_type": "text/plain"},
    "malformed-multipart": {"body": b"junk" * 500},
    "request-body-limit": {"length": 10**9},
    "length-missing": {"length": None},
    "filename-param": {"body": form(file_part(b"a", extra=b"; filename*=b"))},
    "field-contract": {"body": form(text_part(b"x", b""))},
    "part-limits": {"body": form(text_part(b"a", b"x" * 66_000))},
    "empty-upload": {"body": form()},
    "canonicalise-once": put("%E2%84%80.txt"),
    "name-length": put("a" * 300 + ".txt"),
    "control-characters": put("a%0A.txt"),
    "reserved-names": put("con.txt"),
    "extension-parse": put("a"),
    "extension-allowlist": put("a.exe"),
    "file-size-limit": put("a.txt", b"x" * 400_001),
    "signature-matches-extension": put("a.png"),
    "full-decode": put("a.png", PNG),
    "text-encoding": put("a.txt", b"\xff"),
    "integrity-digest": put("a.txt", HTTP_REPR_DIGEST="sha-256=:AA==:"),
}


@pytest.mark.parametrize("control", REFUSALS)
def test_events_logged(make_app, caplog, control):
    """A refusal is one event, by the control that gave it and the rule that it was told by."""
    answer = post(make_app(controls=CONTROLS), **REFUSALS[control])
    told = json.loads(answer.body)
    (event,) = lines(caplog)

    assert event.keys() >= FIELDS | {"outcome"}
    assert (event["control"], event["rule"]) == (control, told["detail"])
    assert (event["http_status"], event["level"]) == (answer.status, "warning")
    assert told["type"] == f"urn:problem:{control}"


def test_each_file_of_several_has_its_own(make_app, caplog):
    """One is stored and two are refused: three events of one request."""
    app = make_app({"max_files": 3})
    post(app, form(file_part(b"a.png"), file_part(b"a.exe"), file_part(b"con.txt")))
    events = lines(caplog)

    assert {event["event"] for event in events} == {"upload_stored", "input_validation_fail"}
    assert len(events) == 3
    assert len({event["request_id"] for event in events}) == 1


def test_what_only_the_log_may_know(make_app, caplog):
    """Why a scanner gave no verdict stands in the event, and in no answer."""
    says = ScanResult(verdict=ScanVerdict.UNREACHABLE, reason="timed out")
    answer = post(make_app(scanner=Says(says)))
    (event,) = lines(caplog)

    assert (event["control"], event["reason"]) == ("scan-fail-closed", "timed out")
    assert b"timed out" not in answer.body


def test_what_is_routine_is_logged_too(app, caplog):
    """Login, upload, deletion: by whom, of what, and how it ended."""
    alice = Browser(app)
    where = alice.post(file_part(b"a.png"))["Location"]
    alice.post(path=f"{where}/delete")
    events = lines(caplog)
    (row,) = rows(app)

    assert [event["event"] for event in events] == [
        "authn_login_success",
        "upload_stored",
        "upload_delete",
    ]
    assert {event["user"] for event in events[1:]} == {row["owner"]}
    assert {event["file_id"] for event in events[1:]} == {row["id"]}
    assert len({event["request_id"] for event in events}) == 3


def test_failed_logins_have_names_of_their_own(make_app, caplog):
    """In the words of the OWASP vocabulary: failed, and failed too often."""
    app = make_app({"logins_per_minute": 1})
    log_in(app, password="wrong")
    log_in(app, password="wrong")

    assert [event["event"] for event in lines(caplog)] == [
        "authn_login_fail",
        "authn_login_fail_max",
    ]


def test_log_time_and_format(app, caplog):
    """ISO 8601 with UTC's letter, and of now."""
    post(app)
    (event,) = lines(caplog)
    when = datetime.fromisoformat(event["datetime"])

    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", event["datetime"])
    assert timedelta(0) <= datetime.now(UTC) - when < timedelta(minutes=1)


def test_log_privacy(make_app, policy, caplog):
    """After a whole run nothing that opens a door, and no place on the disk, is in any line."""
    caplog.set_level("DEBUG")
    app = make_app(controls=CONTROLS)
    alice = Browser(app)
    enrolled(app, "rita", "reviewer")
    rita = Browser(app, "rita")
    held = alice.post(file_part(b"a.txt", b"canary-content" + EICAR))["Location"].rpartition("/")[2]
    stored = alice.post(file_part(b"b.txt", b"canary-content"))
    for each in (
        fetch(app, stored),
        rita.post(path=f"/quarantine/{held}/release"),
        log_in(app, PASSWORD, "x"),
    ):
        assert each.status
    for how in REFUSALS.values():
        post(app, **how)
    post(app, form(), path="/", HTTP_COOKIE=f"{COOKIE}={alice.session}", token=None)
    secrets = [SECRET, app.config["TOKEN"], alice.session, rita.session, alice.proof.decode()]
    secrets += ["canary-content", str(policy.upload_folder), *(row["key"] for row in rows(app))]

    assert len(caplog.messages) > len(REFUSALS)
    assert [secret for secret in [*secrets, PASSWORD] if secret in caplog.text] == []


class Broken(logging.Handler):
    """A sink that is full."""

    def emit(self, record):
        """Fail."""
        raise OSError(28, "no space", record.name)


def test_a_failing_sink_changes_no_answer(make_app):
    """The same refusals and the same uploads, without a log."""
    app = make_app(controls=CONTROLS)
    log, broken = logging.getLogger(LOGGER), Broken()

    def answers():
        return [post(app, **how) for how in REFUSALS.values()], post(app, **put("a.txt")).status

    sound = answers()
    log.addHandler(broken)
    try:
        assert answers() == sound
    finally:
        log.removeHandler(broken)


def test_log_injection(app, caplog):
    """A name is text in a field of its own: it forges no line and drives no terminal."""
    post(app, form(file_part("\u6587\u202e.txt".encode())))
    post(app, form(file_part("\u6587 {} %22, %22event%22.txt".encode())))
    refused, kept = lines(caplog)

    assert refused["control"] == "control-characters"
    assert (kept["event"], kept["display_name"]) == (
        "upload_stored",
        '\u6587 {} ", "event".txt',
    )


@pytest.mark.parametrize("path", ["/files/x%0A%7B%7D", "/\x1b[31m"])
def test_what_else_a_client_says_is_not_logged(app, caplog, path):
    """Neither the path, nor the name of a method, nor who it says that it is."""
    how = {"HTTP_USER_AGENT": "x\n{}", "HTTP_REFERER": "\x1b[2J", "token": None}
    send(app, path=path, HTTP_ACCEPT="application/json", **how)
    send(app, "POST", path=path, HTTP_HOST="x\r\n{}", **how)

    assert "\x1b" not in "".join(caplog.messages)
    assert all({"x\n{}", path}.isdisjoint(map(str, event.values())) for event in lines(caplog))


def test_an_error_cannot_forge_a_line(make_app, caplog):
    """A message with the client's text in it, line ends and all, stays one JSON object."""
    forged = "x\r\n" + json.dumps({"event": "upload_stored"}) + "\u202e" + "y" * 20_000

    def fail(*_, **__):
        raise RuntimeError(forged)

    send(make_app(ledger_class=type("Broken", (Ledger,), {"find": fail})), path="/files/none")
    event = lines(caplog)[-1]

    assert (event["event"], event["kind"]) == ("sys_crash", "RuntimeError")
    assert "in find" not in event["message"]
    assert "in fail" in event["trace"]
    assert (len(event["message"]), len(event["trace"])) == (255, 8000)


def test_a_long_name_is_cut_in_the_log(make_app, caplog):
    """Only there: the ledger keeps it whole."""
    app = make_app({"max_name_bytes": 1000})
    post(app, form(file_part(b"a" * 900 + b".txt")))

    assert len(lines(caplog)[-1]["display_name"]) == 255
    assert len(rows(app)[0]["name"]) == 904
