"""A stored file is never a document of the origin."""

from __future__ import annotations

import pytest

from attacks.model import Response
from attacks.oracles.inert_when_served import inert_when_served
from tests.attacks.oracles.builders import (
    download,
    effects,
    exchange,
    holds,
    observe,
    refused,
    stored,
    unclear,
    unseen,
)

INLINE = {"a stored file is not served as a download": "attachment-disposition"}
OPEN = {"a stored file is served without a sandbox": "content-csp-sandbox"}


def served(**headers):
    """Return a step whose file was served with *headers*."""
    return exchange(), stored(retrieved=download(**headers))


@pytest.mark.parametrize(
    "policy",
    [
        b"sandbox; default-src 'none'",
        b"Default-Src 'NONE';; SANDBOX allow-forms; sandbox allow-scripts",
        b"sandbox allow-scripts; default-src, sandbox allow-same-origin",
        (b"default-src 'none'", b"sandbox"),
    ],
)
def test_a_closed_sandbox_holds(policy):
    """Case, order, repetition and the number of policies do not matter."""
    assert holds(inert_when_served, served(content_security_policy=policy))


@pytest.mark.parametrize(
    "policy",
    [
        None,
        b"default-src 'none'",
        b"sandbox",
        b"sandbox allow-scripts; default-src 'none'",
        b"sandbox allow-same-origin; default-src 'none'",
        b"default-src 'self'; default-src 'none'; sandbox",
        b"default-src 'none' https:; sandbox",
    ],
)
def test_an_open_policy_breaks(policy):
    """Each half alone, and each freedom that matters, is too little."""
    assert effects(inert_when_served, served(content_security_policy=policy)) == OPEN


def test_a_policy_that_only_reports_breaks():
    """It enforces nothing."""
    headers = {"content_security_policy_report_only": b"sandbox; default-src 'none'"}
    assert effects(inert_when_served, served(content_security_policy=None, **headers)) == OPEN


@pytest.mark.parametrize("value", [None, b"inline", b"attachments", (b"attachment", b"inline")])
def test_no_attachment_breaks(value):
    """Missing, another type, and two that disagree."""
    assert effects(inert_when_served, served(content_disposition=value)) == INLINE


@pytest.mark.parametrize("value", [b"attachment", b' Attachment ; filename="a"', b"ATTACHMENT;"])
def test_an_attachment_holds(value):
    """With and without a name."""
    assert holds(inert_when_served, served(content_disposition=value))


def test_a_file_that_was_not_fetched_is_unclear():
    """Unless it was refused."""
    assert unclear(inert_when_served, (exchange(), stored(retrieved=Response(status=404))))
    assert unclear(inert_when_served, (exchange(), unseen()))
    assert holds(inert_when_served, (exchange(), refused()))


@pytest.mark.parametrize("kind", [b"text/html", b"image/svg+xml; charset=utf-8"])
def test_a_live_page_is_worse_than_a_text_in_the_window(kind):
    """What a browser runs is told by its own name, and is as bad as the attack meant it."""
    step = served(content_disposition=b"inline", content_type=kind)
    (effect, *_) = inert_when_served(observe(step)).effects

    assert (effect.signature, effect.severity) == ("a stored file is served as a live page", None)
