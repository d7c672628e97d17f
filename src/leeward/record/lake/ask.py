"""A question put to DuckDB about a table in memory: no file, no network, no setting of anybody's."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow


def ask(sql: str, events: "pyarrow.Table") -> list[tuple[Any, ...]]:
    """The rows of ``sql``, in which the table is called ``events``."""
    import duckdb  # late: it takes a moment, and most commands ask nothing

    with duckdb.connect(config={"enable_external_access": "false", "threads": 1}) as connection:
        connection.register("events", events)
        return connection.execute(sql).fetchall()
