r"""``redirect-allowlist``: a redirect that a client chose stays on this site.

Stops
    ``next=https://evil.example``, ``//evil.example``, ``/\evil.example`` and whatever else a
    browser takes for another host: links that carry our name and lead away.

Does not stop
    A path of ours that itself redirects: there is none.

References
    - ASVS v5.0.0-3.7.2, CWE-601
"""

import re

LOCAL = re.compile(r"/(?:[0-9A-Za-z_.~-][0-9A-Za-z_.~/-]*)?")


def redirect_allowlist(target: str, _policy: object) -> str:
    """Return *target* if it is a plain local path, else the front page."""
    return target if LOCAL.fullmatch(target) else "/"
