"""Accounts, sessions, tokens, and files that have an owner.

Takes in the ledger of the releases before there were versions: their files go to an account
named ``earlier``, which is disabled and has no password.
"""

from __future__ import annotations

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID, DIGEST, STATE = sa.String(32), sa.String(64), sa.String(16)
NAME, TEXT = sa.String(1024), sa.String(255)

column = partial(sa.Column, nullable=False)
text = partial(column, server_default="")
amount = partial(column, type_=sa.BigInteger, server_default="0")

TAKE_IN = """
INSERT INTO accounts (id, name, password, role, created, disabled, used_bytes, used_files)
SELECT 'earlier', 'earlier', '', 'uploader', 0, true, coalesce(sum(size), 0), count(*) FROM earlier;
INSERT INTO files (id, owner, key, name, suffix, media_type, size, reserved, sha256, created, state)
SELECT id, 'earlier', key, name, suffix, media_type, size, size, sha256, created, state
FROM earlier;
DROP TABLE earlier
"""


def upgrade() -> None:
    """Make the tables, and move what was there into them."""
    earlier = sa.inspect(op.get_bind()).has_table("files")
    if earlier:
        op.execute("CREATE TABLE earlier AS SELECT * FROM files")
        op.drop_table("files")
    _people()
    _files()
    if earlier:
        for statement in TAKE_IN.split(";"):
            op.execute(statement)


def _people() -> None:
    op.create_table(
        "accounts",
        column("id", ID, primary_key=True),
        column("name", TEXT, unique=True),
        column("password", TEXT),
        column("role", STATE),
        column("created", sa.Float),
        column("disabled", sa.Boolean, server_default=sa.false()),
        amount("used_bytes"),
        amount("used_files"),
    )
    op.create_table(
        "sessions",
        column("digest", DIGEST, primary_key=True),
        column("account", ID, sa.ForeignKey("accounts.id"), index=True),
        column("created", sa.Float),
        column("seen", sa.Float),
        column("expires", sa.Float),
    )
    op.create_table(
        "tokens",
        column("digest", DIGEST, primary_key=True),
        column("account", ID, sa.ForeignKey("accounts.id"), index=True),
        column("label", TEXT),
        column("created", sa.Float),
        sa.Column("revoked", sa.Float),
    )


def _files() -> None:
    op.create_table(
        "files",
        column("id", ID, primary_key=True),
        column("owner", ID, sa.ForeignKey("accounts.id")),
        text("feature", TEXT),
        column("key", TEXT),
        column("name", NAME),
        column("suffix", STATE),
        column("media_type", TEXT),
        amount("size"),
        amount("reserved"),
        text("sha256", DIGEST),
        column("created", sa.Float),
        sa.Column("expires", sa.Float),
        column("state", STATE),
        text("scan", TEXT),
        sa.Index("ix_files_listing", "owner", "state", "created"),
    )
