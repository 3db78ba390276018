"""``quota-race``: usage is counted and reserved by one statement, before the body arrives.

Stops
    Parallel uploads that each read the same usage, each find room, and together exceed the limit.
    The update reads, adds and returns in one step, and holds the account's row (on SQLite: the
    database) until the transaction ends, so that the next reservation sees this one.

Does not stop
    A reservation whose process dies: it counts until ``recovery`` gives it back.

References
    - ASVS v5.0.0-2.3.4, v5.0.0-15.4.1, v5.0.0-15.4.2, CWE-362, CWE-367
    - PostgreSQL, 13.2.1 Read Committed Isolation Level: a waiting update sees the new row
"""

import sqlalchemy as sa

from reference_app.controls.quota import Usage
from reference_app.database import accounts


def quota_race(connection: sa.Connection, owner: str, size: int, *, files: int = 1) -> Usage:
    """Add to what the account holds, and return the sum; take back by negative numbers."""
    used = {"used_bytes": accounts.c.used_bytes + size, "used_files": accounts.c.used_files + files}
    taken = sa.update(accounts).where(accounts.c.id == owner).values(used)
    return Usage(*connection.execute(taken.returning(*(accounts.c[each] for each in used))).one())
