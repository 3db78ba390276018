"""``request-media-type``: only ``multipart/form-data`` reaches the parser.

Stops
    Bodies that another parser would read: JSON, urlencoded forms, a raw file with no frame, and
    compressed bodies whose real size nobody has counted yet.

Does not stop
    A multipart body that is broken inside (``malformed-multipart`` does).

References
    - ASVS v5.0.0-2.2.1, CWE-1287
    - RFC 9110 §8.4 (Content-Encoding), §15.5.16 (415)
"""

from reference_app import errors, values

FORMS = ("multipart/", "application/x-www-form-urlencoded")


def request_media_type(candidate: values.Candidate, _policy: object) -> None:
    """Let a plain multipart form through, and nothing else."""
    if _plain_type(candidate) != "multipart/form-data":
        raise errors.Unsupported("Only multipart/form-data is accepted; send an HTML form.")


def raw_media_type(candidate: values.Candidate, _policy: object) -> None:
    """Let a file through that is no form; which type it is called does not matter."""
    if _plain_type(candidate).startswith(FORMS):
        raise errors.Unsupported("The body is a form; send the file's bytes alone.")


def _plain_type(candidate: values.Candidate) -> str:
    """Return the media type without its parameters, of a body that is not compressed."""
    if candidate.content_encoding.strip().lower() not in {"", "identity"}:
        raise errors.Unsupported("The body is compressed; send it without Content-Encoding.")
    return candidate.content_type.partition(";")[0].strip(" \t").lower()
