"""``full-decode``, ``text-encoding``: a file is exactly one of the things we take, to its end.

Stops
    A good beginning with anything behind it: truncated files, broken checksums, lengths that
    lie, an archive or a script after the end marker (``full-decode``); bytes that are no UTF-8,
    NUL, and marks of UTF-7 or UTF-16, which another reader takes for other text
    (``text-encoding``).

Does not stop
    Hostile content in a well-formed file: the controls behind these know the types.

References
    - ASVS v5.0.0-5.2.2, v5.0.0-4.1.1, CWE-1286, CWE-434, CWE-838
"""

from dataclasses import replace

from reference_app.errors import Unprocessable
from reference_app.formats import READERS, NotThisType, Walk
from reference_app.values import Examination


def full_decode(examination: Examination, _policy: object) -> Examination:
    """Walk through the structure of everything that is not text."""
    text = examination.candidate.media_type.startswith("text/")
    return examination if text else _read(examination)


def text_encoding(examination: Examination, _policy: object) -> Examination:
    """Read a text through as strict UTF-8."""
    text = examination.candidate.media_type.startswith("text/")
    return _read(examination) if text else examination


def _read(examination: Examination) -> Examination:
    try:
        facts = READERS[examination.candidate.media_type](Walk(examination.file))
    except NotThisType as error:
        raise Unprocessable(f"The file is broken: {error}. Send it whole.") from error
    return replace(examination, facts=facts)
