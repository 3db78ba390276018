"""Nothing that a request brings along by the side is kept."""

from __future__ import annotations

from dataclasses import replace

from attacks.model import Body, SentFile
from attacks.oracles.no_stowaway import no_stowaway
from tests.attacks.oracles.builders import (
    change,
    download,
    effects,
    exchange,
    holds,
    refused,
    stored,
    unclear,
)

HIDDEN = SentFile(filename=b"hidden.txt", content=Body((b"other\n",)), media_type=b"text/plain")
SENT = replace(exchange(), stowaways=(HIDDEN,))
KEPT = {"a file that came along with another request was stored": ""}


def test_the_file_alone_holds():
    """So does a refusal, and a request that brings nothing along."""
    assert holds(no_stowaway, (SENT, stored(change("9c1f"))), (SENT, refused()))
    assert holds(no_stowaway, (exchange(), stored(change("1", b"other\n"))))


def test_a_stowaway_is_told_by_bytes_or_by_name():
    """Beside the file, in its place, or behind a refusal."""
    assert effects(no_stowaway, (SENT, stored(change("1"), change("2", b"other\n")))) == KEPT
    assert effects(no_stowaway, (SENT, refused(change("2", b"other\n")))) == KEPT
    assert effects(no_stowaway, (SENT, stored(change("hidden.txt", b"rewritten")))) == KEPT
    named = download(content_disposition=b'attachment; filename="hidden.txt"')
    assert effects(no_stowaway, (SENT, stored(change("1"), retrieved=named))) == KEPT


def test_a_disk_out_of_view_is_unclear():
    """Where a stowaway would be, nobody can look."""
    assert unclear(no_stowaway, (SENT, stored()))
