"""Accounts, sessions, tokens, and files that have an owner.

Takes in the ledger of the releases before there were versions: their files go to an account
named ``earlier``, which is disabled and has no password.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

SCHEMA = """
CREATE TABLE accounts (
    id VARCHAR(32) NOT NULL PRIMARY KEY, name VARCHAR(255) NOT NULL UNIQUE,
    password VARCHAR(255) NOT NULL, role VARCHAR(16) NOT NULL, created FLOAT NOT NULL,
    disabled BOOLEAN NOT NULL DEFAULT false,
    used_bytes BIGINT NOT NULL DEFAULT 0, used_files BIGINT NOT NULL DEFAULT 0);
CREATE TABLE sessions (
    digest VARCHAR(64) NOT NULL PRIMARY KEY, account VARCHAR(32) NOT NULL REFERENCES accounts,
    created FLOAT NOT NULL, seen FLOAT NOT NULL, expires FLOAT NOT NULL);
CREATE INDEX ix_sessions_account ON sessions (account);
CREATE TABLE tokens (
    digest VARCHAR(64) NOT NULL PRIMARY KEY, account VARCHAR(32) NOT NULL REFERENCES accounts,
    label VARCHAR(255) NOT NULL, created FLOAT NOT NULL, revoked FLOAT);
CREATE INDEX ix_tokens_account ON tokens (account);
CREATE TABLE files (
    id VARCHAR(32) NOT NULL PRIMARY KEY, owner VARCHAR(32) NOT NULL REFERENCES accounts,
    feature VARCHAR(255) NOT NULL DEFAULT '', key VARCHAR(255) NOT NULL,
    name VARCHAR(1024) NOT NULL, suffix VARCHAR(16) NOT NULL, media_type VARCHAR(255) NOT NULL,
    size BIGINT NOT NULL, reserved BIGINT NOT NULL, sha256 VARCHAR(64) NOT NULL,
    created FLOAT NOT NULL, expires FLOAT, state VARCHAR(16) NOT NULL,
    scan VARCHAR(255) NOT NULL DEFAULT '');
CREATE INDEX ix_files_listing ON files (owner, state, created)
"""
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
    script = SCHEMA
    if sa.inspect(op.get_bind()).has_table("files"):
        move = "CREATE TABLE earlier AS SELECT * FROM files; DROP TABLE files;"
        script = f"{move}{SCHEMA};{TAKE_IN}"
    for statement in script.split(";"):
        op.execute(statement)
