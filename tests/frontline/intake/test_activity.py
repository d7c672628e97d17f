"""Activity at the desk: typed, anonymous, once; rules see it as it passes, and what matches becomes a report of our own."""

from typing import Any

import msgspec
import pytest

from frontline.intake.doors import DOOR, PLAY, SHOWN, event, listening
from leeward.frontline.intake import desk
from leeward.frontline.intake.activity import EventIn
from leeward.frontline.intake.desk import Intake
from leeward.record.ledger.record import Record
from leeward.record.standing.refold import refold
from leeward.record.terms.people import DOOR as AT_THE_DOOR

LURE = "Earn more from home. A processing fee applies; payment by wire transfer."


def take(record: Record, *events: EventIn) -> Intake:
    with listening(record) as opened:
        return desk.take_activity(opened, PLAY, events, door=DOOR, actor=AT_THE_DOOR)


def rows(record: Record, sql: str) -> list[dict[str, Any]]:
    with record.reading() as look:
        return look.rows(sql)


def test_an_event_is_stored_without_a_sentence_or_an_identifier(record: Record) -> None:
    took = take(record, event(1, has_company_logo=True))
    assert (took.taken, took.duplicates, took.refused) == (1, 0, ())
    [row] = rows(record, "SELECT fields::text AS fields FROM activity")
    for secret in (SHOWN, "L-1", "A-1", "Keeper"):
        assert secret not in row["fields"]
    [fact] = rows(record, "SELECT body FROM fact WHERE kind = 'activity_received'")
    assert fact["body"]["events"] == 1


def test_an_event_sent_twice_is_one_event(record: Record) -> None:
    took = take(record, event(1), event(1), event(2))
    assert (took.taken, took.duplicates) == (2, 1)
    again = take(record, event(2))
    assert (again.taken, again.duplicates) == (0, 1)


def test_positions_rise_without_a_gap_over_batches_and_kinds(record: Record) -> None:
    take(record, event(1), event(2), event(1))
    moved = msgspec.structs.replace(event(4), kind="message_sent", fields={"conversation_id": "C-1"})
    take(record, event(2), event(3), moved)
    stored = rows(record, "SELECT position, kind FROM activity ORDER BY position")
    assert [(row["position"], row["kind"]) for row in stored] == [
        (1, "listing_posted"), (2, "listing_posted"), (3, "listing_posted"), (4, "message_sent"),
    ]  # fmt: skip
    told = rows(record, "SELECT body FROM fact WHERE kind = 'activity_received' ORDER BY position")
    assert [(row["body"]["first"], row["body"]["events"]) for row in told] == [(1, 2), (3, 1), (4, 1)]


def test_what_matches_becomes_a_job_like_any_report(record: Record) -> None:
    lure = event(
        1, description=LURE, requirements="", has_company_logo=False, has_questions=False, telecommuting=True, account_age_days=1
    )
    took = take(record, lure, event(2, has_company_logo=True))
    assert took.signals >= 1
    [job] = rows(record, "SELECT job.id, job.state FROM job")
    assert job["state"] == "open"
    [report] = rows(record, "SELECT source, capacity, reasons, signal FROM report")
    assert (report["source"], report["capacity"]) == ("proactive", "machine")
    assert report["reasons"]
    assert report["signal"] is not None
    assert refold(record)[1] == []


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"acount_age_days": 3}, "acount_age_days", "unknown_field"),
        ({"account_age_days": "three"}, "account_age_days", "wrong_type"),
        ({"account_age_days": 2**63}, "account_age_days", "wrong_type"),
        ({"has_company_logo": 1}, "has_company_logo", "wrong_type"),
        ({"employment_type": "two words"}, "employment_type", "wrong_type"),
        ({"title": 5}, "title", "wrong_type"),
        ({"title": "data:image/png;base64,AAAA"}, "title", "data_url"),
        ({"listing_id": ""}, "listing_id", "no_subject"),
    ],
)
def test_what_does_not_fit_is_named_and_the_others_go_on(record: Record, change: dict[str, Any], field: str, reason: str) -> None:
    took = take(record, event(1, **change), event(2))
    assert took.taken == 1
    [(place, problem)] = took.refused
    assert (place, problem.field, problem.reason) == (0, field, reason)


def test_an_unknown_kind_names_the_nearest(record: Record) -> None:
    took = take(record, msgspec.structs.replace(event(1), kind="listing_postd"))
    [(_, problem)] = took.refused
    assert "listing_posted" in problem.message


def test_a_subject_is_the_same_in_activity_and_in_reports(record: Record) -> None:
    from frontline.intake.doors import report

    take(record, event(7))
    with listening(record) as opened:
        desk.receive(opened, PLAY, [report(7)], door=DOOR, actor=AT_THE_DOOR)
    assert len(rows(record, "SELECT id FROM subject")) == 1
