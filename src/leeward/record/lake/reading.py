"""Reading the lake with DuckDB, in process: the files of the manifest, and nothing that is on its way in or out."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leeward.record.errors import LeewardError
from leeward.record.lake import views
from leeward.record.lake.activity import REF, Types
from leeward.record.lake.files import LakeFile, Shelf, activity_shelf, derived_shelf, facts_shelf, published_shelf
from leeward.record.ledger.record import Record
from leeward.record.standing.queries import read_queries
from leeward.record.terms.moment import Moment

if TYPE_CHECKING:
    import duckdb
    import pyarrow

Q = read_queries(__package__)
_REMEDY = "`leeward lake tables` names the tables, docs/reference/lake.md their columns."
_SQL = {"duration": "BIGINT", "integer": "BIGINT", "float": "DOUBLE", "boolean": "BOOLEAN", "timestamp": "TIMESTAMPTZ"}


class LakeRefused(LeewardError):
    """A question that the lake does not answer, and why."""


class Lake:
    """What the lake holds at one moment. Its files stay where they are until ``open_lake`` ends."""

    def __init__(
        self, shelves: Mapping[str, Shelf], files: Mapping[str, list[LakeFile]], span: tuple[int, Moment | None] = (0, None)
    ) -> None:
        self._shelves, self._files = shelves, files
        self.written, self._until = span
        current = [file.last for file in files.get("derived", ()) if views.digest() in file.path]
        self.made = max(current, default=0)

    written: int
    """The position of the last fact that was written."""
    made: int
    """The position of the last fact that is in the derived tables as they were made ahead; 0 when they were not."""

    def paths(self, stream: str, kind: str | None = None) -> list[Path]:
        """The Parquet files of ``facts``, ``activity`` or ``derived``, of one kind or all, by kind and position; of the derived
        tables those that were made last."""
        shelf = self._shelves[stream]
        files = [file for file in self._files[stream] if stream != "derived" or self._is_current(file)]
        return [shelf.found(file) for file in files if kind is None or file.kind == kind]

    def _is_current(self, file: LakeFile) -> bool:
        return file.last == self.made and views.digest() in file.path

    def kinds(self, stream: str) -> list[str]:
        """The kinds of which there is anything."""
        return list(dict.fromkeys(file.kind for file in self._files[stream]))

    def activity(self, kind: str, types: Types, *, as_of: Moment | None = None) -> str:
        """A query in parentheses over the events of a kind, for a FROM: ``event_id``, ``position``, ``about``, ``occurred``,
        ``received``, a column for each field of ``types`` (field -> its type in the playbook's words), ``windows`` as stored
        (JSON text), and for a text ``<field>.ref``; the text itself is NULL.

        ``as_of`` leaves out what arrived after that moment. A field whose values have another type now is NULL there.
        """
        header = {"position": "BIGINT", "event_id": "VARCHAR", "about": "VARCHAR"}
        header |= {"occurred": "TIMESTAMPTZ", "received": "TIMESTAMPTZ", "windows": "VARCHAR"}
        columns = header | {name + REF if _is_text(each) else name: sql_type(each) for name, each in types.items()}
        nothing = ", ".join(f"NULL::{each} AS {_quoted(name)}" for name, each in columns.items())
        read = ", ".join(f"TRY_CAST({_quoted(name)} AS {each}) AS {_quoted(name)}" for name, each in columns.items())
        texts = "".join(f", NULL::{sql_type(each)} AS {_quoted(name)}" for name, each in types.items() if _is_text(each))
        source = self._source("activity", kind)
        union = f"SELECT {nothing} WHERE FALSE" + (f" UNION ALL BY NAME SELECT * FROM {source}" if source else "")
        return f"(SELECT {read}{texts} FROM ({union}){_until('received', as_of)})"

    def facts(self, kind: str, *, as_of: Moment | None = None) -> str | None:
        """A query in parentheses over the facts of a kind, as recorded until a moment; None when there are none."""
        source = self._source("facts", kind)
        return f"(SELECT * FROM {source}{_until('recorded', as_of)})" if source else None

    def table(self, name: str, *, as_of: Moment | None = None, made: bool = True) -> str:
        """The query of a view of ``views.py``, as of a moment; of a derived one, over the views that it reads.

        Where derived tables were made ahead and nobody asks for another moment, they are read, and of facts none that came later.
        """
        if name in views.published():
            return views.over_published(name, self._source("published", name))
        ahead = made and self._ahead(as_of)
        if name not in views.derived():
            until = f" WHERE position <= {self.made}" if ahead and self.made < self.written else _until("recorded", as_of)
            return views.over(name, self._source("facts", name), until)
        if ahead:
            return f"SELECT * FROM read_parquet({_literal(str(self._made(name)))}, hive_partitioning = false)"
        return views.derived()[name].sql

    def _ahead(self, as_of: Moment | None) -> bool:
        """Whether the tables that were made ahead say what followed from the facts recorded by a moment."""
        if not self.made or (as_of is not None and self._until is not None and as_of < self._until):
            return False
        return as_of is None or self.made == self.written

    def _made(self, name: str) -> Path:
        [path] = self.paths("derived", name)
        return path

    def pieces(self, sql: str, *, as_of: Moment | None = None, made: bool = True) -> tuple[dict[str, str], list[Path]]:
        """The views that ``sql`` speaks of with their queries, each after those that it reads, and the files that these read."""
        made = made and self._ahead(as_of) and any(name in views.derived() for name in views.named_in(sql))
        wanted = views.named_in(sql, through=not made)
        paths = [path for name in wanted if name not in views.derived() for path in self.paths(_stream(name), name)]
        paths += [self._made(name) for name in wanted if made and name in views.derived()]
        return {name: self.table(name, as_of=as_of, made=made) for name in wanted}, paths

    @contextmanager
    def tables(
        self, sql: str, *, as_of: Moment | None = None, made: bool = True, memory: str | None = None, spill: Path | None = None,
        activity: Mapping[str, Types] | None = None,
    ) -> Iterator["duckdb.DuckDBPyConnection"]:  # fmt: skip
        """A connection to DuckDB in memory, with the views that ``sql`` speaks of.

        They say what follows from every fact recorded by ``as_of``, and from no other; without it, from those that the derived
        tables were made of (``made=False``: from all that are written). No other file can be read by it.
        ``activity`` adds a view ``activity.<kind>`` for each kind, with the types of its fields.
        """
        import duckdb  # late: it takes a moment, and most commands ask nothing

        queries, paths = self.pieces(sql, as_of=as_of, made=made)
        config: dict[str, str | bool | int | float | list[str]] = {"threads": 2, "temp_directory": str(spill or "")}
        if memory:
            config["memory_limit"] = memory
        with duckdb.connect(config=config) as connection:
            connection.execute("SET TimeZone = 'UTC'")
            for kind, types in (activity or {}).items():
                read = self.activity(kind, types, as_of=as_of)[1:-1]
                connection.execute(f"CREATE VIEW {_quoted(f'activity.{kind}')} AS {read}")
                paths += self.paths("activity", kind)
            for name, query in queries.items():
                connection.execute(f"CREATE VIEW {_quoted(name)} AS {query}")
            connection.execute(f"SET allowed_paths = [{', '.join(_literal(str(path)) for path in paths)}]")
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
            yield connection

    def ask(
        self, sql: str, *, as_of: Moment | None = None, activity: Mapping[str, Types] | None = None
    ) -> tuple[list[str], list[tuple[Any, ...]]]:
        """The columns and rows of one query over the views, as of a moment. Raises ``LakeRefused`` for what DuckDB refuses.

        The query reads the files of the views that it speaks of, and no other file, setting or network.
        """
        import duckdb

        with self.tables(sql, as_of=as_of, activity=activity) as connection:
            try:
                found = connection.sql(sql)
                if found is None:
                    raise LakeRefused("This is no question.", remedy="Write one SELECT.")
                # By way of Arrow: DuckDB's own rows ask for a library of time zones when there is a moment among them.
                table = found.to_arrow_table()
                return table.column_names, list(zip(*map(_values, table.columns), strict=True))
            except duckdb.Error as problem:
                raise LakeRefused(str(problem).partition("\n")[0], remedy=_REMEDY) from None

    def began(self) -> Moment | None:
        """When the first of all facts happened; None where nothing is written yet."""
        import duckdb

        paths = ", ".join(_literal(str(path)) for path in self.paths("facts"))
        if not paths:
            return None
        with duckdb.connect(config={"threads": 2}) as connection:
            found = connection.execute(f"SELECT min(epoch_us(occurred)) FROM read_parquet([{paths}], union_by_name = true)")
            [first] = found.fetchone() or (None,)
        return None if first is None else Moment.fromtimestamp(first / 1_000_000, UTC)

    def events(self, kind: str, types: Types, *, since: Moment, before: int, batch: int) -> Iterator[list[dict[str, Any]]]:
        """The rows of ``activity`` that arrived since a moment and stand before a position, in the order of arrival, ``batch``
        at a time. Moments are aware, in UTC."""
        import duckdb  # late: it takes a moment, and most commands ask nothing

        wanted = f"position < {int(before)} AND received >= '{since.isoformat()}'"
        with duckdb.connect() as connection:
            connection.execute("SET TimeZone = 'UTC'")
            sql = f"SELECT * FROM {self.activity(kind, types)} WHERE {wanted} ORDER BY position"
            for some in connection.sql(sql).to_arrow_reader(batch):
                yield some.to_pylist()

    def _source(self, stream: str, kind: str) -> str | None:
        paths = ", ".join(_literal(str(path)) for path in self.paths(stream, kind))
        return f"read_parquet([{paths}], union_by_name = true, hive_partitioning = false)" if paths else None


@contextmanager
def open_lake(record: Record, folder: Path) -> Iterator[Lake]:
    """The lake in a folder, to read; meanwhile nobody replaces a file of it, though new ones come in."""
    each_of = (facts_shelf, activity_shelf, derived_shelf, published_shelf)
    shelves = {shelf.stream: shelf for shelf in (made(folder) for made in each_of)}
    # Not ``reading``: the manifest has to be seen as of after the wait for the lock, not as of before.
    with record.writing() as tx:
        for shelf in shelves.values():
            tx.value(Q.read_on, {"stream": shelf.stream})
        files = {name: tx.rows(Q.files, {"stream": shelf.stream}, into=LakeFile) for name, shelf in shelves.items()}
        written = tx.value(Q.watermark, {"stream": shelves["facts"].stream}) or 0
        made = max((each.last for each in files["derived"]), default=0)
        recorded = tx.value(Q.recorded_at, {"position": made})
        yield Lake(shelves, files, (written, recorded))


def sql_type(kind: str) -> str:
    """The DuckDB type of a field of activity."""
    if kind.startswith("decimal"):
        return kind.upper()
    return sql_type(kind.removesuffix("[]")) + "[]" if kind.endswith("[]") else _SQL.get(kind, "VARCHAR")


def _values(column: "pyarrow.ChunkedArray") -> list[Any]:
    """The values of a column; a sum of whole numbers, which Arrow has as decimals, as whole numbers."""
    import pyarrow.types as types

    values: list[Any] = column.to_pylist()
    if types.is_decimal(column.type) and column.type.scale == 0:
        return [None if value is None else int(value) for value in values]
    return values


def _stream(name: str) -> str:
    return "published" if name in views.published() else "facts"


def _is_text(kind: str) -> bool:
    return kind.startswith("text")


def _until(column: str, as_of: Moment | None) -> str:
    return f" WHERE {column} <= TIMESTAMPTZ '{as_of.astimezone(UTC).isoformat()}'" if as_of else ""


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
