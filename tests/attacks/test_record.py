"""The record on disk: whole or not at all, and read with care."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from attacks import record
from attacks.model import (
    Change,
    ChangeKind,
    DiskView,
    Exchange,
    Observation,
    Probe,
    Profile,
    Request,
    Response,
    Seen,
    Stored,
)
from attacks.record import Record, TargetFacts, Tool, UnreadableRecord, observed, read, write

RECORD = Record(
    tool=Tool(name="t", version="1", python="3", hypothesis="6"),
    target=TargetFacts(name="n\ud800", limits={"body": None, "file": 5}),
    seed=1,
    level="quick",
    started="2026-01-01T00:00:00+00:00",
    seconds=1.5,
    cases=0,
    attacks=(),
    findings=(),
    controls={},
    titles={},
)


def test_what_was_written_is_read_back(tmp_path):
    """The folder is made, the text is ASCII, and the record is equal."""
    path = tmp_path / "new" / "run.json"
    write(RECORD, path)

    assert read(path) == RECORD
    assert path.read_bytes().isascii()
    assert [p.name for p in path.parent.iterdir()] == ["run.json"]


def test_a_second_record_takes_the_place_of_the_first(tmp_path):
    """The newest run counts."""
    path = tmp_path / "run.json"
    write(RECORD, path)
    write(dataclasses.replace(RECORD, seed=2), path)

    assert read(path).seed == 2


@pytest.mark.parametrize("failing", ["replace", "write"])
def test_a_failure_half_way_leaves_the_old_record(tmp_path, monkeypatch, failing):
    """Whoever reads sees the old run or the new one, and no litter."""
    path = tmp_path / "run.json"
    write(RECORD, path)

    def fail(*_args, **_more):
        raise KeyboardInterrupt

    if failing == "replace":
        monkeypatch.setattr(Path, "replace", fail)
    else:
        monkeypatch.setattr(record.os, "fdopen", fail)
    with pytest.raises(KeyboardInterrupt):
        write(dataclasses.replace(RECORD, seed=2), path)

    assert read(path) == RECORD
    assert [p.name for p in tmp_path.iterdir()] == ["run.json"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"{", "Expecting property name"),
        (b"\xff\xfe", "codec can't decode"),
        (b"[]", "schema None; this version reads 'upload-gauntlet/run/1'"),
        (b"{}", "schema None; this version reads 'upload-gauntlet/run/1'"),
        (b'{"schema": "upload-gauntlet/run/2"}', "schema 'upload-gauntlet/run/2'; this version"),
        (b'{"schema": "upload-gauntlet/run/1"}', r"\$: missing attacks, cases, "),
        (b"[" * 100_000, "maximum recursion depth"),
    ],
)
def test_what_is_no_record_of_ours_is_refused_with_its_reason(tmp_path, text, reason):
    """Another version, another shape or another file is never half read."""
    path = tmp_path / "run.json"
    path.write_bytes(text)

    with pytest.raises(UnreadableRecord, match=reason) as error:
        read(path)
    assert str(error.value).startswith(f"{path}: ")


def test_a_missing_record_is_unreadable(tmp_path):
    """The path and the reason are told."""
    with pytest.raises(UnreadableRecord, match="No such file"):
        read(tmp_path / "none.json")


def seen(*steps: Seen) -> Observation:
    """Return an observation of *steps*."""
    exchange = Exchange(request=Request(path=b"/"))
    return Observation(
        probe=Probe(steps=(exchange,) * len(steps)),
        profile=Profile(endpoint="/", field="f"),
        steps=steps,
    )


def test_a_step_is_told_in_lines_of_text():
    """Answer, changes, escapes and what was fetched back, each on its line."""
    change = Change(kind=ChangeKind.CREATED, path="/u/a", inside=True, size=3, mode=0o44)
    step = Seen(
        response=Response(status=302),
        stored=Stored.YES,
        exception="KeyError",
        disk=DiskView(root="/u", changes=(change,), escaped=("/etc/x",)),
        log=("one", "two"),
        retrieved=Response(status=200, headers=((b"Content-Type", b"a/b"),), body=b"abc"),
    )

    assert observed(seen(step)) == (
        "step 1: answered status 302, KeyError in the log; file stored: yes",
        "step 1: created /u/a (3 bytes, mode 0044)",
        "step 1: wrote /etc/x",
        "step 1: logged 2 lines",
        "step 1: fetched back: status 200, 3 bytes",
        "step 1: fetched back: Content-Type: a/b",
    )


def test_a_step_without_an_answer_tells_the_failure():
    """Steps are numbered, and a silent target is told in our words."""
    lines = observed(seen(Seen(response=Response(status=200)), Seen(response=None, failure="shut")))

    assert lines == (
        "step 1: answered status 200; file stored: unseen",
        "step 2: answered shut; file stored: unseen",
    )


@pytest.mark.parametrize("name", [b"Set-Cookie", b"set-cookie", b"SET-COOKIE"])
def test_a_cookie_that_the_target_sets_is_not_told(name):
    """A record is passed around; a session is not."""
    back = Response(status=200, headers=((name, b"session=secret"),))
    lines = observed(seen(Seen(response=None, failure="x", retrieved=back)))

    assert lines[-1] == f"step 1: fetched back: {name.decode()}: (redacted)"
    assert "secret" not in "".join(lines)
