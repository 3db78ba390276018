"""The app behind a real ClamAV: the infected is kept from everybody, silence keeps nothing."""

from __future__ import annotations

import io
import json
import secrets
import socket
import threading
import zipfile
from contextlib import contextmanager, suppress

import pytest

from reference_app import create_app
from reference_app.policy import Policy
from reference_app.scanning import EICAR
from reference_app.type_sets import ARCHIVES, TEXT
from tests.clamav.conftest import SIGNATURE

READS = ("/files/{id}", "/content/{id}", "/api/files/{id}")
LISTS = ("/", "/files.csv", "/api/files", "/quarantine")


class Asker:
    """Somebody with a token, who sends requests to the app."""

    def __init__(self, app, name, role):
        people = app.extensions["reference_app"].people
        people.enrol(name, "a long enough password", role)
        self.token = people.new_token(name)
        self.client = app.test_client()

    def send(self, method, path, **more):
        """Send a request; it asks for JSON unless it says otherwise."""
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}
        headers |= more.pop("also", {})
        return self.client.open(path, method=method, headers=headers, buffered=True, **more)

    def put(self, data, name="a.txt"):
        """Upload *data*."""
        return self.send("PUT", f"/api/files/{name}", data=data)


@pytest.fixture
def start(tmp_path):
    """Build an app that asks the scanner at *address*, with an uploader and a reviewer."""
    apps = []

    def build(address):
        policy = Policy(
            upload_folder=tmp_path / "files",
            accepted=TEXT | ARCHIVES,
            scanner=f"clamd:{address}",
            scan_seconds=2,
        )
        app = create_app(policy, secret_key=secrets.token_hex(32))
        apps.append(app)
        return app, Asker(app, "ann", "uploader"), Asker(app, "rob", "reviewer")

    yield build
    for app in apps:
        app.extensions["reference_app"].close()


def zipped(data):
    """Return an archive that holds *data*, compressed."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", data)
    return file.getvalue()


def kept(app, tmp_path):
    """Return the stored files' names, and the rows' states and scans."""
    with app.extensions["reference_app"].ledger.engine.connect() as connection:
        rows = connection.exec_driver_sql("select state, scan from files").all()
    return [path.name for path in (tmp_path / "files").iterdir()], [tuple(row) for row in rows]


def events(caplog):
    """Return the events that were logged."""
    return [json.loads(line) for line in caplog.messages if line.startswith("{")]


@contextmanager
def nonsense(path):
    """Answer whoever calls with words of another protocol."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen()

        def talk():
            with suppress(OSError):
                line, _ = listener.accept()
                with line:
                    line.recv(65536)
                    line.sendall(b"220 welcome\0")

        thread = threading.Thread(target=talk, daemon=True)
        thread.start()
        yield
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        thread.join()


INFECTED = pytest.mark.parametrize(
    ("name", "data"), [("a.txt", EICAR), ("a.zip", zipped(EICAR))], ids=["text", "archive"]
)


def test_a_clean_file_is_served(daemon, start):
    """The gate lets through what it should."""
    _, ann, _ = start(daemon.path)
    stored = ann.put(b"fine")

    assert stored.status_code == 201
    assert ann.send("GET", stored.json["url"]).data == b"fine"


@INFECTED
def test_an_infected_file_is_quarantined(daemon, start, tmp_path, caplog, name, data):
    """The answer says that it waits, the row and the event say for what."""
    caplog.set_level("INFO")
    app, ann, _ = start(daemon.path)
    answer = ann.put(data, name)
    files, rows = kept(app, tmp_path)

    assert (answer.status_code, answer.json["state"], len(files)) == (202, "quarantined", 1)
    assert rows == [("quarantined", f"infected {SIGNATURE}.UNOFFICIAL")]
    assert [each["outcome"] for each in events(caplog)] == ["quarantined"]
    assert SIGNATURE not in answer.text


@INFECTED
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("also", [{}, {"Range": "bytes=0-9"}, {"Accept": "text/html"}])
def test_no_read_path_reaches_it(daemon, start, name, data, method, also):
    """Neither the owner nor a reviewer gets the file, by any path and with any header."""
    _, *everybody = start(daemon.path)
    file_id = everybody[0].put(data, name).json["id"]
    for asker in everybody:
        paths = [path.format(id=file_id) for path in READS]
        answers = [asker.send(method, path, also=also) for path in (*paths, *LISTS)]

        assert {answer.status_code for answer in answers[: len(READS)]} == {404}
        assert not [answer for answer in answers if data in answer.data]


@pytest.mark.parametrize("fault", ["stopped", "hanging", "nonsense"])
def test_no_verdict_keeps_nothing(own_daemon, start, tmp_path, caplog, fault):
    """A daemon that is gone, hangs or talks nonsense: 503, no file, no row, and an event."""
    app, ann, _ = start(own_daemon.path + ("2" if fault == "nonsense" else ""))
    if fault == "stopped":
        own_daemon.stop()
    elif fault == "hanging":
        own_daemon.hang()
    with nonsense(own_daemon.path + "2"):
        answer = ann.put(b"fine")

    assert (answer.status_code, answer.json["type"]) == (503, "urn:problem:scan-fail-closed")
    assert "scanner" in answer.json["detail"]
    assert kept(app, tmp_path) == ([], [])
    (event,) = [each for each in events(caplog) if each.get("control")]
    assert (event["control"], event["outcome"]) == ("scan-fail-closed", "refused")


def test_an_upload_goes_through_once_the_daemon_is_back(own_daemon, start):
    """A refusal leaves nothing that stands in the way."""
    _, ann, _ = start(own_daemon.path)
    own_daemon.hang()
    refused = ann.put(b"fine")
    own_daemon.wake()

    assert (refused.status_code, ann.put(b"fine").status_code) == (503, 201)
