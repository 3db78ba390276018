"""Reproducers: a real shell runs them, and what arrives is what the probe sent.

Long, because each kind of byte and each secret has a test of its own.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attacks.marks import filled
from attacks.model import (
    Body,
    Exchange,
    Fill,
    Framing,
    Observation,
    Probe,
    Profile,
    Request,
    Seen,
    SentFile,
)
from attacks.reproduce import curl, raw, reproducers
from attacks.uploads import upload
from attacks.wire import http1
from tests.attacks.refiring import Recorder, fire

MIB = 1024 * 1024
PROFILE = Profile(endpoint="/upload", field="file")


def arrived(command, *requests, **variables):
    """Return what a server gets when *command* runs, each request as head and body."""
    sizes = [-1 if r.framing is Framing.CHUNKED else r.body.size for r in requests]
    recorder = Recorder(sizes)
    with recorder.listening() as address:
        told = fire(command, address, **variables)
    assert told.stdout.replace(b"\r", b"").count(b"HTTP/1.1 200 OK") == len(requests)
    host = address.removeprefix("http://").encode()
    return [tuple(data.replace(host, b"HOST", 1).split(b"\r\n\r\n", 1)) for data in recorder.seen]


def sent(request):
    """Return the head and the body that a probe's *request* stands for."""
    head, _, nothing = http1.head(request, b"HOST").partition(b"\r\n\r\n")
    assert nothing == b""
    return head, b"".join(http1.body(request))


def fields(head):
    """Return the request line, and the headers in no order; curl writes no space for no value."""
    line, *rest = head.split(b"\r\n")
    return line, sorted(re.sub(rb": \Z", b":", each) for each in rest)


def content(request, body):
    """Return the bytes of *body* without the chunks around them."""
    return body if request.framing is Framing.DECLARED else b"".join(http1._dechunked(body))


def assert_same_by_curl(command, request, **variables):
    """Compare request line, headers and content."""
    ((head, body),) = arrived(command, request, **variables)
    assert fields(head) == fields(sent(request)[0])
    assert content(request, body) == request.body.to_bytes()


def named(filename, content=b"honest\n"):
    """Return a browser's upload of a file with these bytes as its name."""
    file = SentFile(filename=filename, content=Body((content,)), media_type=b"text/plain")
    return upload(PROFILE, file).request


