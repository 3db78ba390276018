"""``client-mime-untrusted``: the type follows from the suffix; what the client calls it is noise.

Stops
    ``Content-Type: text/html`` on a picture, stored and served as such later, and a script that
    gets in because it is called ``image/png``.

Does not stop
    A suffix that lies about the bytes: ``signature-matches-extension`` looks at them.

References
    - ASVS v5.0.0-5.2.2, CWE-807
"""

from dataclasses import replace

from reference_app.values import Candidate, Policy


def client_mime_untrusted(candidate: Candidate, policy: Policy) -> Candidate:
    """Settle the type from the policy's table alone."""
    return replace(candidate, media_type=policy.accepted[candidate.suffix])
