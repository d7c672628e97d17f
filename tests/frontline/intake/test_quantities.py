"""Decimals and durations from the door to the rules, the record, the lake and back, without losing a digit."""

import json
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pyarrow as pa
import pytest

from frontline.intake.doors import DOOR, PLAY, SHOWN, event, listening
from leeward.frontline.assessment.desk import tried
from leeward.frontline.intake import desk
from leeward.frontline.intake.fromarrow import columns_of
from leeward.frontline.intake.shapes import shapes
from leeward.insights.rules import desk as rules
from leeward.playbook.event import activity_event
from leeward.playbook.model import FieldType as F
from leeward.playbook.model import Playbook
from leeward.record.lake.activity import write_activity
from leeward.record.lake.ask import ask
from leeward.record.lake.files import activity_shelf
from leeward.record.lake.reading import open_lake
from leeward.record.ledger.record import Record
from leeward.record.terms.code import EventKind
from leeward.record.terms.moment import now
from leeward.record.terms.people import DOOR as AT_THE_DOOR
from playbook.rules.lake import rule

LISTED = EventKind("listing_posted")
KIND = PLAY.activity[LISTED]
FIELDS = {**KIND.fields, "fee": F("decimal(12,2)"), "waited": F.DURATION}
CHEAP = msgspec.structs.replace(rule("fee * 3 = 0.3 AND waited >= INTERVAL '1 hour'", "recruitment/cheap"), on=LISTED)
PLAYBOOK: Playbook = msgspec.structs.replace(
    PLAY,
    activity={**PLAY.activity, LISTED: msgspec.structs.replace(KIND, fields=FIELDS)},
    rules={CHEAP.code: msgspec.structs.replace(CHEAP, clause=next(iter(PLAY.policies)))},
    labels={},
    digest="e" * 64,
)
TYPES = {name: each.value for name, each in FIELDS.items()}


@pytest.fixture
def door(record: Record) -> Iterator[Record]:
    with listening(record) as opened:
        yield opened


def take(record: Record, events: Any) -> Any:
    return desk.take_activity(record, PLAYBOOK, events, door=DOOR, actor=AT_THE_DOOR)


def sent(number: int, **fields: Any) -> Any:
    """An event as a platform's JSON is decoded."""
    body = {
        "kind": "listing_posted", "id": f"E-{number}", "occurred": now().isoformat(),
        "fields": {"listing_id": f"L-{number}", "account_id": "A", "description": SHOWN, **fields},
    }  # fmt: skip
    return shapes(PLAYBOOK).one.decode(json.dumps(body))


def stored(record: Record) -> list[dict[str, Any]]:
    with record.reading() as look:
        return [row["fields"] for row in look.rows("SELECT fields FROM activity ORDER BY position")]


def test_what_a_platform_sends_is_stored_and_read_again_as_it_is(door: Record) -> None:
    assert take(door, [sent(1, fee="12.5", waited="PT1H30M"), sent(2, fee=0.1), sent(3)]).taken == 3
    assert [row.get("fee") for row in stored(door)] == ["12.50", "0.10", None]
    seen = [activity_event(PLAYBOOK.activity[LISTED], row, {}) for row in stored(door)]
    assert [each["fee"] for each in seen] == [Decimal("12.50"), Decimal("0.10"), None]
    assert [each["waited"] for each in seen] == [timedelta(minutes=90), None, None]


def test_rows_read_one_by_one_mean_the_same(door: Record) -> None:
    take(door, [event(1, fee="12.5", waited=5400), event(2, fee=Decimal("0.1"), waited=timedelta(1)), event(3, fee=3)])
    assert [(row.get("fee"), row.get("waited")) for row in stored(door)] == [
        ("12.50", "PT5400S"),
        ("0.10", "P1D"),
        ("3.00", None),
    ]


@pytest.mark.parametrize(
    ("fields", "says"),
    [({"fee": "12.505"}, "2 of them behind the point"), ({"fee": 0.1 + 0.2}, "Send a text"), ({"fee": "x"}, "decimal"),
     ({"waited": "an hour"}, "PT1H30M"), ({"waited": "P300Y"}, "hundred years"), ({"waited": 1.5}, "whole number of seconds")],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_what_would(door: Record, fields: dict[str, Any], says: str) -> None:
    found = take(door, [event(1, **fields), event(2)])
    assert (found.taken, len(found.refused)) == (1, 1)
    place, problem = found.refused[0]
    assert (place, problem.reason, problem.field) == (0, "wrong_type", next(iter(fields)))
    assert says in problem.message


def test_a_decoded_decimal_with_too_many_digits_is_refused_too(door: Record) -> None:
    found = take(door, [sent(1, fee="12.505"), sent(2, waited="P36526D"), sent(3, fee="1")])
    assert (found.taken, [place for place, _ in found.refused]) == (1, [0, 1])


def test_rules_calculate_exactly_and_match_the_same_over_history(door: Record) -> None:
    with listening(door) as opened:
        opened.listeners = door.listeners
        take(opened, [event(1, fee="0.1", waited=3600), event(2, fee="0.11", waited=3600), event(3, fee="0.1", waited=3599)])
    with door.reading() as look:
        assert not tried(PLAYBOOK, look, ask)
    found = rules.run(door, PLAYBOOK, PLAYBOOK, PLAYBOOK.rules[CHEAP.code], AT_THE_DOOR, days=1, lake=Path("/nowhere"))
    assert (found.rows, found.matches) == (3, 1)
    assert found.examples[0].parts[0].values == {"fee": "0.10"}


def test_the_lake_keeps_every_digit_and_rules_read_it_there(door: Record, tmp_path: Path) -> None:
    take(door, [event(1, fee="0.1", waited=3600), event(2, fee="9999999999.99", waited="PT0.000001S"), event(3)])
    write_activity(door, activity_shelf(tmp_path), {LISTED: TYPES})
    with open_lake(door, tmp_path) as opened:
        query = f"SELECT fee, waited FROM {opened.activity(LISTED, TYPES)} ORDER BY position"
        assert duckdb.sql(query).fetchall() == [(Decimal("0.10"), 3_600_000_000), (Decimal("9999999999.99"), 1), (None, None)]
    with door.writing() as tx:
        tx.execute("DELETE FROM activity")
    found = rules.run(door, PLAYBOOK, PLAYBOOK, PLAYBOOK.rules[CHEAP.code], AT_THE_DOOR, days=1, lake=tmp_path)
    assert (found.rows, found.matches) == (3, 1)


def test_a_decimal_that_became_another_type_is_not_lost(door: Record, tmp_path: Path) -> None:
    take(door, [event(1, fee="12.5")])
    write_activity(door, activity_shelf(tmp_path), {LISTED: {**TYPES, "fee": "decimal(3,2)"}})
    with open_lake(door, tmp_path) as opened:
        [path] = opened.paths("activity")
        import pyarrow.parquet as parquet

        assert json.loads(parquet.read_table(path).column("more")[0].as_py()) == {"fee": "12.50"}


def test_a_table_of_arrow_with_such_columns_is_read_row_by_row() -> None:
    table = pa.table({"id": ["1"], "occurred": pa.array([now()], pa.timestamp("us", "UTC")), "fee": pa.array([Decimal("1.5")])})
    assert columns_of(table, shapes(PLAYBOOK).by_kind[LISTED], "jobs") is None
