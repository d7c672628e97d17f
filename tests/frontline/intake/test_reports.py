"""Reports at the desk: taken once, made anonymous, told apart, and everything that follows in the same transaction."""

from datetime import timedelta

import msgspec
import psycopg
import pytest

from frontline.intake.doors import DOOR, PLAY, SAID, SHOWN, listening, report
from leeward.frontline.intake import desk
from leeward.frontline.intake.arrival import Receipt, ReportIn, Supplement
from leeward.record.ledger.record import Record
from leeward.record.standing.refold import refold
from leeward.record.terms.code import PurposeCode
from leeward.record.terms.ids import PersonId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import DOOR as AT_THE_DOOR
from leeward.record.terms.report import Capacity, Source


def receive(record: Record, *reports: ReportIn) -> list[Receipt]:
    with listening(record) as opened:
        return desk.receive(opened, PLAY, reports, door=DOOR, actor=AT_THE_DOOR)


def rows(record: Record, sql: str) -> list[dict[str, object]]:
    with record.reading() as look:
        return look.rows(sql)


def test_a_report_becomes_a_job_with_its_clocks_in_one_transaction(record: Record) -> None:
    [receipt] = receive(record, report())
    assert receipt.status == "received"
    assert receipt.job is not None
    kinds = [row["kind"] for row in rows(record, "SELECT kind FROM fact ORDER BY position")]
    assert kinds[:3] == ["subject_seen", "report_received", "report_assessed"]
    assert "job_opened" in kinds
    [job] = rows(record, "SELECT id, state FROM job")
    assert job == {"id": receipt.job, "state": "open"}


def test_the_same_report_twice_is_one_report(record: Record) -> None:
    [first] = receive(record, report())
    [second] = receive(record, report())
    assert (second.status, second.report, second.job) == ("duplicate", first.report, first.job)
    assert len(rows(record, "SELECT id FROM report")) == 1


def test_the_same_report_twice_in_one_batch_is_one_report(record: Record) -> None:
    first, second = receive(record, report(), report())
    assert (first.status, second.status, second.report) == ("received", "duplicate", first.report)


def test_without_a_number_the_same_words_on_the_same_subject_by_the_same_person_are_one(record: Record) -> None:
    first, second, third = receive(record, report(id=None), report(id=None), report(id=None, text="Other words."))
    assert (first.status, second.status, third.status) == ("received", "duplicate", "received")


def test_reports_on_one_subject_join_one_job_and_say_so(record: Record) -> None:
    first, second = receive(record, report(1), report(1, id="R-2"))
    [third] = receive(record, report(1, id="R-3"))
    assert (first.merged, second.merged, third.merged) == (False, True, True)
    assert first.job == second.job == third.job
    assert rows(record, "SELECT reports FROM job") == [{"reports": 3}]


def test_one_that_is_unfit_does_not_keep_the_others_out(record: Record) -> None:
    receipts = receive(record, report(1), report(2, harm="labour_exploitation.feees"), report(3))
    assert [receipt.status for receipt in receipts] == ["received", "refused", "received"]
    problem = receipts[1].problem
    assert problem is not None
    assert (problem.field, problem.reason) == ("harm", "unknown_harm")
    assert "labour_exploitation.fees" in problem.message


def test_media_in_a_text_is_refused_and_the_attempt_is_a_fact(record: Record) -> None:
    [receipt] = receive(record, report(text="see data:image/png;base64,iVBORw0KGgo="))
    assert receipt.problem is not None
    assert (receipt.problem.field, receipt.problem.reason) == ("text", "data_url")
    [fact] = rows(record, "SELECT kind, body FROM fact")
    assert (fact["kind"], fact["body"]) == ("report_refused", {"door": "tests", "reason": "data_url", "element": "text"})


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"received": now() + timedelta(hours=1)}, "received", "in_the_future"),
        ({"received": now().replace(tzinfo=None)}, "received", "no_zone"),
        ({"elements": ("signatur",)}, "elements", "unknown_element"),
        ({"text": "x" * 20_001}, "text", "text_too_long"),
    ],
)
def test_what_is_wrong_is_named(record: Record, change: dict[str, object], field: str, reason: str) -> None:
    [receipt] = receive(record, report(**change))
    assert receipt.problem is not None
    assert (receipt.problem.field, receipt.problem.reason) == (field, reason)


