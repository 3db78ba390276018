"""Safe name: no name that the server keeps carries anything hostile.

Looks at the names of the files that a step left below the storage root, and at the name
that the file is handed out under. Denies path syntax, names with a meaning to a system,
characters that hide or split, and extensions that somebody runs or that the target does
not accept. Holds for names that the server made, and for client names made harmless.

Blind to
    Names in the URL and in the answer's text; a name that turns hostile only when the next
    program normalises it; the types that a target accepts and calibration did not see,
    which count as not accepted; spellings of the client's that no decoder known here makes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from attacks.model import (
    ChangeKind,
    Confidence,
    Effect,
    Observation,
    Profile,
    Seen,
    SentFile,
    Severity,
    Verdict,
)
from attacks.oracles import names
from attacks.oracles.disposition import BadDisposition, parse
from attacks.oracles.judging import judged, maybe_stored, quoted, served

INNER = "an active inner extension was kept"
LONGEST = 255  # bytes; NAME_MAX of every common file system


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One name that the server keeps, beside what the client sent."""

    name: str
    on_disk: bool
    accepted: frozenset[str]
    sent: frozenset[str]
    """The client's names as cleaners may read them."""
    raw: frozenset[str]
    """The client's names as they were written."""


Finder = Callable[[Kept], str]
"""Return the hostile part of the name, or nothing."""


def safe_name(seen: Observation) -> Verdict:
    """Hold if no name kept on disk or handed out carries anything hostile."""
    effects: list[Effect] = []
    gaps: list[str] = []
    for exchange, step in seen.pairs():
        if exchange.file is None:
            continue
        kept = list(_kept(exchange.file, step, seen.profile))
        effects += [effect for name in kept for effect in _effects(name)]
        if not kept and maybe_stored(step):
            gaps.append("no name of the stored file can be seen, on disk or in a download")
    return judged(effects, gaps)


def _kept(file: SentFile, step: Seen, profile: Profile) -> Iterator[Kept]:
    sent = (file.filename, *file.rivals)
    spelled, raw = names.spellings(sent), names.as_sent(sent)
    accepted = frozenset(names.ALIASES.get(s.extension, s.extension) for s in profile.accepted)
    found = [(name, True) for name in _disk_names(step)]
    found += [(name, False) for name in _download_names(step)]
    for name, on_disk in found:
        yield Kept(name=name, on_disk=on_disk, accepted=accepted, sent=spelled, raw=raw)


def _disk_names(step: Seen) -> Iterator[str]:
    """Yield the names of what the step made or wrote to, folders too."""
    for change in step.disk.changes if step.disk else ():
        if change.inside and change.kind is not ChangeKind.REMOVED:
            yield PurePosixPath(change.path).name


def _download_names(step: Seen) -> Iterator[str]:
    answer = served(step)
    for value in answer.header(b"content-disposition") if answer else ():
        try:
            yield from parse(value).names
        except BadDisposition:
            continue  # header_integrity judges the grammar


def _effects(kept: Kept) -> Iterator[Effect]:
    for signature, control, find in CLASSES:
        part = find(kept)
        if part:
            revealed = not names.echoes(part, kept.raw) and control in REVEALED
            yield Effect(
                signature=signature,
                detail=f"the server keeps the name {quoted(kept.name)}: {quoted(part)}",
                control="canonicalise-once" if revealed else control,
                severity=MILDER.get(signature),
                # Only a handler that looks beyond the last extension runs such a file.
                confidence=Confidence.LOW if signature == INNER else None,
            )


def _separator(kept: Kept) -> str:
    return next((c for c in kept.name if c in "/\\"), "")


def _dot_segment(kept: Kept) -> str:
    return next((s for s in kept.name.replace("\\", "/").split("/") if s in (".", "..")), "")


def _leading_dot(kept: Kept) -> str:
    return _head(kept) if kept.name.startswith(".") else ""


def _leading_hyphen(kept: Kept) -> str:
    """Only on disk, where the name can become an argument of a command."""
    return _head(kept) if kept.on_disk and kept.name.startswith(("-", " ")) else ""


