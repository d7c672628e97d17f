"""Reports of Coop and Ozone come in without loss for what is supported (Q66)."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontline.intake.doors import PLAY
from leeward.cli.importing import read_rows
from leeward.frontline.intake.arrival import Problem, ReportIn, check
from leeward.frontline.intake.foreign import COOP, MINOR, OZONE, ForeignMap, read_map, report_of
from leeward.frontline.intake.table import MapProblem
from leeward.playbook.vocabulary import OZONE_REASONS
from leeward.record.terms.moment import now
from leeward.record.terms.subject import SubjectKind

KNOWN = ForeignMap(policies={"p-1": "intimate_images.shared"}, types={"user": SubjectKind.ACCOUNT})
WORD = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=12)
SAID = st.dictionaries(WORD, WORD, max_size=3)
WHEN = st.datetimes(datetime(2020, 1, 1), datetime(2026, 1, 1), timezones=st.just(UTC))


def coop(**more: Any) -> dict[str, Any]:
    """The body of a report."""
    return {
        "reporter": {"kind": "user", "typeId": "user", "id": "U-1"}, "reportedAt": "2026-01-15T10:30:00.000Z",
        "reportedForReason": {"policyId": "p-1", "reason": "A lighthouse.", "csam": False},
        "reportedItem": {"id": "I-1", "typeId": "post", "data": {"text": "Keepers wanted.", "likes": 3, "tags": ["sea"]}},
    } | more  # fmt: skip


def ozone(reason: str = "reasonSexualNCII", **more: Any) -> dict[str, Any]:
    """A report event."""
    event = {
        "$type": "tools.ozone.moderation.defs#modEventReport",
        "comment": "A lighthouse.",
        "reportType": f"tools.ozone.report.defs#{reason}",
    }
    subject = {"$type": "com.atproto.repo.strongRef", "uri": "at://did:plc:x/app.bsky.feed.post/1", "cid": "bafy"}
    return {"id": 7, "event": event, "subject": subject, "createdBy": "did:plc:r", "createdAt": "2026-01-15T10:30:00.000Z"} | more


def taken(row: dict[str, Any], tool: str, known: ForeignMap = KNOWN) -> ReportIn:
    found = report_of(row, tool, known, PLAY)
    assert isinstance(found, ReportIn), found
    assert check(found, PLAY, now()) is None
    return found


@given(
    reporter=WORD,
    item=WORD,
    reason=WORD,
    says=st.dictionaries(WORD, WORD, max_size=3),
    around=st.lists(WORD, max_size=3),
    at=WHEN,
)
def test_a_report_of_coop_loses_nothing(
    reporter: str, item: str, reason: str, says: dict[str, str], around: list[str], at: datetime
) -> None:
    """Q66: reporter, moment, item with all its fields, thread, items beside it, and the reason."""
    row = coop(
        reporter={"kind": "user", "typeId": "user", "id": reporter}, reportedAt=at.isoformat(),
        reportedForReason={"policyId": "p-1", "reason": reason},
        reportedItem={"id": item, "typeId": "post", "data": says},
        reportedItemThread=[{"id": each, "typeId": "m", "data": {"text": each}} for each in around],
        additionalItems=[{"id": each, "typeId": "m", "data": {"also": each}} for each in around],
    )  # fmt: skip
    found = taken(row, COOP)
    assert found.reporter is not None
    assert (found.reporter.id, found.received, found.subject.id, found.text) == (reporter, at, item, reason)
    assert found.harm == "intimate_images.shared"
    lines = (found.subject.content or "").splitlines()
    assert set(lines) >= {f"{name}: {value}" for name, value in says.items()} | {f"text: {each}" for each in around}
    assert set(lines) >= {f"also: {each}" for each in around} | {f"thread {each}" for each in around}


def test_coop_that_says_csam_goes_to_the_minor_gate_and_the_same_report_is_the_same() -> None:
    assert taken(coop(reportedForReason={"csam": True}), COOP).harm == MINOR
    assert taken(coop(), COOP).id == taken(coop(), COOP).id
    item = {"id": "U-9", "typeId": "user", "data": {}}
    account = taken(coop(reportedItem=item, reportedForReason={}), COOP)
    assert (account.subject.kind, account.harm, account.subject.content) == (SubjectKind.ACCOUNT, "unclassified", None)


@given(reason=st.sampled_from(sorted(OZONE_REASONS)), by=WORD, says=WORD, at=WHEN)
def test_a_report_of_ozone_loses_nothing(reason: str, by: str, says: str, at: datetime) -> None:
    """Q66: every reason of the lexicon has a harm; reporter, moment, subject and comment come over."""
    row = ozone(reason, createdBy=by, createdAt=at.isoformat())
    row["event"]["comment"] = says
    found = taken(row, OZONE)
    assert found.reporter is not None
    assert (found.reporter.id, found.received, found.text, found.id) == (by, at, says, "ozone-7")
    assert found.subject.id == "at://did:plc:x/app.bsky.feed.post/1"
    mapped = {harm.mappings.ozone_reason for harm in PLAY.harms.values()}
    assert (PLAY.harms[found.harm].mappings.ozone_reason == reason) == (reason in mapped)  # type: ignore[index]


def test_ozone_knows_accounts_lists_answers_of_create_report_and_what_is_no_report() -> None:
    assert taken(ozone(subject={"did": "did:plc:x"}), OZONE).subject.kind is SubjectKind.ACCOUNT
    group = taken(ozone(subject={"uri": "at://did:plc:x/app.bsky.graph.list/1"}), OZONE)
    assert group.subject.kind is SubjectKind.GROUP
    answer = {
        "id": 9, "reasonType": "tools.ozone.report.defs#reasonSexualNCII", "reason": "A lighthouse.", "reportedBy": "did:plc:r",
        "subject": {"did": "did:plc:x"}, "createdAt": "2026-01-15T10:30:00Z",
    }  # fmt: skip
    assert taken(answer, OZONE).text == "A lighthouse."
    other = report_of(ozone(event={"$type": "tools.ozone.moderation.defs#modEventTakedown"}), OZONE, KNOWN, PLAY)
    assert isinstance(other, Problem)
    assert "modEventTakedown" in other.message
    assert isinstance(report_of({"id": 1}, OZONE, KNOWN, PLAY), Problem)
    assert isinstance(report_of(ozone(subject={}), OZONE, KNOWN, PLAY), Problem)
    assert isinstance(report_of(coop(reportedAt="soon"), COOP, KNOWN, PLAY), Problem)


def test_files_as_the_apis_answer_are_read_and_a_map_that_is_none_is_named(tmp_path: Path) -> None:
    file = tmp_path / "events.json"
    file.write_text(json.dumps({"cursor": "1", "events": [ozone(), 3]}))
    first, second = read_rows(file)
    assert isinstance(second, Problem)
    assert not isinstance(first, Problem)
    file.write_text(json.dumps([coop()]))
    assert len(list(read_rows(file))) == 1
    wrong = tmp_path / "map.toml"
    wrong.write_text("[policy]\na = 1\n")
    with pytest.raises(MapProblem, match="policies"):
        read_map(wrong, COOP)
    assert read_map(None, OZONE).header.door == OZONE
