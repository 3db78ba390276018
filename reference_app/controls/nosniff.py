"""``nosniff``: the browser takes the declared type and does not look for a better one.

Stops
    A text file that "is really HTML" after all, and an image loaded as a script.

Does not stop
    A type that is wrong to begin with: ``response-media-type`` sees to it.

References
    - ASVS v5.0.0-3.4.4, CWE-436
    - WHATWG Fetch, "determine nosniff": the first value counts, so there is one header only
"""

from reference_app.values import Reply


def nosniff(reply: Reply, _policy: object) -> Reply:
    """Switch sniffing off, on every answer whatever its status."""
    return reply.with_header("X-Content-Type-Options", "nosniff")
