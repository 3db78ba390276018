"""What every answer tells the browser, one function for each promise.

Stops
    Pages and files that other sites embed (``corp``), frame (``frame-ancestors``), keep a handle
    on (``coop``) or read (``cors-closed``); scripts that are not ours (``page-csp``); copies in
    caches (``no-store``); addresses that leak (``referrer-policy``); cameras and the like
    (``permissions-policy``); plain HTTP, once HTTPS was seen (``hsts``).

Does not stop
    A program that is no browser. Each header is sent once: two different
    Cross-Origin-Resource-Policy headers together allow everything (WHATWG Fetch).

References
    - ASVS v5.0.0-3.4.1 to 3.4.8, v5.0.0-3.5.8, v5.0.0-14.3.2, CWE-1021, CWE-525, CWE-942
"""

from dataclasses import replace

from reference_app.values import Reply

FEATURES = """accelerometer autoplay camera clipboard-read clipboard-write display-capture
    encrypted-media fullscreen gamepad geolocation gyroscope hid idle-detection magnetometer
    microphone midi payment picture-in-picture publickey-credentials-get screen-wake-lock serial
    usb web-share xr-spatial-tracking"""
DENIED = ", ".join(f"{feature}=()" for feature in FEATURES.split())
OWN = "default-src 'none'; style-src 'self'; form-action 'self'; object-src 'none'; base-uri 'none'"
CSP = "Content-Security-Policy"


def corp(reply: Reply, _policy: object) -> Reply:
    """Let no other site embed it."""
    return reply.with_header("Cross-Origin-Resource-Policy", "same-origin")


def coop(reply: Reply, _policy: object) -> Reply:
    """Let no other site keep a handle on the window."""
    return reply.with_header("Cross-Origin-Opener-Policy", "same-origin")


def referrer_policy(reply: Reply, _policy: object) -> Reply:
    """Tell no path: identifiers stand in paths."""
    return reply.with_header("Referrer-Policy", "no-referrer")


def permissions_policy(reply: Reply, _policy: object) -> Reply:
    """Deny every feature of the device: none is needed."""
    return reply.with_header("Permissions-Policy", DENIED)


def no_store(reply: Reply, _policy: object) -> Reply:
    """Let no cache keep it."""
    kept = "private, no-store" if reply.user_file else "no-store"
    return reply.with_header("Cache-Control", kept)


def page_csp(reply: Reply, _policy: object) -> Reply:
    """Allow no script at all: there is none."""
    return reply if reply.user_file else reply.with_header(CSP, OWN)


def frame_ancestors(reply: Reply, _policy: object) -> Reply:
    """Let nobody frame it; the older header says so to older browsers."""
    told = reply.with_header("X-Frame-Options", "DENY")
    return told.with_header(CSP, f"{told.headers[CSP]}; frame-ancestors 'none'")


def cors_closed(reply: Reply, _policy: object) -> Reply:
    """Let no other site read it: whatever said so is taken back."""
    kept = {n: v for n, v in reply.headers.items() if not n.lower().startswith("access-control-")}
    return replace(reply, headers=kept)


def hsts(reply: Reply, _policy: object) -> Reply:
    """Demand HTTPS from now on, where it was used."""
    if not reply.secure:
        return reply
    return reply.with_header("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
