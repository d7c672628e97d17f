"""Forward-only migrations: `.sql` files in order, each once, each remembered by its checksum.

Processes that start together agree by an advisory lock; a file that was changed after it ran is an error, not a surprise.
"""

import hashlib
from importlib.resources import files

import psycopg

from leeward.record.errors import LeewardError

_LOCK = 7310_0002
_TABLE = """CREATE TABLE IF NOT EXISTS migration (
    name text PRIMARY KEY, checksum text NOT NULL, applied timestamptz NOT NULL DEFAULT now())"""


class MigrationProblem(LeewardError):
    """The database and this version of Leeward do not fit."""


def available() -> list[tuple[str, str]]:
    """(name, SQL) of every migration in the package, in order."""
    folder = files("leeward.record.ledger") / "migrations"
    return sorted((entry.name, entry.read_text("utf-8")) for entry in folder.iterdir() if entry.name.endswith(".sql"))


def pending(connection: psycopg.Connection[tuple[object, ...]]) -> list[tuple[str, str]]:
    """The migrations that this database has not seen; raises where history was changed or is newer than the code."""
    applied = {str(row[0]): str(row[1]) for row in connection.execute("SELECT name, checksum FROM migration").fetchall()}
    known = dict(available())
    if ahead := sorted(applied.keys() - known.keys()):
        raise MigrationProblem(f"It has {ahead[-1]}, which this version does not know.", remedy="Use a newer Leeward.")
    for name, checksum in applied.items():
        if checksum != _checksum(known[name]):
            raise MigrationProblem(f"{name} was changed after it ran.", remedy="Put it back; add a new migration instead.")
    return [(name, sql) for name, sql in known.items() if name not in applied]


def migrate(url: str, *, dry_run: bool = False) -> list[str]:
    """Bring the database up to date; the names of what ran (or would run)."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
        connection.execute(_TABLE)
        todo = pending(connection)
        for name, sql in () if dry_run else todo:
            with connection.transaction():
                connection.execute(sql)
                connection.execute("INSERT INTO migration (name, checksum) VALUES (%s, %s)", (name, _checksum(sql)))
    return [name for name, _ in todo]


def _checksum(sql: str) -> str:
    return hashlib.sha256(sql.encode()).hexdigest()
