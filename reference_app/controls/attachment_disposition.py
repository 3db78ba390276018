"""``attachment-disposition``: what a user sent is a download, never a page of this site.

Stops
    Stored cross-site scripting: a browser that saves a file does not run it in the site's name.

Does not stop
    The person who opens the download. Pictures that we drew ourselves are shown in place on the
    content host, if there is one: there is nobody's session to abuse (``content-origin``).

References
    - ASVS v5.0.0-3.2.1, v5.0.0-5.4.1, CWE-79
    - RFC 6266 §4.2
"""

from reference_app.values import Reply


def attachment_disposition(reply: Reply, _policy: object) -> Reply:
    """Say attachment; the name comes with ``disposition-filename``."""
    return reply.with_header("Content-Disposition", "inline" if reply.inline else "attachment")
