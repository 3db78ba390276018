"""What one probe shows: answers, effects, witnesses.

Long, because each way to tell whether a file was kept stands beside the others.
"""

from __future__ import annotations

import dataclasses

import pytest

from attacks.model import (
    Change,
    ChangeKind,
    Demand,
    DiskView,
    Exchange,
    Header,
    Probe,
    Profile,
    Refusal,
    Request,
    Response,
    Retrieval,
    RetrievalKind,
    Stored,
)
from attacks.observe import is_refusal, observe, refusal_of
from attacks.strategies.contents import HONEST
from attacks.targets.session import Reply
from attacks.uploads import honest, named
from tests.attacks.targets.tiny import Scripted

PROFILE = Profile(
    endpoint="/up",
    field="file",
    page="/page",
    accepted=(HONEST["txt"],),
    retrieval=Retrieval(kind=RetrievalKind.LOCATION),
    headers={"a": ((b"Cookie", b"me"),), "b": ((b"Cookie", b"you"),)},
)
TEMPLATE = Retrieval(kind=RetrievalKind.TEMPLATE, template="/files/1")
BLIND = dataclasses.replace(PROFILE, retrieval=Retrieval())
REDIRECT = Response(status=302, headers=((b"Location", b"/files/1"),))
FILE = Response(status=200, body=HONEST["txt"].content)


def change(**more) -> Change:
    """Return a file that was created inside the root."""
    given = {"kind": ChangeKind.CREATED, "path": "/u/a", "inside": True, "sha256": "f", **more}
    return Change(**given)


def view(*changes: Change) -> DiskView:
    """Return a look at the root /u."""
    return DiskView(root="/u", changes=changes)


def site(upload: Reply | Response | None, *views: DiskView | None, file=FILE) -> Scripted:
    """Answer the upload, serve *file* at /files/1, and a page."""
    page = Response(status=200, body=b"page")

    def answer(request: Request) -> Reply | Response | None:
        if request.method == b"POST":
            return upload
        return file if request.path == b"/files/1" else page

    return Scripted(answer, [view(change(path="/u/before")), *views])  # before anything is sent


def seen(session: Scripted, profile: Profile = PROFILE, probe: Probe | None = None):
    """Observe an honest upload, or *probe*, and return the one step."""
    (step,) = observe(session, profile, probe or honest(profile)).steps
    return step


@pytest.mark.parametrize(
    ("changes", "file", "stored"),
    [
        ((change(),), FILE, Stored.YES),
        ((change(kind=ChangeKind.MODIFIED),), None, Stored.YES),
        ((), FILE, Stored.NO),  # what is fetched back was not kept by this step
        ((), None, Stored.NO),
        ((change(inside=False),), None, Stored.NO),
        ((change(sha256=""),), None, Stored.NO),  # a folder, or a file that went away
    ],
)
def test_on_a_disk_that_is_seen_the_file_is_told_by_its_trace(changes, file, stored):
    """A file inside the root that is there after the step, and nothing else."""
    step = seen(site(REDIRECT, view(*changes), file=file))

    assert step.stored is stored
    assert (step.retrieved is not None) is (stored is Stored.YES and file is not None)


def test_what_the_target_did_before_the_probe_is_nobodys_doing():
    """A look is taken first: the traces of a timer or of the last case are not this one's."""
    session = site(REDIRECT, view(), file=None)
    step = seen(session)

    assert (step.stored, step.disk) == (Stored.NO, view())
    assert session.views == []


@pytest.mark.parametrize(
    ("upload", "profile", "file", "stored"),
    [
        (REDIRECT, PROFILE, FILE, Stored.YES),
        (REDIRECT, PROFILE, None, Stored.NO),
        (REDIRECT, BLIND, FILE, Stored.UNSEEN),
        (None, PROFILE, FILE, Stored.UNSEEN),
        (Response(status=400), BLIND, FILE, Stored.NO),
    ],
)
@pytest.mark.parametrize("look", [None, DiskView(root="")])
def test_without_a_disk_the_file_is_told_by_fetching_it(upload, profile, file, stored, look):
    """Fetched back is yes, not fetched back is no, and without a way to fetch nobody knows."""
    assert seen(site(upload, look, file=file), profile).stored is stored


