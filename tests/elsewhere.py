"""Engines that an analyst may run the text of a rule in: DuckDB, chDB (ClickHouse), DataFusion and Polars."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet

Answer = bool | str | None
"""TRUE, FALSE, NULL, or ``error``."""
ERROR = "error"
ENGINES = ("DuckDB", "chDB", "DataFusion", "Polars")


class Elsewhere:
    """The rows of a table, in each engine as it reads them from Parquet; a column ``event_id`` numbers them from 0."""

    def __init__(self, rows: pa.Table, folder: Path) -> None:
        path = str(folder / "rows.parquet")
        parquet.write_table(rows, path)
        self._asks: dict[str, Callable[[str], Any]] = {
            "DuckDB": _duckdb(path),
            "chDB": _chdb(path),
            "DataFusion": _datafusion(path),
            "Polars": _polars(path),
        }

    def ask(self, engine: str, condition: str, number: int = 0) -> Answer:
        """What a condition is for one row."""
        try:
            said = self._asks[engine](f"SELECT ({condition}) AS said FROM rows WHERE event_id = {number}")
        except Exception:  # each engine has its own, and some of them panic
            return ERROR
        return None if said is None else bool(said)


def _duckdb(path: str) -> Callable[[str], Any]:
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(f"CREATE VIEW rows AS FROM '{path}'")
    return lambda sql: connection.execute(sql).fetchall()[0][0]


def _chdb(path: str) -> Callable[[str], Any]:
    from chdb import session

    opened = session.Session()
    opened.query("CREATE DATABASE d")
    opened.query(f"CREATE VIEW d.rows AS SELECT * FROM file('{path}', Parquet)")

    def ask(sql: str) -> Any:
        text = str(opened.query(sql.replace("FROM rows", "FROM d.rows"), "TabSeparated")).strip()
        return {"\\N": None, "true": True, "false": False, "1": True, "0": False}[text]

    return ask


def _datafusion(path: str) -> Callable[[str], Any]:
    import datafusion

    context = datafusion.SessionContext()
    context.register_parquet("rows", path)
    return lambda sql: context.sql(sql).to_pydict()["said"][0]


def _polars(path: str) -> Callable[[str], Any]:
    import polars

    context = polars.SQLContext(rows=polars.scan_parquet(path))
    return lambda sql: context.execute(sql, eager=True)["said"][0]
