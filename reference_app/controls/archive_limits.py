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

from reference_app.candidate import Examination
from reference_app.errors import Unprocessable
from reference_app.formats import NotThisType
from reference_app.formats.zip import insist_on_size
from reference_app.policy import Policy
from reference_app.suffixes import ACTIVE, suffixes

ARCHIVES = "zip gz tgz bz2 xz zst 7z rar tar jar war apk docx xlsx pptx odt"
NESTED = frozenset(ARCHIVES.split())


def archive_entry_count(examination: Examination, policy: Policy) -> Examination:
    """Bound the number of members."""
    count = len(examination.facts.members)
    if count > policy.max_entries:
        _refuse(f"has {count} members; the limit is {policy.max_entries}", "archive-entry-count")
    return examination


def archive_total_size(examination: Examination, policy: Policy) -> Examination:
    """Bound what the members say they unpack to, together and against their packed size."""
    members = examination.facts.members
    total, packed = sum(m.size for m in members), sum(m.packed for m in members)
    if total > policy.max_unpacked_bytes:
        _refuse(
            f"unpacks to {total} bytes; the limit is {policy.max_unpacked_bytes}",
            "archive-total-size",
        )
    if total > max(packed, 1024) * policy.max_ratio:
        _refuse(f"unpacks to more than {policy.max_ratio} times its size", "archive-total-size")
    return examination


def archive_traversal(examination: Examination, _policy: object) -> Examination:
    """Refuse a member whose name is no plain relative path."""
    for member in examination.facts.members:
        pieces = member.name.rstrip("/").split("/")
        odd = any(c in member.name for c in "\\\0:") or not member.name.isprintable()
        if odd or any(piece in {"", ".", ".."} for piece in pieces):
            _refuse("has a member that leaves its folder", "archive-traversal")
    return examination


def archive_links(examination: Examination, _policy: object) -> Examination:
    """Refuse members that are neither files nor folders."""
    kinds = {stat.S_IFMT(member.mode) for member in examination.facts.members}
    if kinds - {0, stat.S_IFREG, stat.S_IFDIR}:
        _refuse("has a link or a device in it", "archive-links")
    return examination


def archive_members_validated(examination: Examination, _policy: object) -> Examination:
    """Refuse encryption, a name given twice, and active types, wherever they stand."""
    names = [member.name.rstrip("/").casefold() for member in examination.facts.members]
    if len(set(names)) != len(names) or any(m.encrypted for m in examination.facts.members):
        _refuse("has two members of one name, or is encrypted", "archive-members-validated")
    if any(not ACTIVE.isdisjoint(suffixes(name.rpartition("/")[2])) for name in names):
        _refuse("has a member of an active type", "archive-members-validated")
    return examination


def archive_running_count(examination: Examination, _policy: object) -> Examination:
    """Unpack each member to nowhere: none may be more than it says, nor an archive."""
    for member in examination.facts.members:
        if not NESTED.isdisjoint(suffixes(member.name.casefold())[-1:]):
            _refuse("has an archive in it", "archive-running-count")
        try:
            insist_on_size(examination.file, member)
        except NotThisType as error:
            _refuse(f"is broken: {error}", "archive-running-count", error)
    return examination


def _refuse(what: str, code: str, error: Exception | None = None) -> None:
    raise Unprocessable(f"The archive {what}; pack it anew.", code=code) from error