NAMES = {
    "nul": b"a\0.txt",
    "cr": b"a\r.txt",
    "lf": b"a\n.txt",
    "crlf": b"a\r\nX: y\r\n\r\n.txt",
    "0xff": b"a\xff\xfe.txt",
    "single-quote": b"it's.txt",
    "double-quote": b'a".txt; x="',
    "backslash": b"a\\b\\\\c\\.txt",
    "variable": b"$HOME${HOME}$(id)$((1+1)).txt",
    "backtick": b"`id`.txt",
    "percent": b"%s%d%00%%.txt",
    "not-ascii": "Отчёт 文.txt".encode(),
    "here-document": b"a\nGAUNTLET\nid\n.txt",
    "braces": b"{0}{raw}{{}}.txt",
    "mark": b"gauntlet4f1c9a72-HOST-mark.txt",
    "every-byte": bytes(range(256)),
}
TEXT = (b"Content-Type", b"text/plain")
POST = Request(path=b"/upload", headers=(TEXT,), body=Body((b"five\n",)))
MIXED = Body((b"head", Fill(pattern=b"abc", size=2 * MIB + 1), b"", b"tail"))
REQUESTS = {
    **{f"name-{key}": named(name) for key, name in NAMES.items()},
    "chunked": replace(POST, framing=Framing.CHUNKED),
    "chunked-empty": replace(POST, framing=Framing.CHUNKED, body=Body()),
    "chunked-fill": replace(POST, framing=Framing.CHUNKED, body=Body((b"x", *MIXED.pieces[1:2]))),
    "declared-too-small": replace(POST, declared=b"2"),
    "declared-too-large": replace(POST, declared=b"500"),
    "declared-absurd": replace(POST, declared=b"9" * 30),
    "declared-no-number": replace(POST, declared=b"+5"),
    "declared-empty": replace(POST, declared=b""),
    "fill": replace(POST, body=MIXED),
    "literal-300-kB": replace(POST, body=Body((bytes(range(256)) * 1172,))),
    "no-body": replace(POST, body=Body()),
    "no-type": replace(POST, headers=()),
    "empty-type": replace(POST, headers=((b"Content-Type", b""),)),
    "two-types": replace(POST, headers=(TEXT, (b"content-type", b"image/png"))),
    "odd-values": replace(
        POST,
        headers=(TEXT, (b"X-Odd", b"'\"\\$HOME `id` %s {a,b} \t!"), (b"X-Empty", b"")),
    ),
    "curls-own": replace(
        POST, headers=((b"accept", b"text/html"), (b"User-Agent", b"me"), (b"Connection", b"te"))
    ),
    "get": Request(path=b"/uploads/a.txt?x=1#y", method=b"GET"),
    "head": Request(path=b"/", method=b"HEAD"),
    "get-with-length": Request(path=b"/", method=b"GET", declared=b"3", body=Body((b"abc",))),
    "put": replace(POST, method=b"PUT"),
    "climbing-path": replace(POST, path=b"/a/../../%2e%2e/./b//c"),
    "braced-path": replace(POST, path=b"/{a,b}[1-3]'\"$HOME`id`\\"),
    "absolute-path": replace(POST, path=b"http://evil.example/upload"),
    "path-with-a-space": replace(POST, path=b"/a b"),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_raw_sends_the_same_bytes(name):
    """Request line, headers and framed body: every byte but the host is the same."""
    request = REQUESTS[name]

    assert arrived(raw(request), request) == [sent(request)]


@pytest.mark.parametrize("name", REQUESTS)
def test_curl_sends_the_same_request(name):
    """Curl adds, drops and changes no header, and the content is the same."""
    assert_same_by_curl(curl(REQUESTS[name]), REQUESTS[name])


VISIBLE = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=20)
VALUES = VISIBLE.filter(str.strip).map(str.encode)


@settings(max_examples=15, deadline=None)
@given(filename=st.binary(max_size=30), content=st.binary(max_size=300), value=VALUES)
def test_any_bytes_arrive(filename, content, value):
    """Whatever stands in the name and the file, and in a header that a shell can hold."""
    request = named(filename, content)
    request = replace(request, headers=(*request.headers, (b"X-Any", value)))

    assert arrived(raw(request), request) == [sent(request)]
    assert_same_by_curl(curl(request), request)


UNCARRIED = {
    "header": [
        *(replace(POST, headers=((b"X-Odd", value),)) for value in (b"a\r\nb", b"\0", b"\xe9")),
        replace(POST, headers=((b"X-Odd", b"  "),)),
        replace(POST, headers=((b"X Odd", b"a"),)),
        replace(POST, headers=((b"@/etc/passwd", b"a"),)),
        replace(POST, headers=((b"Host", b"evil.example"),)),
        replace(POST, headers=((b"content-length", b"1"),)),
        replace(POST, headers=((b"Transfer-Encoding", b"gzip"),)),
        replace(POST, declared=b"5\n"),
    ],
    "path": [replace(POST, path=path) for path in (b"", b"/\xff", b"/a\r\nb", b"/\0")],
    "method": [replace(POST, method=method) for method in (b"", b"GE T", b"P\xffST")],
    "body": [
        replace(POST, method=b"GET"),
        replace(POST, method=b"HEAD", framing=Framing.CHUNKED),
        replace(POST, method=b"HEAD", declared=b"5"),
    ],
}


@pytest.mark.parametrize(
    ("what", "request_"), [(what, each) for what, all_ in UNCARRIED.items() for each in all_]
)
def test_curl_says_what_it_cannot_carry(what, request_):
    """A comment in place of a command that would send something else; the raw form sends it."""
    assert curl(request_) == f"# curl cannot carry this {what}; use the raw form"
    assert arrived(raw(request_), request_) == [sent(request_)]


