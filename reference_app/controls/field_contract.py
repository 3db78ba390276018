"""``field-contract``: a form has the fields that it has, each once, and the server fills the rest.

Stops
    Fields that an app might take for its own (``owner``, ``state``, ``path``), the same field
    twice, and a second file where one was declared: another reader of the request would choose
    otherwise.

Does not stop
    A wrong value in a right field.

References
    - ASVS v5.0.0-2.2.1, v5.0.0-15.3.3, v5.0.0-15.3.7, CWE-915, CWE-235
"""

from dataclasses import replace

from reference_app import errors, values

FIELDS = frozenset({b"csrf_token", b"name", b"password", b"next"})


def field_contract(candidate: values.Candidate, policy: values.Policy) -> values.Candidate:
    """Refuse an unknown field, one that came before, and a file too many."""
    if candidate.raw_name is None:
        declared = candidate.field.decode(errors="replace") in policy.text_fields
        ours = candidate.field in FIELDS and candidate.field not in candidate.fields
        if not declared and not ours:
            raise errors.Malformed("The form has a field of its own, or one twice.")
        return replace(candidate, fields=(*candidate.fields, candidate.field))
    if candidate.field != b"file" or candidate.files >= candidate.max_files:
        raise errors.Malformed(f"Send at most {candidate.max_files} files, in the field 'file'.")
    return replace(candidate, files=candidate.files + 1)
