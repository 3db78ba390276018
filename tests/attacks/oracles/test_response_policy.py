"""Every answer tells browsers what they may do with it."""

from __future__ import annotations

import pytest

from attacks.model import OWNER
from attacks.oracles.response_policy import response_policy
from tests.attacks.oracles.builders import download, effects, exchange, holds, stored, unclear
from tests.attacks.oracles.people import KNOWING, SILENT, answered, visit

GOOD = {
    b"Content-Type": b"text/html; charset=utf-8",
    b"Content-Security-Policy": b"default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    b"Cross-Origin-Resource-Policy": b"same-origin",
    b"Cross-Origin-Opener-Policy": b"same-origin",
    b"Referrer-Policy": b"no-referrer",
    b"Permissions-Policy": b"camera=(), microphone=(), geolocation=(self)",
    b"Cache-Control": b"no-store",
}
CSP, CORP, COOP = list(GOOD)[1:4]
OPEN = "a page runs script that gets into it"
SUBTLE = b"script-src 'nonce-x' 'unsafe-inline'; object-src; base-uri 'self'; frame-ancestors x"
FRAMED = "a page can be framed by other sites"


def page(status=200, **changed):
    """Return an answer with good headers but for those given; ``None`` leaves one out."""
    values = GOOD | {name.replace("_", "-").encode(): value for name, value in changed.items()}
    lines = [(n, v if isinstance(v, tuple) else (v,)) for n, v in values.items() if v is not None]
    return answered(status, b"<p>", tuple((n, each) for n, all_ in lines for each in all_))


def found(step, **visited):
    """Return the controls of what is wrong with *step*."""
    return set(effects(response_policy, (visit(**visited), step)).values())


@pytest.mark.parametrize("status", [200, 404, 405, 413, 500])
def test_good_headers_hold(status):
    """On every status."""
    assert holds(response_policy, (visit(), page(status)))


@pytest.mark.parametrize(
    "policy",
    [
        None,
        b"base-uri 'none'; object-src 'none'; frame-ancestors 'none'",
        b"default-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'",
        b"script-src https:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
        b"script-src 'none'; base-uri 'none'; frame-ancestors 'none'",
        b"default-src 'none'; frame-ancestors 'none'",
    ],
)
def test_a_loose_policy_breaks(policy):
    """No policy, no word on script, inline script, any host, plug-ins, other base addresses."""
    step = page(Content_Security_Policy=policy)

    assert OPEN in effects(response_policy, (visit(), step))


@pytest.mark.parametrize(
    "policy",
    [
        SUBTLE,
        (b"default-src 'none'; frame-ancestors *", b"base-uri 'none'; frame-ancestors 'none'"),
        b"default-src; base-uri; frame-ancestors, ;;",
    ],
)
def test_a_strict_policy_holds(policy):
    """A nonce ends what is inline, and several policies only take away."""
    assert holds(response_policy, (visit(), page(Content_Security_Policy=policy)))


@pytest.mark.parametrize("word", [b"", b"frame-ancestors *;"])
def test_a_page_that_can_be_framed_breaks(word):
    """Nothing is said, or anybody may."""
    policy = b"default-src 'none'; base-uri 'none'; " + word
    step = page(Content_Security_Policy=policy)

    assert effects(response_policy, (visit(), step)) == {FRAMED: "frame-ancestors"}


@pytest.mark.parametrize(
    ("control", "name", "value"),
    [
        ("corp", "Cross_Origin_Resource_Policy", None),
        ("corp", "Cross_Origin_Resource_Policy", (b"same-origin", b"same-site")),
        ("corp", "Cross_Origin_Resource_Policy", b"cross-origin"),
        ("coop", "Cross_Origin_Opener_Policy", b"unsafe-none"),
        ("referrer-policy", "Referrer_Policy", None),
        ("referrer-policy", "Referrer_Policy", b"no-referrer, unsafe-url"),
        ("permissions-policy", "Permissions_Policy", None),
        ("permissions-policy", "Permissions_Policy", b"camera 'none'"),
        ("permissions-policy", "Permissions_Policy", b"camera=*, microphone=(), geolocation=()"),
        ("hsts", "Strict_Transport_Security", b"max-age=86400"),
        ("hsts", "Strict_Transport_Security", (b"max-age=63072000", b"max-age=63072000")),
        ("hsts", "Strict_Transport_Security", b"includeSubDomains"),
    ],
)
def test_each_header_has_its_control(control, name, value):
    """One is missing, sent twice, or says what it should not."""
    assert found(page(**{name: value})) == {control}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Cross_Origin_Opener_Policy", b'Same-Origin; report-to="x"'),
        ("Referrer_Policy", b"no-referrer, strict-origin, nobody-knows-this"),
        ("Permissions_Policy", (b"camera=(), microphone=()", b"geolocation=self")),
        ("Strict_Transport_Security", b'max-age="63072000"; preload'),
        ("Cache_Control", b"private, No-Store"),
    ],
)
def test_what_a_browser_understands_holds(name, value):
    """Case, parameters, lists over several lines."""
    assert holds(response_policy, (visit(), page(**{name: value})))


@pytest.mark.parametrize("value", [None, b"private", b"no-store, public"])
def test_private_content_that_is_kept_breaks(value):
    """If it is for somebody; a stranger's page and a refusal are nobody's."""
    step, refusal = page(Cache_Control=value), page(404, Cache_Control=value)
    private = effects(response_policy, (visit(actor=OWNER), step), profile=KNOWING)

    assert set(private.values()) == {"no-store"}
    assert holds(response_policy, (visit(actor=OWNER), page()), profile=KNOWING)
    assert holds(response_policy, (visit(), step), profile=KNOWING)
    assert holds(response_policy, (visit(actor=OWNER), refusal), profile=KNOWING)


def test_a_file_is_no_page():
    """It owes what keeps other sites from embedding it, wherever it was seen."""
    file = download(cross_origin_resource_policy=b"same-origin")

    assert holds(response_policy, (exchange(), stored(response=file, retrieved=file)))
    assert effects(response_policy, (exchange(), stored(retrieved=download()))) == {
        "an answer can be embedded by other sites": "corp"
    }


def test_a_redirect_is_shown_by_no_browser():
    """An answer that nobody sees owes nothing; none at all says nothing."""
    assert holds(response_policy, (visit(), answered(303)))
    assert unclear(response_policy, (visit(), SILENT))
