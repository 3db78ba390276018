"""`sql-parameters`: an identifier is pasted into a query."""

from __future__ import annotations

from reference_app.ledger import SERVED, Ledger
from reference_app.values import Stored
from tests.twins import Twin


class Concatenating(Ledger):
    def find(self, file_id, *, states=SERVED):
        wanted = f"SELECT * FROM files WHERE id = '{file_id}'"
        with self.engine.connect() as connection:
            rows = connection.exec_driver_sql(wanted)
            found = [Stored(**row._asdict()) for row in rows]
        return next((each for each in found if states is None or each.state in states), None)


TWIN = Twin(
    control="sql-parameters",
    killed_by=("injection.sql-name", "literal_values"),
    options={"ledger_class": Concatenating},
    also=frozenset(
        {("injection.sql-name", "no_server_error"), ("serving.sub-path", "no_server_error")}
    ),
)
