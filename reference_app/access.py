"""The one way to a stored file on a client's behalf: looked up, then judged, then handed over."""

from reference_app.errors import NotServed
from reference_app.ledger import Stored
from reference_app.pipeline import Stage
from reference_app.services import Services
from reference_app.visit import Access, Account


def served_to(account: Account, file_id: str, services: Services) -> Stored:
    """Return the row of a file that *account* may have now.

    Raises:
        NotServed: there is none, or it is not available, or somebody else's (``Foreign``).
    """
    stored = services.ledger.find(file_id, states=None)
    if stored is None:
        raise NotServed("There is no such file.", code="not-found")
    return services.judge(Stage.ACCESS, Access(account=account, stored=stored)).stored
