"""The log: one JSON object a line, whatever a client or a library put into the text."""

from __future__ import annotations

import json
import logging

from reference_app.ledger import Ledger
from tests.reference_app.helpers import file_part, form, post, rows, send


def test_events_tell_what_happened_in_one_line(app, caplog):
    """A name cannot forge a line of the log."""
    with caplog.at_level("INFO", "reference_app.events"):
        post(app, form(file_part("\u6587\u202e.txt".encode())))
        post(app, form(file_part("\u6587 {}.txt".encode())))

    refused, kept = (record.getMessage() for record in caplog.records)
    assert '"control": "control-characters"' in refused
    assert '"event": "upload_stored"' in kept
    assert kept.isascii()


def test_an_error_cannot_forge_a_line(make_app, caplog):
    """A message with the client's text in it, line ends and all, stays one JSON object."""
    forged = "x\r\n" + json.dumps({"event": "upload_stored"}) + "\u202e" + "y" * 20_000

    def fail(*_, **__):
        raise RuntimeError(forged)

    send(make_app(ledger_class=type("Broken", (Ledger,), {"find": fail})), path="/files/none")
    line = logging.Formatter("%(message)s").format(caplog.records[-1])
    event = json.loads(line)

    assert (line.isascii(), len(line.splitlines())) == (True, 1)
    assert (event["event"], event["kind"]) == ("sys_crash", "RuntimeError")
    assert "in find" not in event["message"]
    assert "in fail" in event["trace"]
    assert (len(event["message"]), len(event["trace"])) == (255, 8000)


def test_a_long_name_is_cut_in_the_log(make_app, caplog):
    """Only there: the ledger keeps it whole."""
    app = make_app({"max_name_bytes": 1000})
    with caplog.at_level("INFO", "reference_app.events"):
        post(app, form(file_part(b"a" * 900 + b".txt")))

    assert len(json.loads(caplog.messages[-1])["display_name"]) == 255
    assert len(rows(app)[0]["name"]) == 904
