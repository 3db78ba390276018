"""``content-csp-sandbox``: if a browser shows a stored file after all, it shows it in a sandbox.

Stops
    Script, forms, plug-ins and framing in a file that was opened as a page: ``sandbox`` without
    exceptions gives it an origin of its own. ``base-uri`` and
    ``form-action`` are spelled out since they do not fall back to ``default-src``.

Does not stop
    Anything once the file is saved and opened from disk.

References
    - ASVS v5.0.0-3.2.1, v5.0.0-3.4.3, CWE-79
    - CSP Level 3 §6.3.2 (sandbox)
"""

from reference_app.values import Reply

SANDBOX = "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; sandbox"


def content_csp_sandbox(reply: Reply, _policy: object) -> Reply:
    """Give every answer of the content route the sandbox policy."""
    return reply.with_header("Content-Security-Policy", SANDBOX) if reply.user_file else reply
