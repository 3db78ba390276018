"""Accounts, their sessions and their tokens: who somebody is, and for how long.

Only digests of sessions and tokens are kept, keyed with the app's secret: a stolen ledger logs
nobody in. Passwords are hashed with scrypt by ``werkzeug.security``.
"""

import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
from werkzeug.security import check_password_hash, generate_password_hash

from reference_app.database import accounts, sessions, tokens
from reference_app.errors import Unidentified
from reference_app.ledger import Ledger
from reference_app.visit import Account, Identity

ID_BYTES = 16
TOKEN_BYTES = 32
PASSWORD_CHARACTERS = 12
ROLES = ("uploader", "reviewer")
NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._@-]{0,63}")
NOBODY = generate_password_hash(secrets.token_hex(16))


class AccountError(ValueError):
    """An account cannot be made as asked; the message says why."""


class People:
    """Everybody the app knows."""

    def __init__(
        self,
        ledger: Ledger,
        secret: bytes,
        steps: Mapping[str, Callable[..., Any]],
        *,
        session_seconds: int,
    ) -> None:
        self._engine = ledger.engine
        self._secret = secret
        self._steps = steps
        self._session_seconds = session_seconds

    def enrol(self, name: str, password: str, role: str = "uploader") -> Account:
        """Make an account.

        Raises:
            AccountError: the password is short, the role unknown, or the name taken.
        """
        if len(password) < PASSWORD_CHARACTERS:
            raise AccountError(f"the password has {len(password)} of {PASSWORD_CHARACTERS} signs")
        if role not in ROLES or not NAME.fullmatch(name):
            raise AccountError(
                f"give a name like ada.b@example.org, and a role: {', '.join(ROLES)}"
            )
        account = Account(id=secrets.token_hex(ID_BYTES), name=name, role=role)
        row = {"id": account.id, "name": name, "role": role, "created": time.time()}
        row |= {"disabled": False, "used_bytes": 0, "used_files": 0}
        try:
            with self._engine.begin() as connection:
                password = generate_password_hash(password)
                connection.execute(sa.insert(accounts).values(**row, password=password))
        except sa.exc.IntegrityError as error:
            raise AccountError("the name is taken; choose another") from error
        return account

    def log_in(self, name: str, password: str, presented: str) -> str:
        """Return the token of a new session; the session that was presented ends.

        Raises:
            Unidentified: no such account, or another password; which of them is not said.
        """
        wanted = sa.select(accounts.c.id, accounts.c.password).where(
            accounts.c.name == (name if name.isprintable() else ""), accounts.c.disabled.is_(False)
        )
        with self._engine.connect() as connection:
            row = connection.execute(wanted).one_or_none()
        # A hash is computed for an unknown name too, so that time does not tell.
        right = check_password_hash(row.password if row else NOBODY, password)
        if row is None or not right:
            raise Unidentified(
                "Name or password is wrong.", code="upload-authn", event="authn_login_fail"
            )
        token: str = self._steps["session-rotation"](presented)
        self.log_out(presented)
        self._open(row.id, token)
        return token

    def _open(self, account_id: str, token: str) -> None:
        now = time.time()
        values = {"account": account_id, "created": now, "seen": now}
        values |= {"digest": self._digest(token), "expires": now + self._session_seconds}
        with self._engine.begin() as connection:
            connection.execute(sa.delete(sessions).where(sessions.c.expires < now))
            connection.execute(sa.insert(sessions).values(**values))

    def log_out(self, token: str) -> None:
        """End a session."""
        with self._engine.begin() as connection:
            self._steps["session-termination"](connection, sessions, self._digest(token))

    def by_session(self, token: str) -> Identity | None:
        """Return whose session *token* is, while it lasts."""
        alive = (sessions.c.digest == self._digest(token)) & (sessions.c.expires > time.time())
        account = self._account(sessions, alive) if token else None
        if account is None:
            return None
        return Identity(account=account, by_cookie=True, form_token=self.form_token(token))

    def by_token(self, token: str) -> Identity | None:
        """Return who made the script token *token*, unless it was revoked."""
        valid = (tokens.c.digest == self._digest(token)) & tokens.c.revoked.is_(None)
        account = self._account(tokens, valid) if token else None
        return None if account is None else Identity(account=account, by_cookie=False)

    def new_token(self, name: str, label: str) -> str:
        """Return a token for scripts; it is shown once and kept as a digest."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        owner = sa.select(accounts.c.id).where(accounts.c.name == name).scalar_subquery()
        values = {"digest": self._digest(token), "account": owner, "label": label}
        with self._engine.begin() as connection:
            connection.execute(sa.insert(tokens).values(**values, created=time.time()))
        return token

    def revoke(self, name: str) -> None:
        """End every session and every token of an account."""
        owner = sa.select(accounts.c.id).where(accounts.c.name == name).scalar_subquery()
        with self._engine.begin() as connection:
            connection.execute(sa.delete(sessions).where(sessions.c.account == owner))
            connection.execute(
                sa.update(tokens).where(tokens.c.account == owner).values(revoked=time.time())
            )

    def form_token(self, session: str) -> str:
        """Return what the forms of a session carry; it cannot be turned back into the session."""
        return hmac.new(self._secret, b"form:" + session.encode(), hashlib.sha256).hexdigest()

    def _account(self, table: sa.Table, condition: sa.ColumnElement[bool]) -> Account | None:
        joined = table.join(accounts, table.c.account == accounts.c.id)
        wanted = sa.select(accounts.c.id, accounts.c.name, accounts.c.role).select_from(joined)
        with self._engine.connect() as connection:
            row = connection.execute(
                wanted.where(condition, accounts.c.disabled.is_(False))
            ).one_or_none()
        return None if row is None else Account(id=row.id, name=row.name, role=row.role)

    def _digest(self, token: str) -> str:
        return hmac.new(self._secret, b"token:" + token.encode(), hashlib.sha256).hexdigest()
