"""The lake's tables as a role may see them: some columns empty, some rows not there. No table stands beside them without this."""

from collections.abc import Iterable, Mapping

from leeward.playbook.guarding import Hidden


def guarded(query: str, columns: Mapping[str, str], hidden: Hidden) -> str:
    """The query of a table, with what is hidden taken out. ``columns``: name -> type in DuckDB."""
    empty = [f'NULL::{columns[name]} AS "{name}"' for name in sorted(hidden.columns & columns.keys())]
    tests = [_test(name, columns[name], values) for name, values in sorted(hidden.rows.items()) if name in columns]
    if not empty and not tests:
        return query
    shown = f"* REPLACE ({', '.join(empty)})" if empty else "*"
    kept = f" WHERE {' AND '.join(tests)}" if tests else ""
    return f"SELECT {shown} FROM ({query}){kept}"


def _test(name: str, type: str, values: Iterable[str]) -> str:
    """Rows whose value is none of these, or unknown; of a list, none of them in it."""
    written = ", ".join("'" + value.replace("'", "''") + "'" for value in sorted(values))
    if type.endswith("[]"):
        return f'NOT coalesce(list_has_any("{name}"::VARCHAR[], [{written}]), false)'
    return f'coalesce("{name}"::VARCHAR NOT IN ({written}), true)'