@pytest.mark.parametrize(
    ("kind", "stored"), [(b"text/plain; charset=utf-8", Stored.YES), (b"text/html", Stored.NO)]
)
def test_other_bytes_are_the_file_only_if_the_type_is_the_same(kind, stored):
    """A file written anew keeps its type; a page that thanks is no file."""
    anew = Response(status=200, headers=((b"Content-Type", kind),), body=b"other")
    step = seen(site(REDIRECT, None, file=anew))

    assert step.stored is stored
    assert step.retrieved == (anew if stored is Stored.YES else None)


@pytest.mark.parametrize(
    ("demand", "stored"),
    [(Demand.EITHER, Stored.NO), (Demand.REFUSE, Stored.NO), (Demand.ACCEPT, Stored.YES)],
)
def test_what_was_there_already_was_not_stored_by_this_step(demand, stored):
    """At an address that is known beforehand, an earlier case may have left the same."""
    lying = dataclasses.replace(PROFILE, retrieval=TEMPLATE)
    (step,) = honest(lying).steps
    probe = Probe(steps=(dataclasses.replace(step, demand=demand),))
    session = site(Response(status=200), None)

    found = seen(session, lying, probe)
    assert found.stored is stored
    assert [r.method for r in session.sent] == [b"GET", b"POST", b"GET", b"GET"]


def test_what_lies_anew_at_a_known_address_was_stored_by_this_step():
    """Nothing was there before, or something else."""
    for before in (Response(status=404), Response(status=200, body=b"older")):
        files = iter((before, FILE))

        def answer(request: Request, files=files) -> Response:
            return next(files) if request.path == b"/files/1" else Response(status=200)

        lying = dataclasses.replace(PROFILE, retrieval=TEMPLATE)
        probe = named(lying, b"report.txt", variant="v")
        assert seen(Scripted(answer), lying, probe).stored is Stored.YES


def test_what_a_refusal_leaves_behind_is_not_stored():
    """A trace after a 400 is for another oracle; nothing is fetched."""
    session = site(Response(status=400, headers=REDIRECT.headers), view(change()))
    step = seen(session)

    assert (step.refused, step.stored, step.retrieved) == (True, Stored.NO, None)
    assert [r.path for r in session.sent] == [b"/up", b"/page"]


def test_the_reply_and_the_view_are_kept_as_they_came():
    """Nothing that the target showed is lost."""
    reply = Reply(response=REDIRECT, bytes_read=7, exception="KeyError")
    step = seen(site(reply, view(change())))

    assert (step.response, step.bytes_read, step.exception) == (REDIRECT, 7, "KeyError")
    assert (step.disk, step.retrieved, step.failure) == (view(change()), FILE, "")
    assert seen(site(Reply(response=None, failure="shut"), view())).failure == "shut"


def test_the_page_and_the_endpoint_are_not_the_file():
    """A redirect back to the form leads to a 200 that is no upload, whatever its query says."""
    form = Response(status=200, headers=((b"Content-Type", b"text/plain"),))
    for path in (b"/page", b"/up", b"/page?sent=1", b"/up?sent=1"):
        back = Response(status=302, headers=((b"Location", path),))
        step = seen(Scripted(lambda r, back=back: back if r.method == b"POST" else form))
        assert (step.retrieved, step.stored) == (None, Stored.NO)


def test_a_step_without_a_file_is_not_fetched():
    """A plain request has nothing that could come back."""
    probe = Probe(steps=(Exchange(request=Request(path=b"/up")),))
    step = seen(site(REDIRECT, view()), probe=probe)

    assert (step.retrieved, step.stored) == (None, Stored.NO)


def test_each_step_is_sent_by_its_actor_and_the_page_asked_for_at_the_end():
    """The probe's own headers come first, the actor's behind them."""
    step = honest(PROFILE).steps[0]
    other = dataclasses.replace(step, actor="b")
    session = site(REDIRECT, view(), view())
    found = observe(session, PROFILE, Probe(steps=(step, other)))

    def who(header: tuple[Header, ...]) -> bytes:
        return header[-1][1]

    posts = [who(r.headers) for r in session.sent if r.method == b"POST"]
    assert posts == [b"me", b"you"]
    assert session.sent[0].headers[:-1] == step.request.headers
    assert (session.sent[-1].path, who(session.sent[-1].headers)) == (b"/page", b"me")
    assert found.honest == Response(status=200, body=b"page")


