"""``schema.sql`` is what the migrations build, each migration runs once, and a changed or unknown one is an error."""

from importlib.resources import files

import psycopg
import pytest

from leeward.record.ledger import migrate as migrating
from leeward.record.ledger.migrate import MigrationProblem, available, migrate

CATALOG = {
    "columns": """SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns
        WHERE table_schema = 'public' ORDER BY 1, 2""",
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
    "constraints": """SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND contype <> 'n' ORDER BY 1, 2""",
    "functions": """SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1""",
    "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
    "rights": """SELECT table_name, privilege_type FROM information_schema.role_table_grants
        WHERE grantee = 'leeward_app' AND table_name <> 'migration' ORDER BY 1, 2""",
}


def catalog(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Everything that makes a database what it is, but for the list of migrations itself."""
    with psycopg.connect(url) as connection:
        found = {name: connection.execute(sql.encode()).fetchall() for name, sql in CATALOG.items()}
    return {name: [row for row in rows if "migration" not in str(row)] for name, rows in found.items()}


def test_schema_sql_is_what_the_migrations_build(server: str, database: str) -> None:
    name = "by_schema_sql"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    by_schema = psycopg.conninfo.make_conninfo(server, dbname=name)
    try:
        with psycopg.connect(by_schema, autocommit=True) as connection:
            connection.execute((files("leeward.record.ledger") / "schema.sql").read_bytes())
        assert catalog(by_schema) == catalog(database)
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def test_a_second_run_has_nothing_to_do(database: str) -> None:
    assert migrate(database) == []
    assert migrate(database, dry_run=True) == []


def test_a_migration_that_was_changed_after_it_ran_is_an_error(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = [(name, sql + "\n-- later") for name, sql in available()]
    monkeypatch.setattr(migrating, "available", lambda: changed)
    with pytest.raises(MigrationProblem, match="was changed after it ran"):
        migrate(database)


def test_a_database_of_a_newer_leeward_is_left_alone(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("INSERT INTO migration (name, checksum) VALUES ('9999_future.sql', 'x')")
    with pytest.raises(MigrationProblem, match="Use a newer Leeward"):
        migrate(database)
