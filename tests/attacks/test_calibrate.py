"""What benign uploads find out, on apps of every make.

Long, because each make of app stands beside what is found out about it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from attacks import calibrate as calibrating
from attacks.calibrate import NothingAccepted, calibrate, recalibrate
from attacks.model import (
    Limits,
    Profile,
    Request,
    Response,
    Retrieval,
    RetrievalKind,
    Stored,
)
from attacks.observe import observe
from attacks.strategies.contents import HONEST
from attacks.targets import tree
from attacks.targets.http import HttpSession
from attacks.targets.session import Hints, Target, TargetError
from attacks.targets.wsgi import WsgiTarget
from attacks.uploads import honest, named
from tests.apps import flask_reuploaded, reference, refuses_everything, shared_data, tutorial
from tests.attacks.targets.tiny import PAGE, Answer, Scripted, TinyApp, plain, redirected


def calibrated(target: Target, hints: Hints | None = None, page: str = "/") -> Profile:
    """Calibrate a fresh session of *target*."""
    with target.open() as session:
        return calibrate(session, hints or target.hints, page)


def built(
    hints: Hints | None = None, kind: Callable[..., TinyApp] = TinyApp, **app: Any
) -> Profile:
    """Calibrate a tiny app that was built around a sandbox."""
    target = WsgiTarget("tiny", build=lambda folder: kind(folder, **app), hints=hints)
    return calibrated(target)


def extensions(profile: Profile) -> list[str]:
    """Return the extensions that *profile* says are accepted."""
    return [sample.extension for sample in profile.accepted]


@pytest.mark.parametrize(
    ("module", "endpoint", "kind"),
    [
        (tutorial, "/", RetrievalKind.LOCATION),
        (shared_data, "/", RetrievalKind.LOCATION),
        (reference, "/", RetrievalKind.LOCATION),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_classic_app_is_understood(module, endpoint, kind):
    """Form, types, limits and the way back are all found without being told."""
    profile = calibrated(module.target)

    assert (profile.endpoint, profile.field) == (endpoint, "file")
    assert {"txt", "pdf", "png", "jpg", "gif"} <= set(extensions(profile))
    assert profile.retrieval.kind is kind
    assert profile.limits == module.target.hints.limits
    assert profile.storage_root.endswith("/srv/www/app/uploads")


def test_the_ledger_of_the_reference_app_is_state():
    """What honest uploads touch too is nobody's escape."""
    profile = calibrated(reference.target)

    assert profile.state_paths
    assert not any(path.startswith(profile.storage_root + "/") for path in profile.state_paths)


def test_an_app_on_flask_reuploaded_is_understood():
    """Another make of app, another form."""
    profile = calibrated(flask_reuploaded.target)

    assert profile.accepted
    assert profile.field


def test_a_wall_has_accepted_nothing():
    """An app that refuses everything cannot be judged, and the last refusal is told."""
    with pytest.raises(
        NothingAccepted, match=r"no honest upload to /, field 'file', was stored \(last: \w+: 400\)"
    ):
        calibrated(refuses_everything.target)


def test_an_upload_that_is_thanked_for_and_dropped_is_not_accepted():
    """A kind answer is no proof: only an effect is."""

    class Dropping(TinyApp):
        def keep(self, name: str, content: bytes) -> None:
            """Forget it."""

    with pytest.raises(NothingAccepted, match=r"last: txt: 303, but nothing was kept"):
        built(Hints(accepted=("txt",)), kind=Dropping)


def test_the_form_gives_action_field_and_texts():
    """What the page says is used, and what the hints say beats it."""
    page = (
        b'<form action="/up"><input type=file name=pic><input name=c value=1><input name=a></form>'
    )
    profile = built(page=page)
    assert (profile.endpoint, profile.field) == ("/up", "pic")
    assert profile.fields == (("c", "1"), ("a", ""))

    said = Hints(endpoint="/other", field="f", fields={"a": "2", "b": "3"}, page="/p")
    profile = built(said, page=page)
    assert (profile.endpoint, profile.field, profile.page) == ("/other", "f", "/p")
    assert profile.fields == (("c", "1"), ("a", "2"), ("b", "3"))


def test_a_page_without_a_form_needs_endpoint_and_field():
    """The error says what is missing and how to give it; with both, no form is needed."""
    with pytest.raises(TargetError, match=r"no upload form in the page at / \(status 200\); give"):
        built(page=b"hello")
    with pytest.raises(TargetError, match="no upload form"):
        built(Hints(endpoint="/up"), page=b"hello")

    profile = built(Hints(endpoint="/up", field="f"), page=b"hello")
    assert (profile.endpoint, profile.field, extensions(profile)) == ("/up", "f", ["txt"])