def test_a_file_is_fetched_again_when_all_steps_are_done():
    """Only what came back once is asked for again, and each step by its own address."""
    names, files = iter((b"/files/1", b"/files/2", b"/page")), iter("1122")

    def answer(request: Request) -> Response:
        if request.method == b"POST":
            return Response(status=302, headers=((b"Location", next(names)),))
        if request.path == b"/page":
            return Response(status=200)
        body = request.path + next(files).encode()
        return Response(status=200, headers=((b"Content-Type", b"text/plain"),), body=body)

    probe = Probe(steps=honest(PROFILE).steps * 3)
    one, two, three = observe(Scripted(answer), PROFILE, probe).steps

    assert (one.retrieved.body, one.refetched.body) == (b"/files/11", b"/files/12")
    assert (two.retrieved.body, two.refetched.body) == (b"/files/21", b"/files/22")
    assert (three.retrieved, three.refetched) == (None, None)


def test_a_single_step_is_not_fetched_twice():
    """Nothing came after it that could have changed the file."""
    step = seen(site(REDIRECT, view(change())))

    assert (step.retrieved, step.refetched) == (FILE, None)


@pytest.mark.parametrize("look", [None, DiskView(root="/u", escaped=("/x",))])
def test_a_witness_that_appears_is_an_escape_and_is_removed(tmp_path, look):
    """It is seen even where there is no view of the disk, and is gone before the next case."""
    witness, quiet = tmp_path / "climbed", tmp_path / "quiet"
    session = site(REDIRECT, look)
    send = session.send

    def climbing(request: Request):
        if request.method == b"POST":
            witness.write_bytes(b"x")
        return send(request)

    session.send = climbing
    probe = dataclasses.replace(honest(PROFILE), witnesses=(str(quiet), str(witness)))

    disk = seen(session, probe=probe).disk
    assert disk.escaped == tuple(sorted({*(look.escaped if look else ()), str(witness)}))
    assert not witness.exists()


def test_a_file_that_escaped_is_taken_back_if_it_is_ours(tmp_path):
    """The bytes of the probe are removed wherever they went; anybody else's are not."""
    ours, theirs = tmp_path / "climbed", tmp_path / "app.log"
    ours.write_bytes(PROFILE.sample.content)
    theirs.write_bytes(b"a line of the app")
    look = DiskView(root="/u", escaped=(str(ours), str(theirs), str(tmp_path / "gone")))

    assert seen(site(REDIRECT, look)).disk.escaped == look.escaped
    assert (ours.exists(), theirs.exists()) == (False, True)


def test_a_witness_that_is_a_dangling_link_is_seen(tmp_path):
    """A link is there even if what it names is not."""
    witness = tmp_path / "climbed"
    session = site(REDIRECT, view())
    answer = session.answer

    def linking(request: Request):
        if request.method == b"POST":
            witness.symlink_to("/nowhere")
        return answer(request)

    session.answer = linking
    probe = dataclasses.replace(honest(PROFILE), witnesses=(str(witness),))
    assert seen(session, probe=probe).disk.escaped == (str(witness),)
    assert not witness.is_symlink()


def test_what_was_there_before_is_no_witness(tmp_path):
    """A file of somebody else's is neither removed nor counted; what is no path tells nothing."""
    leftover, folder = tmp_path / "climbed", tmp_path / "folder"
    leftover.touch()
    folder.mkdir()
    names = (str(leftover), str(folder), "/tmp/a\0b", "/tmp/" + "a" * 5000)
    probe = dataclasses.replace(honest(PROFILE), witnesses=names)

    assert seen(site(REDIRECT, view()), probe=probe).disk.escaped == ()
    assert leftover.exists()
    assert folder.is_dir()


def test_a_refusal_is_told_by_its_status_or_as_it_was_recorded():
    """A 302 to the form is a refusal where calibration saw it refuse."""
    back = Response(status=302, headers=((b"Location", b"/"),), body=b"no")
    knowing = dataclasses.replace(PROFILE, refusals=(refusal_of(back),))

    assert is_refusal(PROFILE, Response(status=400))
    assert not is_refusal(PROFILE, Response(status=399))
    assert not is_refusal(PROFILE, None)
    assert not is_refusal(PROFILE, back)
    assert is_refusal(knowing, back)
    assert not is_refusal(knowing, dataclasses.replace(back, body=b"yes"))
    assert not is_refusal(knowing, dataclasses.replace(back, status=303))
    assert not is_refusal(knowing, dataclasses.replace(back, headers=((b"Location", b"/x"),)))


