"""``archive-*``: an archive is data here, never extracted, and safe for whoever extracts it.

Stops
    Bombs: by size and ratio (``archive-total-size``), by number (``archive-entry-count``), by
    sizes that lie and archives in archives (``archive-running-count``). Members that climb out of
    the folder they are extracted to (``archive-traversal``), links and devices
    (``archive-links``), encryption, two members of one name, and members of an active type
    (``archive-members-validated``).

Does not stop
    A reader that sees another archive in the same bytes: ``full-decode`` has refused gaps,
    overlaps and anything before or behind.

References
    - ASVS v5.0.0-5.2.3, v5.0.0-5.2.5, v5.0.0-5.3.3, CWE-409, CWE-22, CWE-59, CWE-61, CWE-434
"""

import stat
from unicodedata import normalize

from reference_app import errors, formats, suffixes, values

ARCHIVES = "zip gz tgz bz2 xz zst 7z rar tar jar war apk docx xlsx pptx odt"
NESTED = frozenset(ARCHIVES.split())


def archive_entry_count(examination: values.Examination, policy: values.Policy) -> None:
    """Bound the number of members."""
    errors.Unprocessable.above(policy.max_entries, len(examination.facts.members), "members in it")


def archive_total_size(examination: values.Examination, policy: values.Policy) -> None:
    """Bound what the members say they unpack to, together and against their packed size."""
    members = examination.facts.members
    total, packed = sum(m.size for m in members), sum(m.packed for m in members)
    errors.Unprocessable.above(policy.max_unpacked_bytes, total, "bytes in it, unpacked")
    if total > max(packed, 1024) * policy.max_ratio:
        raise _refusal(f"unpacks to more than {policy.max_ratio} times its size")


def archive_traversal(examination: values.Examination, _policy: object) -> None:
    """Refuse a member whose name is no plain relative path."""
    for member in examination.facts.members:
        pieces = member.name.rstrip("/").split("/")
        odd = any(c in member.name for c in "\\\0:") or not member.name.isprintable()
        if odd or any(piece in {"", ".", ".."} for piece in pieces):
            raise _refusal("has a member that leaves its folder")


def archive_links(examination: values.Examination, _policy: object) -> None:
    """Refuse members that are neither files nor folders."""
    kinds = {stat.S_IFMT(member.mode) for member in examination.facts.members}
    if kinds - {0, stat.S_IFREG, stat.S_IFDIR}:
        raise _refusal("has a link or a device in it")


def archive_members_validated(examination: values.Examination, _policy: object) -> None:
    """Refuse encryption, a name given twice, and active types, wherever they stand."""
    plain = (normalize("NFKC", member.name).rstrip("/") for member in examination.facts.members)
    names = [name.casefold() for name in plain]  # as the least exact file system compares them
    if len(set(names)) != len(names) or any(m.encrypted for m in examination.facts.members):
        raise _refusal("has two members of one name, or is encrypted")
    if any(not suffixes.ACTIVE.isdisjoint(suffixes.of(name.rpartition("/")[2])) for name in names):
        raise _refusal("has a member of an active type")


def archive_running_count(examination: values.Examination, _policy: object) -> None:
    """Unpack each member to nowhere: none may be more than it says, nor an archive."""
    for member in examination.facts.members:
        if not NESTED.isdisjoint(suffixes.of(member.name.casefold())[-1:]):
            raise _refusal("has an archive in it")
        try:
            formats.archive.insist_on_size(formats.Walk(examination.file), member)
        except formats.NotThisType as error:
            raise _refusal(f"is broken: {error}") from error


def _refusal(what: str) -> errors.Unprocessable:
    return errors.Unprocessable(f"The archive {what}; pack it anew.")
