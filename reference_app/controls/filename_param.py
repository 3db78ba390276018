"""``filename-param``: a part has one field name and at most one file name, both in plain sight.

Stops
    ``filename="a.png"; filename*=UTF-8''b.php``, two ``filename`` parameters, RFC 2231 pieces
    (``filename*0``) and unquoted names. Parsers differ in which one wins, so the name that was
    checked need not be the name that is used.

Does not stop
    A single hostile name: the controls of the next stage do.

References
    - ASVS v5.0.0-1.5.3, v5.0.0-5.3.2, CWE-436
    - RFC 7578 §4.2 (``filename*`` must not be used in form data)
"""

from dataclasses import replace

from reference_app import errors, values
from reference_app.controls.malformed_multipart import parameters


def filename_param(candidate: values.Candidate, _policy: object) -> values.Candidate:
    """Settle the field name and the raw file name of a part."""
    found = {each.name: each for each in candidate.parameters}
    if len(found) != len(candidate.parameters) or any("*" in name for name in found):
        raise errors.Malformed("A part repeats or extends a parameter; send one plain filename.")
    filename = found.get("filename")
    if "name" not in found or (filename is not None and not filename.quoted):
        raise errors.Malformed("A part needs a name, and quotes around its filename.")
    raw_name = None if filename is None else filename.value
    return replace(candidate, field=found["name"].value, raw_name=raw_name)


def filename_header(candidate: values.Candidate, _policy: object) -> values.Candidate:
    """Settle the raw file name of a file without a form, unless the path has told it."""
    if candidate.raw_name is not None:
        return candidate
    kind, _, rest = candidate.disposition.encode("latin-1", "replace").partition(b";")
    found = parameters(b";" + rest) if rest else ()
    plain = [each for each in found if each.name == "filename" and each.quoted]
    if kind.strip().lower() != b"attachment" or len(plain) != len(found) or len(plain) != 1:
        raise errors.Malformed('Send Content-Disposition: attachment; filename="..."')
    return replace(candidate, raw_name=plain[0].value)
