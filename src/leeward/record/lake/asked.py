"""A question put to DuckDB about rows that somebody gives, by the names of the lake's tables: for trying what a question does."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb
    import pyarrow


class Asked:
    """An open connection that reads what it was opened over, and nothing else."""

    def __init__(self, connection: "duckdb.DuckDBPyConnection") -> None:
        self._connection = connection

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """What a query yields, by the names of its columns."""
        cursor = self._connection.execute(sql)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@contextmanager
def over_rows(tables: Mapping[str, "pyarrow.Table"]) -> Iterator[Asked]:
    """Over tables in memory, by their names: no file, no network, no setting of anybody's."""
    import duckdb  # late: it takes a moment, and most commands ask nothing

    with duckdb.connect(config={"enable_external_access": "false", "threads": 1}) as connection:
        for name, table in tables.items():
            connection.register(name, table)
        yield Asked(connection)
