"""``scan-fail-closed``: without a verdict there is no file.

Stops
    A scanner that is down, hangs, breaks or talks nonsense turning into an open door: whoever
    can slow it down could otherwise upload anything.

Does not stop
    A file that was scanned and is infected, or could not be looked into: publication puts it
    into quarantine, where nobody but a reviewer gets at it.

References
    - ASVS v5.0.0-16.5.2, v5.0.0-16.5.3, CWE-636, CWE-754
"""

from reference_app import errors, scanning, values

ANSWERS = frozenset(scanning.ScanVerdict) - {scanning.ScanVerdict.UNREACHABLE}


def scan_fail_closed(examination: values.Examination, _policy: object) -> None:
    """Refuse whatever no scanner has judged; the reason is a note, for the event alone."""
    scan = examination.scan
    if scan is None or scan.verdict not in ANSWERS:
        refusal = errors.Unavailable("The malware scanner gave no verdict; try again later.")
        refusal.add_note("not scanned" if scan is None else scan.reason)
        raise refusal
