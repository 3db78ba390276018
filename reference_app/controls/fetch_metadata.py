"""``fetch-metadata``: what another site starts changes nothing here, and embeds nothing.

Stops
    Cross-site requests, told by ``Sec-Fetch-Site``, which no page can forge; where a browser
    does not send it, by an ``Origin`` that is not ours. A download is refused to pages of other
    sites as well, but not to a link that somebody follows.

Does not stop
    Programs that send neither header: they have no victim's cookie to abuse.

References
    - ASVS v5.0.0-3.5.3, v5.0.0-3.5.8, CWE-346
    - W3C Fetch Metadata Request Headers
"""

from reference_app.errors import Forbidden
from reference_app.values import Visit


def fetch_metadata(visit: Visit, _policy: object) -> None:
    """Refuse what comes from elsewhere, unless it is a link that is followed."""
    told = visit.fetch_site
    ours = told in {"same-origin", "none"} if told else visit.origin in {"", visit.own_origin}
    if not ours and (visit.changes_something or visit.fetch_mode not in {"navigate", ""}):
        raise Forbidden("The request comes from another site.", event="malicious_csrf")
