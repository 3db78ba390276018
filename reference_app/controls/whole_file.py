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

from reference_app import errors, formats, values


def full_decode(examination: values.Examination, _policy: object) -> values.Examination:
    """Walk through the structure of everything that is not text."""
    text = examination.candidate.media_type.startswith("text/")
    return examination if text else _read(examination)


def text_encoding(examination: values.Examination, _policy: object) -> values.Examination:
    """Read a text through as strict UTF-8."""
    text = examination.candidate.media_type.startswith("text/")
    return _read(examination) if text else examination


def _read(examination: values.Examination) -> values.Examination:
    try:
        facts = formats.READERS[examination.candidate.media_type](formats.Walk(examination.file))
    except formats.NotThisType as error:
        raise errors.Unprocessable(f"The file is broken: {error}. Send it whole.") from error
    return replace(examination, facts=facts)
