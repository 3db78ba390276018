"""``fetch-metadata``: what another site starts changes nothing here, and embeds nothing.

Stops
    Cross-site requests, told by ``Sec-Fetch-Site``, which no page can forge; where a browser
    does not send it, by an ``Origin`` that is not ours. A download is refused to pages of other
    sites as well, but not to a link that somebody follows; what ``object`` and ``embed`` load
    calls itself a navigation, and is told by its destination.

Does not stop
    Programs that send neither header: they have no victim's cookie to abuse.

References
    - ASVS v5.0.0-3.5.3, v5.0.0-3.5.8, CWE-346
    - W3C Fetch Metadata Request Headers
"""

from reference_app import errors, values


def fetch_metadata(visit: values.Visit, _policy: object) -> None:
    """Refuse what comes from elsewhere, unless it is a link that is followed."""
    origin, site, mode, shown_as = visit.browser.values()
    ours = site in {"same-origin", "none"} if site else origin in {"", visit.own_origin}
    followed = mode in {"navigate", ""} and shown_as not in {"object", "embed"}
    if not ours and (visit.changes_something or not followed):
        raise errors.Forbidden("The request comes from another site.", event="malicious_csrf")
