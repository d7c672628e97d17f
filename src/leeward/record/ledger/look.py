"""Looking at standing: a read-only view of the database, without the driver showing through."""

from collections.abc import Mapping
from typing import Any, TypeVar, overload

import psycopg
from psycopg.rows import class_row, dict_row

Row = dict[str, Any]
Parameters = Mapping[str, object] | None
T = TypeVar("T")


class Look:
    """Named reads on one connection; everything it sees is one consistent moment or inside one transaction."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    @overload
    def rows(self, sql: str, parameters: Parameters = None) -> list[Row]: ...
    @overload
    def rows(self, sql: str, parameters: Parameters = None, *, into: type[T]) -> list[T]: ...
    def rows(self, sql: str, parameters: Parameters = None, *, into: type[Any] | None = None) -> list[Any]:
        """All rows, as dicts or as ``into(**columns)``."""
        factory: Any = class_row(into) if into is not None else dict_row
        with self._connection.cursor(row_factory=factory) as cursor:
            return cursor.execute(sql.encode(), parameters).fetchall()

    @overload
    def one(self, sql: str, parameters: Parameters = None) -> Row | None: ...
    @overload
    def one(self, sql: str, parameters: Parameters = None, *, into: type[T]) -> T | None: ...
    def one(self, sql: str, parameters: Parameters = None, *, into: type[Any] | None = None) -> Any:
        """The first row, or None."""
        factory: Any = class_row(into) if into is not None else dict_row
        with self._connection.cursor(row_factory=factory) as cursor:
            return cursor.execute(sql.encode(), parameters).fetchone()

    def value(self, sql: str, parameters: Parameters = None) -> Any:
        """The first column of the first row, or None."""
        row = self._connection.execute(sql.encode(), parameters).fetchone()
        return None if row is None else row[0]
