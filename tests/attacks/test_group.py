"""Several requests at one moment, and whose doing the changes were."""

from __future__ import annotations

import threading

from attacks.group import at_once, shared_out
from attacks.model import Body, Change, ChangeKind, DiskView, Exchange, Request, Response, SentFile
from tests.attacks.targets.tiny import Scripted


def upload(content: bytes | None) -> Exchange:
    """Return an upload of *content*, or a request without a file."""
    file = SentFile(filename=b"a", content=Body((content or b"",)), media_type=b"text/plain")
    return Exchange(request=Request(path=b"/"), file=file if content is not None else None)


def kept(name: str, content: bytes = b"?", kind=ChangeKind.CREATED) -> Change:
    """Return a file that appeared."""
    return Change(kind=kind, path=name, inside=True, sha256=Body((content,)).sha256())


def shares(changes, *steps):
    """Return the paths that each of the (content, refused) *steps* is given."""
    view = DiskView(root="/u", changes=tuple(changes), escaped=("/x",), left_open=1)
    refused = [no for _, no in steps]
    views = shared_out(view, [upload(content) for content, _ in steps], refused)
    assert [(v.escaped, v.left_open) for v in views if v][-1] == (("/x",), 1)
    assert not any(v.escaped or v.left_open for v in views[:-1] if v)
    return [[c.path for c in v.changes] for v in views if v]


def test_requests_are_under_way_at_the_same_moment():
    """The third is answered only if all three are there."""
    meeting = threading.Barrier(3)

    def answer(request: Request) -> Response:
        meeting.wait(10)
        return Response(status=200, body=request.path)

    paths = (b"/1", b"/2", b"/3")
    replies = at_once(Scripted(answer), [Request(path=p) for p in paths])
    assert [reply.response.body for reply in replies] == list(paths)


def test_more_requests_than_threads_are_all_sent():
    """A flood is bounded in what runs at once, not in what it sends."""
    session = Scripted(lambda request: Response(status=200, body=request.path))
    paths = [b"/%d" % number for number in range(50)]

    replies = at_once(session, [Request(path=p) for p in paths])
    assert [reply.response.body for reply in replies] == paths


def test_a_file_belongs_to_whoever_sent_its_bytes():
    """In whatever order they appear."""
    files = [kept("b", b"2"), kept("a", b"1")]

    assert shares(files, (b"1", False), (b"2", False)) == [["a"], ["b"]]


def test_a_file_that_was_written_anew_belongs_to_one_that_was_taken():
    """A request that only counts has its share too."""
    assert shares([kept("x"), kept("a", b"1")], (b"1", False), (b"2", False)) == [["a"], ["x"]]
    assert shares([kept("x")], (None, True), (None, False)) == [[], ["x"]]


def test_a_file_too_many_is_left_to_one_that_was_refused():
    """So that what a refusal leaves behind is seen."""
    assert shares([kept("a"), kept("b")], (b"1", True), (b"2", False)) == [["b"], ["a"]]


def test_what_is_nobodys_is_the_lasts():
    """A folder, a removal, a file outside."""
    gone = kept("g", kind=ChangeKind.REMOVED)

    assert shares([gone], (b"1", False), (b"2", False)) == [[], ["g"]]


def test_a_disk_that_is_not_seen_has_no_shares():
    """One unknown for each step."""
    assert shared_out(None, [upload(b"1")] * 2, [False, False]) == [None, None]
