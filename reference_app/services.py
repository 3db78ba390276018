"""What the parts of one app share: made once by ``create_app``, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, cast

import flask

from reference_app.pipeline import run

if TYPE_CHECKING:
    from reference_app.ledger import Ledger
    from reference_app.pipeline import Controls, Stage
    from reference_app.policy import Policy
    from reference_app.storage import Store

EXTENSION = "reference_app"

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Policy, controls, store and ledger of one app."""

    policy: Policy
    controls: Controls
    store: Store
    ledger: Ledger

    def judge(self, stage: Stage, value: T) -> T:
        """Hand *value* through the controls of *stage*."""
        return run(self.controls, stage, value, self.policy)

    def close(self) -> None:
        """Give back descriptors and connections; the app cannot be used any more."""
        self.store.close()
        self.ledger.close()


def current() -> Services:
    """Return the services of the app that handles this request."""
    return cast("Services", flask.current_app.extensions[EXTENSION])
