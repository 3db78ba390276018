"""A document does not make its reader fetch, include or multiply."""

from __future__ import annotations

import pytest

from attacks.model import Response
from attacks.oracles.canaries import ENTITY
from attacks.oracles.entities_unexpanded import entities_unexpanded
from tests.attacks.oracles.builders import (
    download,
    effects,
    exchange,
    holds,
    refused,
    stored,
    unclear,
)

ACCOUNTS = b"<r>root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1::/:/bin/sh</r>"
READ = {"a file of the server's came back": "xxe"}
EXPANDED = {"an entity was expanded": "entity-expansion"}


@pytest.mark.parametrize(("body", "found"), [(ACCOUNTS, READ), (b"".join(ENTITY), EXPANDED)])
def test_what_only_a_parser_knows_breaks(body, found):
    """In the file, in the file when asked for again, in the answer to the upload."""
    for step in (
        stored(retrieved=download(body)),
        stored(refetched=download(body)),
        refused(response=Response(status=400, body=body)),
    ):
        assert effects(entities_unexpanded, (exchange(), step)) == found


def test_the_document_itself_holds():
    """Its entities stand apart; a path is not a file."""
    sent = b'<!ENTITY a "%s"><!ENTITY b "%s"> file:///etc/passwd &a;&b; root:x:0' % ENTITY
    assert holds(entities_unexpanded, (exchange(), stored(retrieved=download(sent))))


def test_silence_is_unclear():
    """What a parser made of it, nobody was told."""
    assert unclear(entities_unexpanded, (exchange(), stored(response=None)))