def test_silence_at_the_page_is_the_targets_fault():
    """Nothing can be learned from a target that does not answer."""
    with pytest.raises(TargetError, match="no answer to GET /page"):
        calibrate(Scripted(lambda _: None), Hints(), "/page")


def test_only_the_hinted_types_are_tried_in_their_order():
    """The first accepted one is the sample that attacks dress up."""
    profile = built(Hints(accepted=("png", "gif", "txt")), accepts=("txt", "png"))

    assert extensions(profile) == ["png", "txt"]
    assert profile.sample == HONEST["png"]


def test_a_type_without_an_honest_file_is_refused_with_the_known_ones():
    """A typing error in a profile does not shrink the run."""
    with pytest.raises(TargetError, match=r"no honest file for exe, foo; known: .*\bpng\b"):
        built(Hints(accepted=("txt", "exe", "foo")))


class LoginApp(TinyApp):
    """Shows its page, and takes uploads, from those with a session only."""

    def respond(self, environ: dict[str, Any]) -> Answer:
        """Ask for both crumbs; hand the second one out."""
        if environ["PATH_INFO"] == "/login":
            good = environ["wsgi.input"].read() == b"user=u&password=p"
            cookies = [("Set-Cookie", "sid=7; Path=/; HttpOnly"), ("Set-Cookie", "x=8")]
            return "303 See Other", cookies if good else [], b""
        if environ.get("HTTP_COOKIE") != "lang=en; sid=7; x=8":
            return plain(b"who are you?", "403 Forbidden")
        return super().respond(environ)


@pytest.mark.parametrize("lang", ["Cookie", "cookie"])
def test_an_app_behind_a_login_is_entered(lang):
    """The cookies of the login are sent with every request, in one header with the given ones."""
    login = ("/login", {"user": "u", "password": "p"})
    hints = Hints(headers={"a": ((lang.encode(), b"lang=en"),)}, logins={"a": login})
    profile = built(hints, kind=LoginApp)

    assert extensions(profile) == ["txt"]
    assert profile.headers == {"a": ((b"Cookie", b"lang=en; sid=7; x=8"),)}
    assert profile.retrieval.kind is RetrievalKind.LOCATION


def test_everybody_is_logged_in():
    """Each actor that is named has a session of its own before anything is attacked."""
    given = ((b"Cookie", b"lang=en"),)
    login = ("/login", {"user": "u", "password": "p"})
    hints = Hints(headers={"a": given, "b": given}, logins={"a": login, "b": login})
    inside = ((b"Cookie", b"lang=en; sid=7; x=8"),)

    assert built(hints, kind=LoginApp).headers == {"a": inside, "b": inside}


def test_a_login_that_sets_no_cookie_has_failed():
    """A wrong password is told before anything is attacked."""
    hints = Hints(logins={"a": ("/login", {"user": "u", "password": "wrong"})})

    with pytest.raises(TargetError, match="actor a: the login at /login set no cookie"):
        built(hints, kind=LoginApp)
    with pytest.raises(TargetError, match="set no cookie"):
        calibrate(Scripted(lambda _: None), hints)


def test_the_folder_of_a_bare_app_is_found_by_what_it_writes(tmp_path):
    """An app that was not built here shows its storage folder by its first file."""
    folder = tmp_path / "deep" / "uploads"
    target = WsgiTarget("bare", app=TinyApp(folder, accepts=("txt", "png")))

    with target.open() as session:
        profile = calibrate(session, Hints())
        step = observe(session, profile, honest(profile)).steps[0]

    assert profile.storage_root == str(folder)
    assert {"txt", "png"} == set(extensions(profile))
    assert (step.stored, step.disk.root) == (Stored.YES, str(folder))


def test_a_bare_app_that_logs_outside_is_not_blamed(tmp_path):
    """The log is state; the file's own path never is."""

    class Logging(TinyApp):
        def keep(self, name: str, content: bytes) -> None:
            """Write a line beside the folder."""
            super().keep(name, content)
            with (tmp_path / "log").open("a") as log:
                log.write(name)

    target = WsgiTarget("bare", app=Logging(tmp_path / "up"))
    with target.open() as session:
        profile = calibrate(session, Hints())
        step = observe(session, profile, honest(profile)).steps[0]

    assert profile.state_paths == (str(tmp_path / "log"),)
    assert step.disk.escaped == ()


