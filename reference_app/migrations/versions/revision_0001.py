"""Accounts, their sessions and tokens, and files that have an owner."""

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
    created FLOAT NOT NULL, expires FLOAT);
CREATE INDEX ix_sessions_account ON sessions (account);
CREATE TABLE files (
    id VARCHAR(32) NOT NULL PRIMARY KEY, owner VARCHAR(32) NOT NULL REFERENCES accounts,
    feature VARCHAR(255) NOT NULL DEFAULT '', key VARCHAR(255) NOT NULL,
    name VARCHAR(1024) NOT NULL, suffix VARCHAR(16) NOT NULL, media_type VARCHAR(255) NOT NULL,
    size BIGINT NOT NULL, reserved BIGINT NOT NULL, sha256 VARCHAR(64) NOT NULL,
    created FLOAT NOT NULL, expires FLOAT, state VARCHAR(16) NOT NULL,
    scan VARCHAR(255) NOT NULL DEFAULT '');
CREATE INDEX ix_files_listing ON files (owner, state, created)
"""


def upgrade() -> None:
    """Make the tables."""
    for statement in SCHEMA.split(";"):
        op.execute(statement)
