"""A probe that is measured ends before it stops the machine."""

from __future__ import annotations

import os
import time

from attacks.model import DEAR, Exchange, Probe, Profile, Request, Response
from attacks.observe import TOO_DEAR, observe
from attacks.strategies.contents import HONEST
from tests.attacks.targets.tiny import Scripted

PROFILE = Profile(endpoint="/up", field="file", accepted=(HONEST["txt"],))

ME = os.getpid()


def slow(request: Request) -> Response:
    """Spend more than is worth going on for, if the path says so."""
    limit = time.process_time() + DEAR + 0.05
    while request.path == b"/slow" and time.process_time() < limit:
        pass
    return Response(status=200)


def run(*paths: bytes, pid=ME, measured=True):
    """Return what was seen of requests for *paths*."""
    steps = tuple(Exchange(request=Request(path=path)) for path in paths)
    return observe(Scripted(slow, pid=pid), PROFILE, Probe(steps=steps, measured=measured)).steps


def test_nothing_larger_is_sent_after_a_dear_one():
    """What follows could take hours, and the growth is known already."""
    first, dear, unsent = run(b"/quick", b"/slow", b"/slow")

    assert first.cost.seconds < DEAR < dear.cost.seconds
    assert (unsent.response, unsent.failure, unsent.cost) == (None, TOO_DEAR, None)


def test_only_a_probe_that_asks_is_measured():
    """To measure costs time."""
    assert [step.cost for step in run(b"/quick", measured=False)] == [None]
    assert [step.cost for step in run(b"/quick", pid=0)] == [None]
