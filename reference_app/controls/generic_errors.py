"""``generic-errors``: an error of ours tells the client that it happened, and no more.

Stops
    Stack traces, paths, queries, versions and library messages in an answer. The whole story
    goes to the log, where the people who can mend it look.

Does not stop
    What timing and status codes give away.

References
    - ASVS v5.0.0-16.5.1, CWE-209
    - RFC 9457 §5 (security considerations)
"""

from reference_app.errors import Fault, Rejected


def generic_errors(error: Exception, _policy: object) -> Rejected:
    """Pass on a refusal, which was worded for the client; say the same of everything else."""
    if isinstance(error, Rejected):
        return error
    return Fault("Something went wrong on our side; try again later.", code="server-error")