def observed(*requests, headers=None, actor="a"):
    """Return an observation of a probe with these requests, as far as a reproducer reads it."""
    steps = tuple(Exchange(request=request, actor=actor) for request in requests)
    profile = replace(PROFILE, headers=headers or {})
    return Observation(probe=Probe(steps=steps), profile=profile, steps=())


@pytest.mark.parametrize("form", ["curl", "raw"])
def test_steps_are_sent_in_order(form):
    """One command a step, one after the other."""
    steps = [named(b"first.txt"), Request(path=b"/first.txt", method=b"GET"), named(b"second\n")]
    requests = arrived(getattr(reproducers(observed(*steps)), form), *steps)

    assert [fields(head)[0] for head, _ in requests] == [
        b"POST /upload HTTP/1.1",
        b"GET /first.txt HTTP/1.1",
        b"POST /upload HTTP/1.1",
    ]
    assert [body for _, body in requests] == [sent(step)[1] for step in steps]


SECRETS = {
    "ACTOR_B_COOKIE": "session=s3cret; b='\"$x",
    "ACTOR_B_X_TOKEN": "t0ken",
    "ACTOR_B_X_TOKEN_2": "t0ken-tw0",
}
GIVEN = tuple(
    zip((b"Cookie", b"X-Token", b"x-token"), map(str.encode, SECRETS.values()), strict=True)
)


@pytest.mark.parametrize("form", ["curl", "raw"])
def test_secrets_of_an_actor_are_variables(form):
    """What the user gave is in no command, and arrives when the shell has it."""
    command = getattr(reproducers(observed(POST, headers={"b": GIVEN}, actor="b")), form)
    ((head, _),) = arrived(command, POST, **SECRETS)

    assert not any(secret in command for secret in SECRETS.values())
    assert fields(head) == fields(sent(replace(POST, headers=POST.headers + GIVEN))[0])


@pytest.mark.parametrize("form", ["curl", "raw"])
def test_a_secret_that_is_not_set_stops_the_shell(form):
    """Nothing is sent without it: the answer would be another one."""
    command = getattr(reproducers(observed(POST, headers={"b": GIVEN}, actor="b")), form)
    told = fire(command, "http://127.0.0.1:9", check=False, **dict([*SECRETS.items()][1:]))

    assert told.returncode != 0
    assert b"ACTOR_B_COOKIE" in told.stderr
    assert b"refused" not in told.stderr  # nobody tried to connect


@pytest.mark.parametrize("form", [curl, raw])
def test_filler_keeps_a_command_short(form):
    """A body of a gigabyte is a few words, in chunks as well."""
    body = Body((b"head", Fill(pattern=b"line\n", size=1024 * MIB)))
    for framing in Framing:
        assert len(form(replace(POST, body=body, framing=framing))) < 1200


def test_only_a_length_that_promises_more_is_hung_up_on():
    """Some servers take a half-closed connection for a client that has left."""
    assert "SHUT_WR" in raw(replace(POST, declared=b"500"))
    assert "SHUT_WR" not in raw(POST) + raw(replace(POST, declared=b"5"))


def test_a_client_that_ends_its_half_does_so_again():
    """Whatever the length says."""
    assert "SHUT_WR" in raw(replace(POST, half_close=True))


def test_pieces_that_arrive_apart_are_sent_apart():
    """The bytes are the same, and each piece is a send of its own with a pause behind it."""
    apart = replace(POST, body=Body((b"one", b"two", b"three")), pause=0.01)
    command = raw(apart)

    assert "for piece in [" in command
    assert "time.sleep(0.01)" in command
    assert "b'one', b'two', b'three'" in command
    assert arrived(command, apart) == [sent(apart)]