@pytest.mark.parametrize(
    "answer",
    [
        lambda name: plain(f'<a href="/">back</a> <a href="/files/{name}">{name}</a>'.encode()),
        lambda name: plain(f'{{"url": "/files/{name}"}}'.encode(), kind="application/json"),
        lambda name: plain(f'{{"url": "\\/files\\/{name}"}}'.encode(), kind="application/json"),
    ],
    ids=["page", "json", "json-escaped"],
)
def test_a_link_in_the_answer_is_a_way_back(answer):
    """A page or a JSON answer that names the file is as good as a redirect."""
    profile = built(stored=answer)

    assert profile.retrieval == Retrieval(kind=RetrievalKind.LINK, template="/files/")
    assert extensions(profile) == ["txt"]


def test_a_target_that_is_thrown_away_is_known_as_such(tmp_path):
    """One that was built for the run is; any other only if its owner says so."""
    bare = WsgiTarget("bare", app=TinyApp(tmp_path / "up"))

    assert built().disposable
    assert not calibrated(bare, Hints(accepted=("txt",))).disposable
    assert calibrated(bare, Hints(accepted=("txt",), disposable=True)).disposable


def test_a_way_back_that_is_given_is_not_searched_for():
    """The profile knows better."""
    hint = Retrieval(kind=RetrievalKind.TEMPLATE, template="/files/{name}")
    profile = built(Hints(retrieval=hint), stored=lambda _: plain(b"thanks"))

    assert profile.retrieval == hint


def test_a_redirect_to_a_file_written_anew_is_a_way_back():
    """Other bytes of the same type are the file at the one address; of another type, not."""

    class Anew(TinyApp):
        def keep(self, name: str, content: bytes) -> None:
            """Re-encode."""
            super().keep(name, content + b"!")

    assert built(kind=Anew).retrieval.kind is RetrievalKind.LOCATION
    thanks = built(stored=lambda _: ("302 Found", [("Location", "/thanks")], b""))
    assert thanks.retrieval.kind is RetrievalKind.NONE
    assert extensions(thanks) == ["txt"]


def test_a_live_target_is_judged_by_what_comes_back():
    """Without a view of the disk, equal bytes are the only proof."""
    files: dict[bytes, bytes] = {}

    def answer(request: Request) -> Response:
        if request.method == b"GET":
            body = files.get(request.path, PAGE)
            return Response(status=200, body=body)
        content = request.body.to_bytes().partition(b"\r\n\r\n")[2].rpartition(b"\r\n--")[0]
        path = b"/files/%d" % len(files)
        files[path] = b"other" if content == HONEST["png"].content else content
        return Response(status=302, headers=((b"Location", path),))

    profile = calibrate(Scripted(answer), Hints(accepted=("txt", "png")))

    assert extensions(profile) == ["txt"]
    assert profile.storage_root == ""


def back_to_the_form() -> Answer:
    """Refuse without an error status."""
    return "302 Found", [("Location", "/")], b""


def test_a_refusal_without_an_error_status_is_recorded():
    """A redirect to the form is what a refusal looks like here."""
    profile = built(refused=back_to_the_form)
    (refusal,) = profile.refusals

    assert (refusal.status, refusal.location) == (302, b"/")
    assert built().refusals == ()  # an error status says it all


def test_a_refusal_that_equals_the_acceptance_is_dropped():
    """An app that always says the same tells nothing by it."""
    assert built(refused=back_to_the_form, stored=lambda _: back_to_the_form()).refusals == ()


def test_what_was_stored_was_not_refused():
    """An app that takes every type shows no refusal, whatever its answers look like."""
    accepts = ("txt", "zzqx")
    profile = built(Hints(accepted=("txt",)), accepts=accepts, stored=redirected)

    assert profile.refusals == ()


def test_the_answer_to_a_long_name_is_no_refusal():
    """Blotting out what varies must not make a stored file look refused."""
    target = WsgiTarget("t", build=lambda folder: TinyApp(folder, accepts=("txt", "zzqx")))
    with target.open() as session:
        profile = calibrate(session, Hints(accepted=("txt",)))
        probe = named(profile, b"a-name-of-more-than-sixteen.txt", variant="v")
        step = observe(session, profile, probe).steps[0]

    assert (step.refused, step.stored) == (False, Stored.YES)


