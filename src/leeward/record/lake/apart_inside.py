"""What runs inside the process of ``apart``: limits first, then the views, then the lock, then the query.

Before it runs, DuckDB's own parser says what the query is: one SELECT that reads the given views and calls the allowed functions.
So what was checked is what runs, whatever another parser made of it.
"""

import ctypes
import json
import os
import resource
import signal
import sys
import threading
import time
import warnings
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

import duckdb
import msgspec

from leeward.record.lake.apart import Answer, Sign, Task, too_large, too_long

_BESIDE = 1_400 << 20  # bytes of address space for the program itself, its libraries and threads
_MANY = 1_000  # rows fetched at a time
_LONGEST = 100_000  # letters of one value
_TABLES = frozenset({"unnest", "generate_series", "range"})
_PLAIN = (bool, int, float, str, type(None))


class Refused(Exception):
    """The query is not one that runs here."""


def main() -> None:
    """Read the task, answer, end."""
    task = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Task)
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    confine(task)
    send(out, b"a", answer_to(task, lambda progress: send(out, b"s", Sign(progress=progress))))


def send(out: Any, kind: bytes, message: msgspec.Struct) -> None:
    """One message: its length, its kind, itself."""
    body = kind + msgspec.msgpack.encode(message)
    view = memoryview(len(body).to_bytes(4, "big") + body)
    while view:
        view = view[out.write(view) :]


def confine(task: Task) -> None:
    """Let the kernel hold the limits, and end with whoever started us."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    with suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")  # if memory is short, it is this process that goes
    space = (task.bounds.megabytes << 20) + _BESIDE
    resource.setrlimit(resource.RLIMIT_AS, (space, space))
    spent = int(task.bounds.seconds * 2) + 5
    resource.setrlimit(resource.RLIMIT_CPU, (spent, spent))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)


def answer_to(task: Task, told: Any) -> Answer:
    """Run the query in a thread, and say several times a second how far it is."""
    connection, found = locked(task), []
    worker = threading.Thread(target=lambda: found.append(run(connection, task)), daemon=True)
    worker.start()
    ends, asked = time.monotonic() + task.bounds.seconds, False
    while worker.is_alive():
        worker.join(0.1)
        told(_progress(connection))
        if time.monotonic() > ends and not asked:
            asked = True
            connection.interrupt()
    if asked:
        return Answer(outcome="too_long", said=too_long(task.bounds.seconds))
    return found[0] if found else Answer(outcome="too_large", said=too_large(task.bounds.megabytes))


def _progress(connection: "duckdb.DuckDBPyConnection") -> float:
    done = connection.query_progress()
    return done / 100 if done >= 0 else -1.0


def locked(task: Task) -> "duckdb.DuckDBPyConnection":
    """A connection with the views, after which nothing can be set and no other file be read."""
    connection = duckdb.connect(config={"threads": 2, "memory_limit": f"{task.bounds.megabytes}MB", "temp_directory": ""})
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET enable_progress_bar = true")
    connection.execute("SET enable_progress_bar_print = false")
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute("SET autoload_known_extensions = false")
    schemas = {name.partition(".")[0] for name, _ in task.views if "." in name}
    for schema in sorted(schemas):
        connection.execute(f"CREATE SCHEMA {quoted(schema)}")
    for name, sql in task.views:
        place = ".".join(quoted(part) for part in name.split(".", 1))
        connection.execute(f"CREATE VIEW {place} AS {sql}")
    paths = ", ".join("'" + path.replace("'", "''") + "'" for path in task.paths)
    connection.execute(f"SET allowed_paths = [{paths}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def quoted(name: str) -> str:
    """A name as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'


def run(connection: "duckdb.DuckDBPyConnection", task: Task) -> Answer:
    """Check, run, fetch."""
    try:
        check(connection, task)
        return fetch(connection, task)
    except Refused as problem:
        return Answer(outcome="refused", said=str(problem))
    except duckdb.InterruptException:
        return Answer(outcome="stopped")
    except (duckdb.OutOfMemoryException, MemoryError):
        return Answer(outcome="too_large", said=too_large(task.bounds.megabytes))
    except (duckdb.PermissionException, duckdb.ParserException) as problem:
        return Answer(outcome="refused", said=short(problem))
    except (duckdb.Error, RuntimeError) as problem:
        if any(word in str(problem) for word in ("bad_alloc", "allocate", "Out of Memory")):
            return Answer(outcome="too_large", said=too_large(task.bounds.megabytes))
        return Answer(outcome="failed", said=short(problem))


def short(problem: Exception) -> str:
    """The first lines of what DuckDB says: what, where, did you mean."""
    lines = [line for line in str(problem).splitlines() if line.strip()]
    return "\n".join(lines[:5])[:800]


