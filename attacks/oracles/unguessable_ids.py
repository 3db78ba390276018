"""Unguessable ids: the address of a file tells nothing about the address of another.

Looks at the addresses of several uploads, the segments in which they differ. Denies one that
repeats, follows from the name or the bytes, counts up, holds the time (UUID version 1), or has
too few characters for 128 bits (ASVS v5.0.0-11.5.1).

Blind to
    The quality of the random source: a hash of a counter looks like chance.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator, Sequence

from attacks.model import Effect, Observation, SentFile, Stored, Verdict
from attacks.oracles.judging import judged, text_of

ENOUGH = 2  # addresses that can be compared
BITS = 128
SLACK = 16  # bits: with a few samples, some positions are equal by chance
TIMED = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-1[0-9a-fA-F]{3}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
ALPHABETS = (
    (re.compile(r"[0-9]*"), 10),
    (re.compile(r"[0-9a-f]*|[0-9A-F]*"), 16),
    (re.compile(r"[0-9a-z]*|[0-9A-Z]*"), 36),
    (re.compile(r"[0-9a-zA-Z]*"), 62),
)


def unguessable_ids(seen: Observation) -> Verdict:
    """Hold if the addresses of the uploads differ by what nobody can guess."""
    uploads = [exchange for exchange in seen.probe.steps if exchange.file is not None]
    kept = [
        (e.file, s.address)
        for e, s in seen.pairs()
        if e.file is not None and s.stored is Stored.YES and s.address
    ]
    if len(uploads) < ENOUGH:
        return judged(())
    if len(kept) < ENOUGH:
        return judged((), ["the addresses of fewer than two files are known"])
    why = _weakness([file for file, _ in kept], [address for _, address in kept])
    effects = [Effect(signature="the address of a file can be guessed", detail=why)] if why else []
    return judged(effects)


def _weakness(files: Sequence[SentFile], addresses: Sequence[str]) -> str:
    """Return what is wrong with *addresses*, or an empty string."""
    if len(set(addresses)) < len(addresses):
        return "two uploads have the same address"
    ids = ["/".join(parts) for parts in _differing(addresses)]
    if any(word in each.lower() for each, f in zip(ids, files, strict=True) for word in _from(f)):
        return "the address follows from the name or the bytes"
    if all(map(str.isdecimal, ids)) and _close(sorted(map(int, ids))):
        return "the addresses count up"
    if any(map(TIMED.search, ids)):
        return "the address holds the time and the machine (UUID version 1)"
    bits, varied = _bits(ids)
    short = bits < BITS or varied < BITS - SLACK
    return f"the address has about {min(bits, varied):.0f} bits" if short else ""


def _differing(addresses: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield of each address the segments in which all of them differ."""
    split = [re.split("[/?&=]", address) for address in addresses]
    columns = list(zip(*split, strict=False))
    apart = [n for n, column in enumerate(columns) if len(set(column)) == len(column)]
    for parts in split:
        yield tuple(parts[n] for n in apart) or tuple(parts)


def _from(file: SentFile) -> Iterator[str]:
    """Yield what an address may be made of that an outsider knows."""
    stem = text_of(file.filename).rpartition(".")[0].lower()
    for data in (file.content.to_bytes(), file.filename, stem.encode("utf-8", "replace")):
        for name in ("md5", "sha1", "sha256"):
            yield hashlib.new(name, data, usedforsecurity=False).hexdigest()[:16]
    if stem:
        yield stem


def _close(numbers: Sequence[int]) -> bool:
    return numbers[-1] - numbers[0] < len(numbers) * 1000


def _bits(ids: Sequence[str]) -> tuple[float, float]:
    """Return how much chance the ids may hold, by their length and by where they differ."""
    texts = [re.sub(r"[^0-9A-Za-z]", "", each) for each in ids]
    size = next((n for alphabet, n in ALPHABETS if all(map(alphabet.fullmatch, texts))), 64)
    each = math.log2(size)
    varied = sum(len(set(column)) > 1 for column in zip(*texts, strict=False))
    return min(map(len, texts)) * each, varied * each
