"""A predicate means what DuckDB says the text means, as it was written: the subset is legal SQL, not a look-alike.

Two things are our own and left out here: floats (ours are always doubles and never infinite) and a few functions, which are
defined as macros. Where DuckDB raises (an integer overflows, a moment leaves the calendar) the language still has an answer,
so there is nothing to compare.
"""

import duckdb
import pytest
from hypothesis import HealthCheck, assume, event, given, settings

from leeward.playbook.diagnostics import Location, PlaybookErrors
from leeward.playbook.model import FieldType
from leeward.playbook.rules import compile_rules, parse_predicate
from leeward.playbook.rules.kinds import Kind
from leeward.playbook.rules.tree import walk
from playbook.rules.invention import worlds
from playbook.rules.lake import rule, table

MACROS = r"""
CREATE MACRO epoch_seconds(ts) AS epoch_us(date_trunc('second', ts)) // 1000000;
CREATE MACRO seconds_between(a, b) AS CAST(floor((epoch_us(b) - epoch_us(a))::DECIMAL(38, 6) / 1000000) AS BIGINT);
CREATE MACRO hour_of_day(ts) AS CAST(date_part('hour', ts) AS BIGINT);
CREATE MACRO day_of_week(ts) AS CAST(isodow(ts) AS BIGINT);
CREATE MACRO epoch_days(ts) AS epoch_us(date_trunc('day', ts)) // 86400000000;
CREATE MACRO trim(t) AS regexp_replace(regexp_replace(t, '^[ \t\n\x0b\x0c\r]+', ''), '[ \t\n\x0b\x0c\r]+$', '');
"""


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as opened:
        opened.execute("SET TimeZone = 'UTC'")
        opened.execute(MACROS)
        yield opened


def plain(when: str, fields: dict[str, FieldType]) -> bool:
    """Whether the checker takes it and no float is in it."""
    try:
        predicate = parse_predicate(when, fields, Location.of_text(when))
    except PlaybookErrors:
        return False
    return not any(node.type.kind is Kind.FLOAT for node in walk(predicate.root))


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(world=worlds())
def test_the_text_as_written_means_the_same_in_duckdb(connection, world) -> None:
    fields, rows = world.fields, world.rows
    whens = [when for when in dict.fromkeys(world.predicates) if plain(when, fields)]
    assume(whens)
    lists = [f'COALESCE("{name}", []) AS "{name}"' for name, type_ in fields.items() if type_.is_list]
    connection.register("stored", table(fields, rows))
    events = f"(SELECT * REPLACE ({', '.join(lists)}) FROM stored)"
    compiled = compile_rules([rule(when, f"r/{number}") for number, when in enumerate(whens)], fields)
    for number, when in enumerate(whens):
        try:
            found = connection.execute(
                f"SELECT event_id FROM {events} WHERE CASE WHEN {when} THEN TRUE ELSE FALSE END"
            ).fetchall()
        except duckdb.Error as error:
            event(f"DuckDB raises {type(error).__name__}")
            continue
        event("compared")
        assert {row for (row,) in found} == {row for row, each in enumerate(rows) if compiled.mask(each) >> number & 1}, when
