r"""``extension-parse``: the last suffix of the whole name decides, and it is plain ASCII.

Stops
    ``x.png.php`` taken for a PNG by an unanchored match, ``png`` without a dot, suffixes that
    fold to another (``.ſvg``), and ``x.php.png``, which Apache's ``AddHandler`` runs. Inner
    suffixes that nothing runs are part of honest names: ``minutes v1.2.pdf`` passes.

Does not stop
    A suffix that is clear and not welcome: ``extension-allowlist`` does.

References
    - ASVS v5.0.0-5.2.2, v5.0.0-2.2.1, CWE-646, CWE-625, CWE-178
"""

from dataclasses import replace

from reference_app import errors, suffixes, values


def extension_parse(candidate: values.Candidate, _policy: object) -> values.Candidate:
    """Settle the lower-case suffix, read once from the end."""
    stem, _, suffix = candidate.name.rpartition(".")
    if not stem or not (suffix.isascii() and suffix.isalnum()):
        raise errors.Malformed("The file name has no plain suffix such as .png; rename it.")
    if any(map(suffixes.is_active, suffixes.of(candidate.name)[:-1])):
        raise errors.Malformed("The file name holds a second suffix that can run; rename it.")
    return replace(candidate, suffix=suffix.lower())
