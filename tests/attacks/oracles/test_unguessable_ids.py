"""Unguessable ids: what differs between addresses is long, and chance."""

from __future__ import annotations

import hashlib
import random

import pytest

from attacks.oracles.unguessable_ids import unguessable_ids
from tests.attacks.oracles.builders import effects, exchange, holds, stored, unclear, unseen

CHANCE = random.Random(7)
GUESSED = {"the address of a file can be guessed": ""}


def uploads(*addresses, **given):
    """Return an upload for each address."""
    return [(exchange(b"report.txt"), stored(address=each, **given)) for each in addresses]


def ids(alphabet, length, count=4):
    """Return *count* addresses with that much chance in them."""
    return [f"/files/{''.join(CHANCE.choices(alphabet, k=length))}" for _ in range(count)]


@pytest.mark.parametrize(
    "addresses",
    [
        ["/files/7", "/files/8", "/files/9"],
        ["/files/a?x=1", "/files/a?x=2"],
        ["/files/a", "/files/a"],
        ["/files/report.txt", "/files/report-1.txt"],
        [f"/f/{hashlib.sha256(b'report').hexdigest()}-{n}" for n in range(3)],
        [f"/f/{hashlib.md5(b'hello' + bytes([10])).hexdigest()}{n}" for n in range(3)],
        [f"/f/{n:08x}-1dd2-11b2-8000-010203040506" for n in (1, 0x33, 0x7F1)],
        [f"/f/{n:032x}" for n in range(10, 14)],
        ids("0123456789abcdef", 8),
        ids("0123456789", 30),
        ids("abcdefghijklmnopqrstuvwxyz0123456789", 20),
    ],
)
def test_an_address_that_can_be_guessed_breaks(addresses):
    """Counted, repeated, derived, timed, short."""
    assert effects(unguessable_ids, *uploads(*addresses)) == GUESSED


@pytest.mark.parametrize(
    "addresses",
    [
        ids("0123456789abcdef", 32),
        ids("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", 24),
        [f"{each}/report.txt" for each in ids("0123456789abcdef", 32)],
        [f"/get?id={each.rpartition('/')[2]}&v=1" for each in ids("0123456789abcdef", 32)],
    ],
)
def test_an_address_of_128_bits_of_chance_holds(addresses):
    """Whatever stands behind it in the path."""
    assert holds(unguessable_ids, *uploads(*addresses))


def test_one_upload_says_nothing_and_no_address_is_unclear():
    """Two are needed to compare."""
    assert holds(unguessable_ids, *uploads("/files/1"))
    assert unclear(unguessable_ids, *uploads("/files/1", ""))
    assert unclear(unguessable_ids, (exchange(), unseen()), *uploads("/files/1"))


def test_a_name_without_a_stem_is_in_every_address():
    """It tells nothing."""
    pairs = [(exchange(b".txt"), stored(address=each)) for each in ids("0123456789abcdef", 32)]

    assert holds(unguessable_ids, *pairs)
