"""``denial-uniform``: somebody else's file and no file at all are answered alike.

Stops
    Learning that a file exists from the difference between 403 and 404, or between two texts.

Does not stop
    What time gives away: both take one look into the ledger, and nobody has measured more.

References
    - ASVS v5.0.0-8.2.2, v5.0.0-16.5.1, CWE-204
"""

from reference_app.errors import Foreign, NotServed


def denial_uniform(error: Exception, _policy: object) -> Exception:
    """Say of somebody else's file what is said of none."""
    if isinstance(error, Foreign):
        return NotServed("There is no such file.", code="not-found")
    return error