def test_a_root_that_is_given_is_watched_by_its_absolute_path(tmp_path, monkeypatch):
    """A relative path in a profile means the working directory."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "up").mkdir()
    target = WsgiTarget("bare", app=TinyApp(tmp_path / "up"), hints=Hints(storage_root="up"))
    with target.open() as session:
        profile = calibrate(session, target.hints)
        step = observe(session, profile, honest(profile)).steps[0]

    assert profile.storage_root == str(tmp_path / "up")
    assert (step.stored, step.disk.escaped) == (Stored.YES, ())


def test_a_root_where_nothing_arrives_is_the_callers_mistake(tmp_path):
    """Watching an empty folder would see nothing and hold everything."""
    (tmp_path / "other").mkdir()
    hints = Hints(storage_root=str(tmp_path / "other"))
    target = WsgiTarget("bare", app=TinyApp(tmp_path / "up"), hints=hints)

    with target.open() as session, pytest.raises(TargetError, match="put nothing below"):
        calibrate(session, target.hints)


def test_a_way_back_that_leads_nowhere_is_the_callers_mistake(tmp_path):
    """A template that fetches nothing would make every oracle of serving blind."""
    retrieval = Retrieval(kind=RetrievalKind.TEMPLATE, template="/wrong/{name}")
    target = WsgiTarget("bare", app=TinyApp(tmp_path / "up"), hints=Hints(retrieval=retrieval))
    with target.open() as session, pytest.raises(TargetError, match="as the profile says"):
        calibrate(session, target.hints)


def test_a_root_that_does_not_exist_is_the_callers_mistake(tmp_path):
    """Watching a folder that is not there would see nothing and hold everything."""
    hints = Hints(storage_root=str(tmp_path / "nowhere"))
    target = WsgiTarget("bare", app=TinyApp(tmp_path / "up"), hints=hints)

    with target.open() as session, pytest.raises(TargetError, match="is no folder here"):
        calibrate(session, target.hints)


def test_a_root_that_is_no_sandbox_is_the_callers_mistake(tmp_path, monkeypatch):
    """Naming the whole machine as the storage root is an error of the run, not a crash."""
    monkeypatch.setattr(tree, "ENTRIES_MAX", 2)
    for name in "abc":
        (tmp_path / name).touch()
    session = HttpSession(("127.0.0.1", 9))
    session.send = Scripted(lambda _: Response(status=200, body=PAGE)).send

    with pytest.raises(TargetError, match="over 2 entries"):
        calibrate(session, Hints(storage_root=str(tmp_path)))


def test_an_answer_without_a_response_is_told_as_the_last():
    """A target that hangs up on every upload has accepted nothing."""

    def answer(request: Request) -> Response | None:
        return Response(status=200, body=PAGE) if request.method == b"GET" else None

    with pytest.raises(NothingAccepted, match=r"\(last: txt: \)"):
        calibrate(Scripted(answer), Hints(accepted=("txt",)))


def test_limits_come_from_the_hints():
    """Nobody guesses a limit."""
    limits = Limits(body=5, parts=3)

    assert built(Hints(limits=limits)).limits == limits
    assert dataclasses.replace(built(), storage_root="").limits == Limits()
    assert Path(built().storage_root).name == "uploads"


@pytest.mark.parametrize("target", [tutorial.target, reference.target], ids=lambda t: t.name)
def test_a_new_session_is_known_from_one_before_it(target):
    """All but sandbox and secrets is as it was, and what honest uploads touch has moved along."""
    known = calibrated(target)
    with target.open() as session:
        again, afresh = recalibrate(session, target.hints, known), calibrate(session, target.hints)

    for name in ("accepted", "retrieval", "refusals", "storage_root", "state_paths", "fields"):
        assert getattr(again, name) == getattr(afresh, name)
    assert again.storage_root != known.storage_root
    assert set(again.headers) == set(known.headers)


def test_a_new_session_that_refuses_what_was_accepted_is_told():
    """Nothing that such a session refuses would prove anything."""
    target = WsgiTarget("tiny", build=TinyApp, hints=Hints(accepted=("txt",)))
    known = dataclasses.replace(calibrated(target), accepted=(HONEST["png"],))

    with target.open() as session, pytest.raises(NothingAccepted, match="png is refused now"):
        recalibrate(session, target.hints, known)


def test_a_path_outside_the_sandbox_stays_where_it_is():
    """A log in /var is the same for every session; what is beside the storage root is not."""
    for path, moved in (("/var/log/x", "/var/log/x"), ("/box/a/srv/x.db", "/box/b/srv/x.db")):
        assert calibrating._moved(path, "/box/a/srv/up", "/box/b/srv/up") == moved
