"""``object-authz``: a file is its owner's, for every verb and every view of it.

Stops
    Reading, describing or deleting somebody else's file by its identifier, however that was
    learned. There is one place that looks a row up for a client, and it asks here.

Does not stop
    An owner who gives the file away.

References
    - ASVS v5.0.0-8.2.2, v5.0.0-8.3.1, CWE-639
"""

from reference_app import errors, values


def object_authz(access: values.Access, _policy: object) -> None:
    """Let the owner through."""
    if access.stored.owner != access.account.id:
        raise errors.Foreign("The file is somebody else's.")