def test_pieces_of_a_form_with_secrets_stay_apart():
    """Its length is only known when the variables are."""
    body = Body((b"t=" + TOKEN.encode(), b"one", b"two"))
    seen = replace(observed(replace(FORMED, body=body, pause=0.0)), profile=KNOWING)

    command = reproducers(seen).raw
    assert "b'one', b'two']\nBODY = b''.join(PIECES)" in command
    assert "*PIECES]" in command


@pytest.mark.parametrize(
    "framing", [{"framing": Framing.LITERAL}, {"half_close": True}, {"pause": 0.1}]
)
def test_curl_does_not_carry_a_framing_by_hand(framing):
    """A comment says so."""
    assert curl(replace(POST, **framing)) == "# curl cannot carry this framing; use the raw form"


def test_a_framing_by_hand_is_sent_as_it_is():
    """No length is added to the one that stands there."""
    literal = replace(
        POST,
        framing=Framing.LITERAL,
        headers=((b"Content-Length", b"%d" % POST.body.size), (b"Connection", b"close")),
    )
    assert arrived(raw(literal), literal) == [sent(literal)]


def test_curl_minds_neither_settings_nor_proxies(tmp_path):
    """What the user's own curl does besides is no part of the probe."""
    (tmp_path / ".curlrc").write_text('header = "X-Mine: 1"\n', encoding="utf-8")
    own = {"CURL_HOME": str(tmp_path), "http_proxy": "http://127.0.0.1:9"}

    assert_same_by_curl(curl(POST), POST, **own)


def test_the_address_has_a_default():
    """Without $TARGET the commands go to the port that the README serves on."""
    assert all('"${TARGET:-http://127.0.0.1:8000}"' in form(POST) for form in (curl, raw))


TOKEN = "a.csrf_token.0123456789"
PASSWORD = "0123456789abcdef"  # a mark without a name
KNOWING = replace(PROFILE, secrets={TOKEN: "s3cret token of a + b", PASSWORD: "pa55word"})
VALUES = {"ACTOR_A_CSRF_TOKEN": "a longer token: %+", "SECRET_01234567": "short"}
FORMED = Request(
    path=b"/up?t=" + TOKEN.encode(),
    headers=(TEXT, (b"X-Token", b"is " + TOKEN.encode())),
    body=Body((b"t=" + TOKEN.encode(), Fill(pattern=b"x", size=3), PASSWORD.encode())),
)


@pytest.mark.parametrize("framing", [Framing.DECLARED, Framing.CHUNKED])
@pytest.mark.parametrize("form", ["curl", "raw"])
def test_secrets_of_a_form_are_variables_wherever_they_stand(form, framing):
    """In the path, in a header and in the body, whose length is counted when they are known."""
    request = replace(FORMED, framing=framing)
    seen = replace(observed(request), profile=KNOWING)
    command = getattr(reproducers(seen), form)
    by_value = {m: VALUES[n] for m, n in zip(KNOWING.secrets, VALUES, strict=True)}
    expected = replace(filled(request, by_value), path=request.path)

    assert not any(secret in command for secret in KNOWING.secrets.values())
    told = Recorder([-1 if framing is Framing.CHUNKED else expected.body.size])
    with told.listening() as address:
        fire(command, address, **VALUES)
    head, _, body = told.seen[0].partition(b"\r\n\r\n")
    assert b"/up?t=a longer token: %+ HTTP" in head
    assert b"X-Token: is a longer token: %+" in head
    assert content(request, body) == expected.body.to_bytes()


def test_a_step_about_another_is_repeated_with_the_address_that_it_had():
    """Whoever sends it again stores a file of their own and puts its address there."""
    first = Exchange(request=POST)
    about = Exchange(request=Request(path=b"/files/{id}/delete", method=b"GET"), about=0)
    steps = tuple(Seen(response=None, address=path) for path in ("/files/7", "/files/7/delete"))
    seen = Observation(probe=Probe(steps=(first, about)), profile=PROFILE, steps=steps)

    assert "/files/7/delete" in reproducers(seen).curl
    assert "/files/7/delete" in reproducers(seen).raw
