"""An expression in a file name stays one."""

from __future__ import annotations

import pytest

from attacks.oracles.unevaluated_names import unevaluated_names
from tests.attacks.oracles.builders import effects, exchange, holds, refused, stored, unclear
from tests.attacks.oracles.people import answered, visit

EVALUATED = {"a file name was evaluated": ""}
SUM = b"{{313370001+45671}}.txt"


def listed(name, page):
    """Return an upload under *name*, and the list that was asked for afterwards."""
    return (exchange(name, body=exchange(name).request.body), stored()), (visit(), page)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (SUM, b"313415672"),
        (b"${313370001 * 45671}.txt", b"14311921315671"),
        (b"{{'7654'*4}}.txt", b"7654765476547654"),
    ],
)
def test_a_value_that_nobody_sent_breaks(name, value):
    """A sum, a product, a repetition; on a page or in a header."""
    told = answered(200, name, ((b"X", value),))

    assert effects(unevaluated_names, *listed(name, answered(200, name + value))) == EVALUATED
    assert effects(unevaluated_names, *listed(name, told)) == EVALUATED


@pytest.mark.parametrize("page", [SUM, b"<li>{{313370001&#43;45671}}.txt", b'{"name": "%b"}' % SUM])
def test_an_expression_that_is_shown_holds(page):
    """As text, as HTML, as JSON."""
    assert holds(unevaluated_names, *listed(SUM, answered(200, page)))


def test_a_value_that_was_sent_holds():
    """The client wrote it itself, into the path."""
    shown = answered(200, SUM + b"313415672")
    upload, _ = listed(SUM, shown)

    assert holds(unevaluated_names, upload, (visit(b"/?q=313415672"), shown))


def test_a_name_that_is_nowhere_is_unclear():
    """Unless it was refused; the answer that carries the file is not looked at."""
    upload, page = listed(SUM, answered(200, b"nothing"))

    assert unclear(unevaluated_names, upload, page)
    assert unclear(unevaluated_names, upload, page, honest=None)
    assert holds(unevaluated_names, (exchange(SUM), refused()))
    bare = exchange(SUM), stored(response=None)
    assert unclear(unevaluated_names, bare)
