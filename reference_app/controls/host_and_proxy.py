"""``host-and-proxy``: the app answers to its own names, and believes only its own proxies.

Stops
    A ``Host`` that ends up in links and caches, and clients that choose their address, scheme or
    host by ``X-Forwarded-*``: those are looked at only as far as ``proxy_hops`` says.

Does not stop
    A client that reaches the app beside the proxy, where ``proxy_hops`` is more than 0.

References
    - ASVS v5.0.0-4.1.3, v5.0.0-15.3.4, CWE-348
"""

import re
from typing import Any

from werkzeug.middleware.proxy_fix import ProxyFix

from reference_app import errors, values

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


def host_and_proxy(visit: values.Visit, policy: values.Policy) -> None:
    """Refuse a host that is not listed; without a list, all but loopback."""
    name = visit.host.lower()
    bare = re.sub(r":[0-9]{1,5}\Z", "", name)
    known = {*(policy.trusted_hosts or LOOPBACK), policy.content_host} - {""}
    if not {bare, name} & known:
        raise errors.Malformed("This host name is not served here; mend `trusted_hosts`.")


def behind_proxies(app: Any, hops: int) -> Any:
    """Let the last *hops* entries of the forwarded headers count; none of them for 0."""
    return ProxyFix(app, x_for=hops, x_proto=hops, x_host=hops) if hops else app