def check(connection: "duckdb.DuckDBPyConnection", task: Task) -> None:
    """What DuckDB itself read must be one SELECT over the views, with allowed functions. Raises Refused."""
    statements = connection.extract_statements(task.sql)
    if len(statements) != 1:
        raise Refused(f"Write one query, not {len(statements)}.")
    if statements[0].type != duckdb.StatementType.SELECT:
        raise Refused("Only SELECT runs here: nothing can be changed, loaded, attached, set or written.")
    row = connection.execute("SELECT json_serialize_sql($1)", [task.sql]).fetchone()
    tree = json.loads(row[0]) if row else {"error": True, "error_message": "nothing was read"}
    if tree.get("error"):
        raise Refused(str(tree.get("error_message", "Only a SELECT over the tables runs here.")))
    known = {name.lower() for name, _ in task.views} | {str(name).lower() for name in _common_tables(tree)}
    functions = frozenset(task.functions)
    for node in _nodes(tree):
        _check_node(node, known, functions)


def _check_node(node: dict[str, Any], known: set[str], functions: frozenset[str]) -> None:
    kind = node.get("type")
    if kind == "BASE_TABLE":
        name = str(node.get("table_name", ""))
        full = f"{node['schema_name']}.{name}" if node.get("schema_name") else name
        if full.lower() not in known or node.get("catalog_name"):
            raise Refused(f"There is no table {full[:80]} here.")
    elif kind == "TABLE_FUNCTION":
        name = str(node.get("function", {}).get("function_name", ""))
        if name not in _TABLES:
            raise Refused(f"{name[:80]} does not run here: only the tables of the lake are read.")
    elif node.get("class") in ("FUNCTION", "WINDOW") and not node.get("is_operator"):
        name = str(node.get("function_name", ""))
        if name and name.lower() not in functions and name not in _TABLES:
            raise Refused(f"The function {name[:80]} does not run here.")
    elif kind in ("SHOW_REF", "COLUMN_DATA", "DELIM_GET"):
        raise Refused("Only SELECT runs here; the tables and their columns stand beside the editor.")


def _common_tables(tree: Any) -> Iterator[str]:
    """The names that WITH gives."""
    for node in _nodes(tree):
        for entry in (node.get("cte_map") or {}).get("map", ()):
            yield entry["key"]
        if node.get("type") == "RECURSIVE_CTE_NODE":
            yield node["cte_name"]


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    waiting = [tree]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            yield each
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each


def fetch(connection: "duckdb.DuckDBPyConnection", task: Task) -> Answer:
    """The rows, as many as the bounds let through, of values that a message can carry."""
    found = connection.execute(task.sql, task.values or None)
    columns = found.description or []
    answer = Answer(outcome="answered", names=[str(each[0]) for each in columns], types=[str(each[1]) for each in columns])
    size, most = 0, task.bounds.answer_megabytes << 20
    zoned = any("TIME ZONE" in each for each in answer.types)
    batches: Iterator[Iterable[tuple[Any, ...]]] = _by_arrow(found) if zoned else iter(lambda: found.fetchmany(_MANY), [])
    for some in batches:
        for row in some:
            if len(answer.rows) == task.bounds.rows:
                answer.cut = True
                return answer
            plain = [plain_value(value) for value in row]
            size += sum(len(value) if isinstance(value, str) else 9 for value in plain)
            if size > most:
                said = f"The answer is larger than {task.bounds.answer_megabytes} MB. Ask for fewer columns or rows."
                return Answer(outcome="too_large", said=said)
            answer.rows.append(plain)
    return answer


def _by_arrow(found: "duckdb.DuckDBPyConnection") -> Iterator[Iterable[tuple[Any, ...]]]:
    """Rows with moments of a zone: DuckDB's own way to them asks for a library that nothing else here needs."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reader: Any = found.to_arrow_reader(_MANY)
    for batch in reader:
        yield zip(*(column.to_pylist() for column in batch.columns), strict=True)


def plain_value(value: Any) -> Any:
    """A value as a message carries it: numbers and moments as they are, the rest as text."""
    if isinstance(value, str) and len(value) > _LONGEST:
        raise Refused(f"A value of {len(value):,} letters is too long to show. Take a part of it with left(...).")
    if isinstance(value, _PLAIN):
        return value if not isinstance(value, int) or -(1 << 63) <= value < 1 << 63 else str(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "as_tuple"):  # a decimal
        return float(value) if len(value.as_tuple().digits) <= 15 else str(value)
    return plain_value(str(value)) if not isinstance(value, bytes) else value.hex()


if __name__ == "__main__":
    main()
