"""Transfer, split, merge, and taking it back: nothing of it gives a job more time, and nobody gets what is not for them."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from cast import Cast
from frontline.floor import FEES, IMAGES, MINOR, PASSAGE, PLAY, floor, job_row, report
from frontline.office import VIOLATES
from leeward.frontline.review import desk as review
from leeward.frontline.triage import desk, refusals
from leeward.record.lake.reading import Lake, open_lake
from leeward.record.ledger.record import Record
from leeward.record.ledger.seal import seal_pending
from leeward.record.standing.refold import refold
from leeward.record.terms.ids import DecisionId, JobId, ReportId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.report import Source
from record.lake.pond import write


@pytest.fixture
def house(record: Record) -> Iterator[Record]:
    """Everybody listens."""
    with floor(record) as opened:
        yield opened


def clocks(record: Record, job: JobId) -> set[tuple[ReportId, str]]:
    """The clocks of a job."""
    with record.reading() as look:
        return {
            (row["report"], row["clock"]) for row in look.rows("SELECT report, clock FROM clock WHERE job = %(j)s", {"j": job})
        }


def test_a_lead_transfers_a_job_and_it_stays_where_it_was_put(house: Record, cast: Cast) -> None:
    _, job, _ = report(house, source=Source.NOTICE)
    before = job_row(house, job)
    moved = desk.transfer(house, PLAY, cast.bob.id, job, "smuggling", "wrong_queue")
    assert (moved.queue, job_row(house, job)["skill"]) == ("smuggling", "smuggling")
    after = job_row(house, job)
    assert (after["received"], after["legal_due"]) == (before["received"], before["legal_due"])
    assert after["start_by"] <= before["start_by"]
    review.claim(house, PLAY, cast.bob.id, job)
    review.release(house, PLAY, cast.bob.id, job, "mistaken")
    assert job_row(house, job)["queue"] == "smuggling", "routing does not send back what a person moved"
    assert refold(house)[1] == []


def test_a_queue_that_needs_longer_has_to_start_sooner_where_the_law_waits(house: Record, cast: Cast) -> None:
    _, job, _ = report(house, source=Source.NOTICE, ago=60 * 44)
    before = job_row(house, job)
    desk.transfer(house, PLAY, cast.bob.id, job, "images", "expertise")
    after = job_row(house, job)
    assert after["start_by"] <= after["legal_due"] - timedelta(minutes=30)
    assert after["start_by"] <= before["start_by"]


def test_a_possible_minor_leads_to_the_gate_whatever_somebody_chose(house: Record, cast: Cast) -> None:
    about, job, _ = report(house)
    desk.transfer(house, PLAY, cast.bob.id, job, "smuggling", "wrong_queue")
    report(house, about, harm=FEES)
    assert job_row(house, job)["queue"] == "smuggling"
    report(house, about, harm=MINOR)
    assert job_row(house, job)["queue"] == "minor_gate"


def test_who_holds_a_job_gives_it_back_by_transferring_it(house: Record, cast: Cast) -> None:
    _, job, _ = report(house)
    with pytest.raises(refusals.NotYours):
        desk.transfer(house, PLAY, cast.alice.id, job, "images", "wrong_queue")
    review.claim(house, PLAY, cast.alice.id, job)
    with pytest.raises(refusals.NotToBeMoved):
        desk.transfer(house, PLAY, cast.bob.id, job, "images", "wrong_queue")
    desk.transfer(house, PLAY, cast.alice.id, job, "images", "wrong_queue")
    row = job_row(house, job)
    assert (row["state"], row["queue"], row["claimed_by"]) == ("open", "images", None)
    assert refold(house)[1] == []


def test_an_escalated_job_that_a_lead_transfers_waits_for_no_lead_any_more(house: Record, cast: Cast) -> None:
    _, job, _ = report(house)
    review.claim(house, PLAY, cast.alice.id, job)
    review.escalate(house, PLAY, cast.alice.id, job, "policy_unclear")
    review.claim(house, PLAY, cast.bob.id, job)
    desk.transfer(house, PLAY, cast.bob.id, job, "images", "expertise")
    row = job_row(house, job)
    assert (row["state"], row["queue"], row["escalated_by"], row["escalation"]) == ("open", "images", None, None)
    assert refold(house)[1] == []


@pytest.mark.parametrize(
    ("queue", "reason", "error"),
    [
        ("nowhere", "load", refusals.CannotGoThere),
        ("labour", "load", refusals.CannotGoThere),
        ("senior", "load", refusals.CannotGoThere),
        ("images", "because", refusals.NotAReason),
    ],
)
def test_a_transfer_needs_a_queue_that_takes_it_and_a_reason(
    house: Record, cast: Cast, queue: str, reason: str, error: type[Exception]
) -> None:
    _, job, _ = report(house)
    with pytest.raises(error):
        desk.transfer(house, PLAY, cast.bob.id, job, queue, reason)
    assert job_row(house, job)["queue"] == "labour"


def test_what_may_concern_a_minor_leaves_the_gate_by_a_lead_only(house: Record, cast: Cast) -> None:
    _, job, _ = report(house, harm=MINOR)
    with pytest.raises(refusals.NoSuchJob):
        desk.transfer(house, PLAY, cast.alice.id, job, "labour", "wrong_queue")
    desk.transfer(house, PLAY, cast.bob.id, job, "labour", "wrong_queue")
    assert job_row(house, job)["queue"] == "labour"


def test_a_split_job_keeps_the_earliest_receipt_and_each_report_its_clocks(house: Record, cast: Cast) -> None:
    about, job, first = report(house, ago=600, source=Source.NOTICE)
    _, same, second = report(house, about, harm=PASSAGE, ago=30, source=Source.NOTICE, severity=1)
    assert same == job
    moved = desk.split(house, PLAY, cast.bob.id, job, [second], "different_harm")
    assert moved.part is not None
    whole, part = job_row(house, job), job_row(house, moved.part)
    assert (whole["queue"], part["queue"]) == ("labour", "smuggling")
    assert part["received"] == whole["received"], "nobody gains time by it"
    assert (whole["reports"], part["reports"]) == (1, 1)
    assert (part["severity"], part["parted_from"]) == (1, job)
    assert (clocks(house, job), clocks(house, moved.part)) == ({(first, "us-tida-3")}, {(second, "us-tida-3")})
    assert part["legal_due"] > whole["legal_due"], "the clock of a report runs from its own receipt"
    assert refold(house)[1] == []


def test_after_a_split_reports_join_the_part_of_their_harm(house: Record, cast: Cast) -> None:
    about, job, _ = report(house)
    _, _, second = report(house, about, harm=PASSAGE)
    part = desk.split(house, PLAY, cast.bob.id, job, [second], "different_harm").part
    assert [report(house, about, harm=harm)[1] for harm in (FEES, PASSAGE, IMAGES)] == [job, part, job]
    assert refold(house)[1] == []


def test_both_parts_are_decided_each_for_itself(house: Record, cast: Cast) -> None:
    about, job, _ = report(house)
    _, _, second = report(house, about, harm=PASSAGE)
    part = desk.split(house, PLAY, cast.bob.id, job, [second], "different_harm").part
    assert part is not None
    for each in (job, part):
        review.claim(house, PLAY, cast.bob.id, each)
        made = DecisionId(new_id())
        offered = ["remove_content"]
        review.decide(house, PLAY, cast.bob.id, each, decision=made, clause="HE-T-1", path=VIOLATES, measures=offered)
        review.undo(house, PLAY, cast.bob.id, made)
        made = DecisionId(new_id())
        review.decide(house, PLAY, cast.bob.id, each, decision=made, clause="HE-T-1", path=VIOLATES, measures=offered)
    assert [job_row(house, each)["state"] for each in (job, part)] == ["decided", "decided"]
    assert refold(house)[1] == []


def test_a_split_needs_some_of_the_reports_and_not_all(house: Record, cast: Cast) -> None:
    about, job, first = report(house)
    _, _, second = report(house, about)
    for wrong in ([], [first, second], [ReportId(new_id())]):
        with pytest.raises(refusals.CannotBeSplit):
            desk.split(house, PLAY, cast.bob.id, job, wrong, "different_harm")


def test_who_passed_on_the_whole_passed_on_its_parts(house: Record, cast: Cast) -> None:
    about, job, _ = report(house)
    _, _, second = report(house, about)
    review.claim(house, PLAY, cast.alice.id, job)
    review.skip(house, PLAY, cast.alice.id, job, "conflict")
    desk.split(house, PLAY, cast.bob.id, job, [second], "different_acts")
    assert review.claim_next(house, PLAY, cast.alice.id) is None


def test_a_merged_job_is_as_grave_and_as_early_as_the_graver_and_the_earlier(house: Record, cast: Cast) -> None:
    _, mild, _ = report(house, severity=1, ago=10)
    _, grave, _ = report(house, severity=3, ago=600, source=Source.NOTICE)
    before = job_row(house, grave)
    desk.merge(house, PLAY, cast.bob.id, mild, [grave], "same_thing")
    stays, other = job_row(house, mild), job_row(house, grave)
    assert (stays["severity"], stays["received"], stays["legal_due"]) == (3, before["received"], before["legal_due"])
    assert stays["start_by"] <= before["start_by"]
    assert (other["state"], other["merged_into"]) == ("merged", mild)
    assert review.claim_next(house, PLAY, cast.alice.id).job == mild  # type: ignore[union-attr]
    assert refold(house)[1] == []


def test_deciding_a_merged_job_decides_each_subject_by_its_own_history(house: Record, cast: Cast) -> None:
    _, job, _ = report(house)
    _, other, told = report(house, source=Source.NOTICE)
    desk.merge(house, PLAY, cast.bob.id, job, [other], "same_thing")
    review.claim(house, PLAY, cast.alice.id, job)
    with house.reading() as look:
        assert {each.id for each in review.job_view(look, PLAY, cast.alice.id, job).reports} > {told}
    made = DecisionId(new_id())
    review.decide(house, PLAY, cast.alice.id, job, decision=made, clause="HE-T-1", path=VIOLATES, measures=["remove_content"])
    with house.reading() as look:
        decisions = look.rows("SELECT job, measures, reports FROM decision ORDER BY job")
        stopped = look.value("SELECT stopped FROM clock WHERE report = %(r)s", {"r": told})
    assert [row["job"] for row in decisions] == sorted([job, other])
    assert next(row for row in decisions if row["job"] == other)["measures"] == ["remove_content", "warn"]
    assert stopped is not None
    review.undo(house, PLAY, cast.alice.id, made)
    assert [job_row(house, each)["state"] for each in (job, other)] == ["claimed", "merged"]
    with house.reading() as look:
        assert {row["state"] for row in look.rows("SELECT state FROM decision")} == {"undone"}
    assert refold(house)[1] == []


def test_a_report_on_what_was_merged_moves_the_job_forward_that_it_is_decided_with(house: Record, cast: Cast) -> None:
    _, job, _ = report(house, severity=1)
    about, other, _ = report(house, severity=1)
    desk.merge(house, PLAY, cast.bob.id, job, [other], "same_act")
    _, joined, _ = report(house, about, severity=3, source=Source.NOTICE)
    assert joined == other
    row = job_row(house, job)
    assert row["severity"] == 3
    assert row["legal_due"] == job_row(house, other)["legal_due"]
    assert row["legal_due"] is not None
    assert refold(house)[1] == []


def test_a_merge_never_brings_together_what_not_everybody_may_see_or_read(house: Record, cast: Cast) -> None:
    _, job, _ = report(house)
    _, french, _ = report(house, language="fr")
    _, minor, _ = report(house, harm=MINOR)
    for other in (french, minor):
        with pytest.raises(refusals.CannotBeMerged):
            desk.merge(house, PLAY, cast.bob.id, job, [other], "same_thing")
    with pytest.raises(refusals.CannotBeMerged):
        desk.merge(house, PLAY, cast.bob.id, job, [job], "same_thing")


def test_a_reviewer_merges_only_what_could_be_theirs(house: Record, cast: Cast) -> None:
    _, job, _ = report(house)
    _, passage, _ = report(house, harm=PASSAGE)
    _, fees, _ = report(house)
    with pytest.raises(refusals.NotYours):
        desk.merge(house, PLAY, cast.alice.id, job, [fees], "same_thing")
    review.claim(house, PLAY, cast.alice.id, job)
    with pytest.raises(refusals.CannotBeMerged, match="skill smuggling"):
        desk.merge(house, PLAY, cast.alice.id, job, [passage], "same_thing")
    desk.merge(house, PLAY, cast.alice.id, job, [fees], "same_thing")
    assert job_row(house, job)["claimed_by"] == cast.alice.id


def test_whoever_merges_the_job_in_hand_into_another_has_none_in_hand(house: Record, cast: Cast) -> None:
    _, job, _ = report(house)
    _, other, _ = report(house)
    review.claim(house, PLAY, cast.alice.id, other)
    desk.merge(house, PLAY, cast.alice.id, job, [other], "same_thing")
    assert (job_row(house, other)["state"], job_row(house, other)["claimed_by"]) == ("merged", None)
    assert review.claim_next(house, PLAY, cast.alice.id).job == job  # type: ignore[union-attr]
    assert refold(house)[1] == []


def test_each_of_them_can_be_taken_back_while_nothing_else_has_happened(house: Record, cast: Cast) -> None:
    about, job, _ = report(house, ago=90)
    _, _, second = report(house, about, harm=PASSAGE, severity=1)
    before = job_row(house, job)
    desk.transfer(house, PLAY, cast.bob.id, job, "smuggling", "wrong_queue")
    desk.take_back(house, PLAY, cast.bob.id, job)
    assert job_row(house, job)["queue"] == "labour"
    part = desk.split(house, PLAY, cast.bob.id, job, [second], "different_harm").part
    assert part is not None
    desk.take_back(house, PLAY, cast.bob.id, job)
    row = job_row(house, job)
    assert (row["reports"], row["severity"], row["received"]) == (2, before["severity"], before["received"])
    assert job_row(house, part)["state"] == "merged"
    assert report(house, about, harm=PASSAGE)[1] == job, "nothing joins a part that is no more"
    _, other, _ = report(house, severity=3, ago=900)
    desk.merge(house, PLAY, cast.bob.id, job, [other], "same_thing")
    assert job_row(house, job)["severity"] == 3
    desk.take_back(house, PLAY, cast.bob.id, job)
    row = job_row(house, job)
    assert (row["severity"], row["received"]) == (before["severity"], before["received"])
    assert job_row(house, other)["state"] == "open"
    with pytest.raises(refusals.NothingToUndo):
        desk.take_back(house, PLAY, cast.bob.id, job)
    assert refold(house)[1] == []


def test_what_somebody_else_took_up_meanwhile_is_not_taken_back(house: Record, cast: Cast) -> None:
    about, job, _ = report(house)
    _, _, second = report(house, about, harm=FEES)
    part = desk.split(house, PLAY, cast.bob.id, job, [second], "different_acts").part
    assert part is not None
    review.claim(house, PLAY, cast.alice.id, part)
    with pytest.raises(refusals.NothingToUndo):
        desk.take_back(house, PLAY, cast.bob.id, job)
    assert job_row(house, part)["received"] <= now()


def test_the_lake_tells_the_same_of_what_was_moved(house: Record, cast: Cast, tmp_path: Path) -> None:
    """What measures read says of split, merged and transferred jobs what the operational tables say."""
    about, job, _ = report(house, ago=90, source=Source.NOTICE)
    _, _, second = report(house, about, harm=PASSAGE, severity=1, source=Source.NOTICE)
    desk.split(house, PLAY, cast.bob.id, job, [second], "different_harm")
    _, other, _ = report(house, severity=3, ago=900)
    desk.merge(house, PLAY, cast.bob.id, job, [other], "same_thing")
    _, given, _ = report(house)
    review.assign(house, PLAY, cast.bob.id, given, cast.alice.id, "load")
    again, whole, first = report(house)
    _, _, third = report(house, again)
    desk.split(house, PLAY, cast.bob.id, whole, [third], "different_acts")
    desk.take_back(house, PLAY, cast.bob.id, whole)
    desk.transfer(house, PLAY, cast.bob.id, whole, "images", "load")
    columns = "state, queue, harm, severity, start_by, legal_due, reports, parted_from, merged_into"
    with house.reading() as look:
        stand = look.rows(f"SELECT id AS job, {columns} FROM job ORDER BY id")
        reports = look.rows("SELECT id AS report, job FROM report ORDER BY id")
        clocks_ = look.rows("SELECT report, job FROM clock ORDER BY report")
    seal_pending(house)
    write(house, tmp_path)
    with open_lake(house, tmp_path) as lake:
        assert _asked(lake, f"SELECT job, {columns} FROM jobs ORDER BY job") == _plain(stand)
        assert _asked(lake, "SELECT report, job FROM reports ORDER BY report") == _plain(reports)
        assert _asked(lake, "SELECT report, job FROM clocks ORDER BY report") == _plain(clocks_)
    assert first != third


def _asked(lake: Lake, sql: str) -> list[dict[str, Any]]:
    with lake.tables(sql) as connection:
        return list(connection.sql(sql).to_arrow_table().to_pylist())


def _plain(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: str(value) if isinstance(value, UUID) else value for name, value in row.items()} for row in rows]
