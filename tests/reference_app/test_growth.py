"""What a hostile form costs grows with its size and no faster, counted and not timed."""

from __future__ import annotations

import math
import sys

import pytest

from benchmarks.hostile_bodies import BODIES, LAVISH, app, file, form

SMALL = {"parts": 500, "nested": 20}
ENDS = {303, 400, 413, 415, 422}


@pytest.fixture(scope="module", params=[{}, LAVISH], ids=["usual", "lavish"])
def send(request):
    """Post to an app with the usual limits, and to one that refuses nothing for its size."""
    with app(**request.param) as post:
        post(form(file(b"a.txt")))  # the first upload prepares what all share
        yield post


def steps(post, body):
    """Return how many calls the interpreter makes for a body, and how it ends."""
    count = 0

    def noted(*_):
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(noted)
    try:
        status = post(body)
    finally:
        sys.setprofile(before)
    return count, status


@pytest.mark.parametrize("name", BODIES)
def test_twice_the_body_costs_at_most_twice(send, name):
    """The exponent of growth is one at most: a half more would be quadratic in disguise."""
    size = SMALL.get(name, 60_000)
    _, build = BODIES[name]
    (once, ended), (twice, _) = (steps(send, build(n)) for n in (size, 2 * size))

    assert ended in ENDS
    assert math.log2(twice / once) < 1.05


@pytest.mark.parametrize("send", [{}], indirect=True, ids=["usual"])
@pytest.mark.parametrize("name", BODIES)
def test_the_usual_limits_end_it_early(send, name):
    """Every body is refused, or read as the data that it is, in a few thousand calls."""
    size, build = BODIES[name]
    count, status = steps(send, build(size))

    assert status in ENDS
    assert count < 20_000