def _head(kept: Kept) -> str:
    """Return the first mark and the word after it, if the client sent them so."""
    mark, rest = kept.name[0], kept.name[1:]
    word = mark + rest.lstrip(". -").split(".")[0]
    return word if names.echoes(word, kept.sent) else ""


def _trailing(kept: Kept) -> str:
    return kept.name[-1] if kept.name.endswith((".", " ")) else ""


def _control(kept: Kept) -> str:
    return next((c for c in kept.name if names.is_control(c)), "")


def _invisible(kept: Kept) -> str:
    return next((c for c in kept.name if names.is_invisible(c)), "")


def _device(kept: Kept) -> str:
    stem = kept.name.split(".")[0].split(":")[0].rstrip(" ").casefold()
    return stem if stem in names.DEVICES and names.echoes(stem, kept.sent) else ""


def _stream(kept: Kept) -> str:
    head, mark, tail = kept.name.partition(":")
    around = head[-3:] + mark + tail[:3]
    return around if mark and names.echoes(around, kept.sent) else ""


def _too_long(kept: Kept) -> str:
    over = len(kept.name.encode("utf-8", "surrogateescape")) > LONGEST
    return kept.name if over else ""


def _active_last(kept: Kept) -> str:
    return _active(kept, names.extensions(kept.name)[-1:])


def _active_inner(kept: Kept) -> str:
    return _active(kept, names.extensions(kept.name)[:-1])


def _active(kept: Kept, found: list[str]) -> str:
    hot = (f".{e}" for e in found if e in names.ACTIVE and e not in kept.accepted)
    return next((e for e in hot if names.echoes(e, kept.sent)), "")


def _unlisted(kept: Kept) -> str:
    last = names.last_extension(kept.name)
    listed = not last or last in kept.accepted or last in names.ACTIVE
    return "" if listed or not names.echoes(f".{last}", kept.sent) else f".{last}"


def _configuration(kept: Kept) -> str:
    name = kept.name.casefold()
    obeyed = names.SERVER_CONFIGURATION | (names.ORIGIN_POLICIES if kept.on_disk else set())
    return name if name in obeyed and names.echoes(name, kept.sent) else ""


CLASSES: tuple[tuple[str, str, Finder], ...] = (
    ("a separator was kept in the name", "path-containment", _separator),
    ("a dot segment was kept in the name", "path-containment", _dot_segment),
    ("a leading dot was kept", "reserved-names", _leading_dot),
    ("a leading hyphen or space was kept", "reserved-names", _leading_hyphen),
    ("a trailing dot or space was kept", "reserved-names", _trailing),
    ("a control character was kept", "control-characters", _control),
    ("an invisible character was kept", "control-characters", _invisible),
    ("a reserved device name was kept", "reserved-names", _device),
    ("stream or drive syntax was kept", "reserved-names", _stream),
    ("a name longer than 255 bytes was kept", "name-length", _too_long),
    ("an active extension was kept", "extension-allowlist", _active_last),
    (INNER, "extension-parse", _active_inner),
    ("an unlisted extension was kept", "extension-allowlist", _unlisted),
    ("a server configuration name was kept", "reserved-names", _configuration),
)

MILDER: dict[str, Severity] = {
    "a separator was kept in the name": Severity.MEDIUM,
    "a dot segment was kept in the name": Severity.MEDIUM,
    "a leading dot was kept": Severity.MEDIUM,
    "a leading hyphen or space was kept": Severity.LOW,
    "a trailing dot or space was kept": Severity.LOW,
    "a control character was kept": Severity.MEDIUM,
    "an invisible character was kept": Severity.MEDIUM,
    "a reserved device name was kept": Severity.LOW,
    "stream or drive syntax was kept": Severity.LOW,
    "a name longer than 255 bytes was kept": Severity.LOW,
    INNER: Severity.MEDIUM,
}
"""How bad each class is; one that is missing is as bad as what the attack was after."""

REVEALED = frozenset({"path-containment", "extension-allowlist", "extension-parse"})
"""Controls that looked at the right thing, if only the name had been decoded before."""
