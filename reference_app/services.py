"""What the parts of one app share: made once by ``create_app``, never changed."""

from dataclasses import dataclass, replace
from typing import cast

import flask

from reference_app import errors, identity, pipeline, scanning, storage, values
from reference_app.ledger import Ledger
from reference_app.meter import Meter
from reference_app.pipeline import T
from reference_app.sandbox import Sandbox

EXTENSION = "reference_app"


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Policy, controls, and everything that keeps something, of one app."""

    policy: values.Policy
    controls: pipeline.Controls
    secret: bytes
    store: storage.Store
    ledger: Ledger
    people: identity.People
    meter: Meter
    sandbox: Sandbox
    scanner: scanning.Scanner
    feature: str = ""
    """Which upload feature the policy is of; the empty one is the app's own."""

    def judge(self, stage: pipeline.Stage, value: T) -> T:
        """Hand *value* through the controls of *stage*."""
        return pipeline.run(self.controls, stage, value, self.policy)

    def step(self, stage: pipeline.Stage, slug: str) -> pipeline.Step:
        """Return the function of a control that is called by name."""
        return pipeline.steps(self.controls, stage)[slug]

    def served_to(self, account: values.Account, file_id: str) -> values.Stored:
        """Return the row of a file that *account* may have now: the one way there for a client.

        Raises:
            NotServed: there is none, or it is not available, or somebody else's (``Foreign``).
        """
        stored = self.ledger.find(file_id, states=None)
        if stored is None:
            raise errors.NotServed("There is no such file.", code="not-found")
        return self.judge(pipeline.Stage.ACCESS, values.Access(account, stored)).stored

    def close(self) -> None:
        """Give back descriptors and processes; the app cannot be used any more."""
        self.sandbox.close()
        self.store.close()


def shared() -> Services:
    """Return the services of the app that handles this request."""
    return cast("Services", flask.current_app.extensions[EXTENSION])


def current() -> Services:
    """Return the same under the policy of the feature that the path names, if it names one."""
    services, name = shared(), (flask.request.view_args or {}).get("feature")
    if not name:
        return services
    if name not in services.policy.features:
        raise errors.NotServed("There is no such feature.", code="not-found")
    return replace(services, policy=services.policy.features[name], feature=name)
