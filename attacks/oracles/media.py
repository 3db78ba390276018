"""What can be told of a type from a few bytes or from its name."""

from __future__ import annotations

# The first bytes of the types that servers are known to write anew, so that what is served
# differs lawfully from what was sent.
SIGNATURES = (
    ("image/png", b"\x89PNG\r\n\x1a\n"),
    ("image/jpeg", b"\xff\xd8\xff"),
    ("image/gif", b"GIF8"),
    ("image/bmp", b"BM"),
    ("image/webp", b"RIFF"),
    ("image/tiff", b"II*\0"),
    ("image/tiff", b"MM\0*"),
    ("application/pdf", b"%PDF-"),
)

# A browser that is given one of these runs what is in it.
ACTIVE_TYPES = frozenset(
    [
        "text/html",
        "application/xhtml+xml",
        "text/xml",
        "application/xml",
        "image/svg+xml",
        "text/xsl",
        "application/xslt+xml",
        "text/javascript",
        "application/javascript",
        "application/x-javascript",
        "application/ecmascript",
        "text/ecmascript",
        "application/x-shockwave-flash",
        "application/wasm",
        "multipart/x-mixed-replace",  # may hold any of them
        "message/rfc822",
        "text/cache-manifest",
    ]
)


def signature(body: bytes) -> str:
    """Return the media type that the first bytes of *body* belong to, or nothing."""
    return next((name for name, magic in SIGNATURES if body.startswith(magic)), "")


def essence(value: bytes) -> str:
    """Return the media type of a Content-Type value, lower case, without parameters."""
    return value.split(b";")[0].strip(b" \t").decode("latin-1").lower()


def has_charset(value: bytes) -> bool:
    """Tell whether a Content-Type value states how its text is encoded."""
    parameters = value.split(b";")[1:]
    return any(p.strip().lower().startswith(b"charset=") for p in parameters)


def is_active(name: str) -> bool:
    """Tell whether a browser runs what a document of this type holds."""
    return name in ACTIVE_TYPES or name.endswith("+xml")
