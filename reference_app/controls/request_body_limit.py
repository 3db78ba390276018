"""``request-body-limit``: the whole body is bounded, whether or not it has a length.

Stops
    Memory, disk and time spent on a body that would be refused anyway. A declared length is
    judged before the first byte is read; a chunked body is counted as it comes.

Does not stop
    Many bodies at once, or a body under the limit that arrives slowly or not at all: each holds a
    thread, since a server's ``read`` waits until it has all it was asked for. That takes a proxy
    that buffers requests, or a server with a timeout for bodies; gunicorn's ``timeout`` watches
    workers, not threads.

References
    - ASVS v5.0.0-5.2.1, CWE-770
    - RFC 9110 §15.5.14 (413)
"""

from reference_app import errors, values


def request_body_limit(candidate: values.Candidate, policy: values.Policy) -> None:
    """Refuse a body that is, or says it is, over the limit."""
    size = max(candidate.received, candidate.declared or 0)
    errors.TooLarge.above(policy.max_body_bytes, size, "bytes or more in the request")