def test_a_recorded_refusal_is_not_stored_however_it_looks():
    """The recorded answer makes the step refused, and what lies there is left behind."""
    form = Response(status=200, body=b"the form again")
    knowing = dataclasses.replace(PROFILE, refusals=(refusal_of(form),))
    step = seen(site(form, view()), knowing)

    assert (step.refused, step.stored) == (True, Stored.NO)


def test_tokens_do_not_make_two_refusals_differ():
    """What varies between two equal answers is blotted out: ids, nonces, session names."""

    def refusal(token: bytes) -> Refusal:
        headers = ((b"Location", b"/form?t=" + token),)
        return refusal_of(Response(status=302, headers=headers, body=b"csrf=" + token))

    assert refusal(b"0123456789abcdef") == refusal(b"fedcba98-7654_3210.x")
    assert refusal(b"short") != refusal(b"other")
    assert refusal_of(Response(status=200)).location == b""


ABOUT = Exchange(request=Request(path=b"/admin/{id}", method=b"GET"), actor="b", about=0)


def test_a_step_about_another_asks_for_where_its_file_is():
    """The address is the step's own finding, and who asks is somebody else."""
    session = site(REDIRECT, view(change()))
    step = honest(PROFILE).steps[0]
    first, second = observe(session, PROFILE, Probe(steps=(step, ABOUT))).steps

    asked = next(r for r in session.sent if r.path == b"/admin/1")
    assert asked.headers == ((b"Cookie", b"you"),)
    assert (first.address, second.address) == ("/files/1", "/admin/1")
    assert second.response == Response(status=200, body=b"page")


def test_a_step_about_a_file_that_is_nowhere_is_not_sent():
    """The reason stands where the answer would."""
    session = site(Response(status=400), view())
    step = honest(PROFILE).steps[0]
    _, second = observe(session, PROFILE, Probe(steps=(step, ABOUT))).steps

    assert (second.response, second.failure) == (None, "nobody knows where the file is")
    assert not any(b"admin" in r.path for r in session.sent)


def test_a_file_is_fetched_again_by_who_stored_it():
    """Only its owner may look whether it is still there."""
    session = site(REDIRECT, view(change()))
    (step,) = honest(PROFILE).steps
    theirs = dataclasses.replace(step, actor="b")
    first, _ = observe(session, PROFILE, Probe(steps=(theirs, ABOUT))).steps

    fetched = [r for r in session.sent if r.path == b"/files/1"]
    assert {r.headers for r in fetched} == {((b"Cookie", b"you"),)}
    assert (len(fetched), first.refetched) == (2, FILE)


def test_steps_together_are_sent_before_the_disk_is_looked_at():
    """What changed is shared out; a file that is nobody's is left to the one that was refused."""
    answers = iter((REDIRECT, Response(status=413)))
    session = site(None, view(change(path="/u/1"), change(path="/u/2")))
    usual, session.answer = session.answer, lambda r: next(answers) if r.body.size else usual(r)
    first, second = honest(PROFILE).steps * 2
    seen = observe(session, PROFILE, Probe(steps=(first, second), together=2)).steps

    kept = {step.refused: [c.path for c in step.disk.changes] for step in seen}
    assert sorted(kept) == [False, True]
    assert sorted(kept[False] + kept[True]) == ["/u/1", "/u/2"]
    assert session.views == []


def test_a_secret_is_sent_and_not_kept():
    """The probe of an observation holds the mark."""
    knowing = dataclasses.replace(
        PROFILE, fields=(("token", "a.token.f00"),), secrets={"a.token.f00": "s3cret/token"}
    )
    session = site(REDIRECT, view(change()))
    seen_all = observe(session, knowing, honest(knowing))

    (sent,) = [r for r in session.sent if r.method == b"POST"]
    assert b"s3cret/token" in sent.body.to_bytes()
    assert b"a.token.f00" in seen_all.probe.steps[0].request.body.to_bytes()


def test_lines_of_the_log_belong_to_the_step():
    """What was logged before is dropped."""
    session = site(REDIRECT, view(change()))
    lines = iter((("before",), ("during",)))
    session.log = lambda: next(lines)

    assert seen(session).log == ("during",)