def test_the_receipt_moment_is_the_one_the_platform_names(record: Record) -> None:
    earlier = now() - timedelta(hours=30)
    receive(record, report(received=earlier))
    assert rows(record, "SELECT received FROM report") == [{"received": earlier}]
    assert all(row["starts"] == earlier for row in rows(record, "SELECT starts FROM clock"))


def test_no_word_and_no_identifier_of_the_outside_is_in_the_ledger_or_standing(record: Record) -> None:
    receive(record, report())
    with psycopg.connect(record.url) as connection:
        tables = connection.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        ).fetchall()
        everything = " ".join(
            str(row) for (table,) in tables for row in connection.execute(f"SELECT t::text FROM {table} t".encode()).fetchall()
        )
    for secret in (SAID, SHOWN, "L-1", "U-1", "R-1", "keeper@example.org"):
        assert secret not in everything, secret


def test_texts_are_in_the_vault_under_their_owner(record: Record) -> None:
    receive(record, report())
    [row] = rows(record, "SELECT text, content, contact, about, reporter FROM report")
    with record.writing() as tx:
        refs = [row["text"], row["content"], row["contact"]]
        texts = tx.vault.read(refs, actor=PersonId(new_id()), purpose=PurposeCode("test"))  # type: ignore[arg-type]
    assert [texts[ref] for ref in refs] == [SAID, SHOWN, "keeper@example.org"]  # type: ignore[index]
    owners = {row["owner"] for row in rows(record, "SELECT DISTINCT owner FROM vault_text")}
    assert owners == {row["about"], row["reporter"]}


def test_the_same_outsider_is_the_same_id_everywhere(record: Record) -> None:
    receive(record, report(1), report(2, reporter=report(1).reporter))
    assert len(rows(record, "SELECT DISTINCT reporter FROM report")) == 1
    receive(record, report(3, reporter=None), report(4, reporter=None))
    assert len(rows(record, "SELECT DISTINCT reporter FROM report")) == 3, "somebody anonymous is somebody new each time"


def test_a_batch_of_five_hundred_refolds_equal(record: Record) -> None:
    receipts = receive(record, *(report(n % 400, id=f"R-{n}") for n in range(500)))
    assert sum(receipt.merged for receipt in receipts) == 100
    assert refold(record)[1] == []


def test_an_incomplete_notice_keeps_its_receipt_and_is_cured(record: Record) -> None:
    received = now() - timedelta(hours=5)
    notice = report(
        1,
        harm="intimate_images.shared",
        source=Source.NOTICE,
        capacity=Capacity.SUBJECT,
        elements=("explanation", "location"),
        received=received,
    )
    [receipt] = receive(record, notice)
    assert receipt.report is not None
    [row] = rows(record, "SELECT missing FROM report")
    missing = row["missing"]
    assert isinstance(missing, dict)
    instrument = next(name for name in missing if "tida" in name)
    lacking = missing[instrument]
    assert "signature" in lacking
    with listening(record) as opened:
        desk.supplement(opened, PLAY, [receipt.report], Supplement(elements=tuple(lacking)), actor=AT_THE_DOOR)
    starts = rows(record, f"SELECT starts FROM clock WHERE instrument = '{instrument}' AND legal")
    assert starts
    assert all(row["starts"] == received for row in starts)
    assert refold(record)[1] == []


def test_a_receipt_can_be_sent_as_json(record: Record) -> None:
    assert b'"status":"received"' in msgspec.json.encode(receive(record, report())[0])
