"""``csrf-token``: what changes something proves that it comes from a page of this session.

Stops
    Another site's page that makes a browser upload or delete with its owner's cookie. The token
    is bound to the session, compared in constant time, and read from a header or from the form,
    never from a URL. In a form it is the first part, so that it is judged before any file.

Does not stop
    Script on our own pages: it can read the token. A request that names a person by a token for
    scripts needs none, since no browser sends such a header by itself.

References
    - ASVS v5.0.0-3.5.1, CWE-352
"""

from hmac import compare_digest

from reference_app import errors, values


def csrf_token(proof: values.Proof, _policy: object) -> None:
    """Refuse a wrong token, and an absent one just the same."""
    if not compare_digest(proof.given.encode(), proof.expected.encode()):
        raise errors.Forbidden("The form is out of date; load it again.", event="malicious_csrf")
