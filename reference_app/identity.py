"""Accounts, their sessions and their tokens: who somebody is, and for how long.

Only digests of sessions and tokens are kept, keyed with the app's secret: a stolen ledger logs
nobody in. Passwords are hashed with scrypt by ``werkzeug.security``.
"""

import hashlib
import hmac
import re
import secrets
import time
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from werkzeug.security import check_password_hash, generate_password_hash

from reference_app.database import accounts, rows, sessions, write
from reference_app.errors import Unidentified
from reference_app.pipeline import Steps
from reference_app.values import Account, Identity, Policy

PASSWORD_CHARACTERS = 12
ROLES = ("uploader", "reviewer")
NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._@-]{0,63}")
NOBODY = generate_password_hash(secrets.token_hex(16))
ENABLED = sa.select(accounts).where(accounts.c.disabled.is_(False))
OWNERS = ENABLED.join(sessions, sessions.c.account == accounts.c.id)
OWNER = OWNERS.where(sessions.c.digest == sa.bindparam("digest"))
BY_SESSION = OWNER.where(sessions.c.expires > sa.bindparam("now"))
BY_TOKEN = OWNER.where(sessions.c.expires.is_(None))
"""Asked by every request, and so made once."""


class AccountError(ValueError):
    """An account cannot be made, or is not there; the message says why."""


@dataclass
class People:
    """Everybody the app knows."""

    engine: sa.Engine
    secret: bytes
    steps: Steps
    policy: Policy

    def enrol(self, name: str, password: str, role: str = "uploader") -> Account:
        """Make an account.

        Raises:
            AccountError: the password is short, the role unknown, or the name taken.
        """
        if len(password) < PASSWORD_CHARACTERS:
            raise AccountError(f"the password has {len(password)} of {PASSWORD_CHARACTERS} signs")
        if role not in ROLES or not NAME.fullmatch(name):
            raise AccountError(f"give a name like ada.b@example.org, and a role of {ROLES}")
        known = {"id": secrets.token_hex(16), "name": name, "role": role}
        values = {"password": generate_password_hash(password), "created": time.time()}
        try:
            write(self.engine, sa.insert(accounts).values(**known, **values))
        except sa.exc.IntegrityError as error:
            raise AccountError("the name is taken; choose another") from error
        return Account(**known)

    def log_in(self, name: str, password: str, presented: str) -> str:
        """Return the token of a new session; the session that was presented ends.

        A hash is computed for an unknown name too, so that time does not tell.

        Raises:
            Unidentified: no such account, or another password; which of them is not said.
        """
        wanted = ENABLED.where(accounts.c.name == (name if name.isprintable() else ""))
        row = next(iter(rows(self.engine, wanted)), None)
        right = check_password_hash(row.password if row else NOBODY, password)
        if row is None or not right:
            known = {"code": "upload-authn", "event": "authn_login_fail"}
            raise Unidentified("Name or password is wrong.", **known)
        token: str = self.steps["session-rotation"](presented)
        self.log_out(presented)
        return self._issue(token, row.id, expires=time.time() + self.policy.session_seconds)

    def log_out(self, token: str) -> None:
        """End a session."""
        with self.engine.begin() as connection:
            self.steps["session-termination"](connection, sessions, self._digest(token))

    def by_session(self, token: str) -> Identity | None:
        """Return whose session *token* is, while it lasts."""
        return self._known(BY_SESSION, token, self.form_token(token))

    def by_token(self, token: str) -> Identity | None:
        """Return who made the script token *token*, unless it was revoked."""
        return self._known(BY_TOKEN, token, "")

    def new_token(self, name: str) -> str:
        """Return a token for scripts; it is shown once and kept as a digest.

        Raises:
            AccountError: nobody has that name.
        """
        return self._issue(secrets.token_urlsafe(32), self._named(name))

    def revoke(self, name: str) -> None:
        """End every session and every token of an account.

        Raises:
            AccountError: nobody has that name.
        """
        own = sessions.c.account == self._named(name)
        write(self.engine, sa.delete(sessions).where(own))

    def form_token(self, session: str) -> str:
        """Return what the forms of a session carry; it cannot be turned back into the session."""
        return hmac.new(self.secret, b"form:" + session.encode(), hashlib.sha256).hexdigest()

    def _issue(self, token: str, account: str, **known: Any) -> str:
        """Keep the digest of a new token, and clear those whose time is over."""
        known |= {"digest": self._digest(token), "account": account, "created": time.time()}
        over = sessions.c.expires < known["created"]
        write(self.engine, sa.delete(sessions).where(over), sa.insert(sessions).values(**known))
        return token

    def _named(self, name: str) -> str:
        found = rows(self.engine, sa.select(accounts).where(accounts.c.name == name))
        if not found:
            raise AccountError(f"no account is named {name!r}; make it by: account add")
        return str(found[0].id)

    def _known(self, wanted: sa.Select[Any], token: str, form_token: str) -> Identity | None:
        """Return whose *token* it is; without one, nobody is asked."""
        given = {"digest": self._digest(token), "now": time.time()}
        found = rows(self.engine, wanted, given) if token else ()
        known = (Account(id=row.id, name=row.name, role=row.role) for row in found)
        return next((Identity(account, form_token) for account in known), None)

    def _digest(self, token: str) -> str:
        return hmac.new(self.secret, b"token:" + token.encode(), hashlib.sha256).hexdigest()
