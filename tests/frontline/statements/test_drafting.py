"""A decision that restricts owes one statement: drafted from codes and the playbook's texts, and kept back where it must be."""

from datetime import timedelta

import msgspec
import pytest

from cast import Cast
from frontline.statements.conftest import Desk
from frontline.statements.world import REASONS, book, decide, draft, in_force, only, restrict, said, table
from leeward.frontline.enforcement import desk as enforcement
from leeward.frontline.review import desk as review
from leeward.frontline.statements import desk, refusals
from leeward.frontline.statements.rules import PUID
from leeward.frontline.statements.validator import problems_of
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import StatementId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.report import Source


def test_a_restriction_is_said_as_article_17_asks(office: Record, cast: Cast, current: Desk) -> None:
    restrict(office, cast, current.playbook, source=Source.NOTICE)
    assert draft(office, current.playbook) == 1
    row = only(office)
    fields = said(office, cast, row["id"])
    assert row["state"] == "ready"
    assert problems_of(fields) == ()
    assert fields["decision_visibility"] == ["DECISION_VISIBILITY_CONTENT_REMOVED"]
    assert fields["decision_ground"] == "DECISION_GROUND_INCOMPATIBLE_CONTENT"
    assert fields["incompatible_content_ground"] == "HE-T-1: Title of HE-T-1"
    assert fields["incompatible_content_explanation"] == REASONS
    assert (fields["category"], fields["category_specification"]) == (
        "STATEMENT_CATEGORY_VIOLENCE",
        ["KEYWORD_HUMAN_EXPLOITATION"],
    )
    assert (fields["source_type"], fields["automated_detection"]) == ("SOURCE_ARTICLE_16", "No")
    assert fields["automated_decision"] == "AUTOMATED_DECISION_NOT_AUTOMATED"
    assert fields["content_language"] == "EN"
    assert len(fields["territorial_scope"]) == 30
    assert "minor: no, act: yes, harm: usual" in fields["decision_facts"]
    assert "Take it down" in fields["decision_facts"]
    assert "end_date_visibility_restriction" not in fields
    assert fields["puid"] == str(row["id"])


def test_a_demotion_and_a_suspension_are_one_statement_with_their_ends(office: Record, cast: Cast, current: Desk) -> None:
    current.playbook = msgspec.structs.replace(
        current.playbook,
        steps=tuple(msgspec.structs.replace(s, measures=("limit_reach", "suspend")) for s in current.playbook.steps),
    )
    restrict(office, cast, current.playbook, "limit_reach", "suspend")
    draft(office, current.playbook)
    fields = said(office, cast, only(office)["id"])
    assert fields["decision_visibility"] == ["DECISION_VISIBILITY_CONTENT_DEMOTED"]
    assert fields["decision_account"] == "DECISION_ACCOUNT_SUSPENDED"
    assert fields["end_date_account_restriction"] < fields["end_date_visibility_restriction"]


def test_a_law_that_the_clause_names_is_the_ground(office: Record, cast: Cast, current: Desk) -> None:
    fees = msgspec.structs.replace(current.playbook.policies["HE-T-1"], law="A law, s. 4")
    current.playbook = msgspec.structs.replace(current.playbook, policies={fees.id: fees})
    restrict(office, cast, current.playbook)
    draft(office, current.playbook)
    fields = said(office, cast, only(office)["id"])
    assert (fields["decision_ground"], fields["illegal_content_legal_ground"]) == (
        "DECISION_GROUND_ILLEGAL_CONTENT",
        "A law, s. 4",
    )
    assert fields["illegal_content_explanation"] == REASONS


def test_a_quiet_restriction_owes_its_statement_once_it_is_made_known(office: Record, cast: Cast, current: Desk) -> None:
    """Q41: lawfully withheld while nobody is told; then it follows."""
    hidden = msgspec.structs.replace(current.playbook.measures["remove_content"], quiet="order_confidential", days=7)
    current.playbook = msgspec.structs.replace(current.playbook, measures={**current.playbook.measures, "remove_content": hidden})
    restrict(office, cast, current.playbook)
    assert table(office) == [], "it waits for a second person"
    with office.reading() as look:
        [row] = look.rows("SELECT a.id, d.decider FROM action a JOIN decision d ON d.id = a.decision")
    second = next(each.id for each in (cast.alice, cast.bob) if each.id != row["decider"])
    enforcement.confirm(office, second, row["id"])
    enforcement.wake(office, current, now() + timedelta(minutes=2))
    assert table(office) == []
    enforcement.make_known(office, second, row["id"], "ground_ended")
    assert draft(office, current.playbook) == 1
    assert only(office)["state"] == "ready"


def test_what_restricts_nobody_owes_nothing(office: Record, cast: Cast, current: Desk) -> None:
    restrict(office, cast, current.playbook, "warn")
    assert draft(office, current.playbook) == 0
    assert table(office) == []


def test_without_texts_nothing_is_owed(office: Record, cast: Cast, current: Desk) -> None:
    current.playbook = msgspec.structs.replace(current.playbook, statements=None)
    restrict(office, cast, current.playbook)
    assert draft(office, current.playbook) == 0
    assert table(office) == []


def test_a_decision_owes_one_statement_however_its_measures_come_into_force(office: Record, cast: Cast, current: Desk) -> None:
    restrict(office, cast, current.playbook, "remove_content", "limit_reach")
    later = in_force() + timedelta(minutes=2)
    assert enforcement.wake(office, current, later) == 0
    assert len(table(office)) == 1
    assert draft(office, current.playbook) == 1
    assert draft(office, current.playbook) == 0


def test_what_was_undone_owes_nothing(office: Record, cast: Cast, current: Desk) -> None:
    decision = decide(office, cast, current.playbook, "remove_content")
    review.undo(office, current.playbook, cast.bob.id, decision)
    enforcement.wake(office, current, in_force())
    assert table(office) == []


@pytest.mark.parametrize(
    ("texts", "field", "rule"),
    [
        ({"reasons": "Ask somebody@example.org why."}, "incompatible_content_explanation", "personal:email"),
        ({"reasons": "Call +44 20 7946 0958."}, "incompatible_content_explanation", "personal:phone"),
        ({"ground": "{clause} from 192.0.2.17"}, "incompatible_content_ground", "personal:ip"),
        ({"facts": "{source} By @somebody."}, "decision_facts", "personal:handle"),
        ({"facts": "Number 01900000-0000-7000-8000-000000000000."}, "decision_facts", "personal:internal_id"),
        ({"reasons": ""}, "incompatible_content_explanation", "required"),
        ({"reasons": "w" * 2001}, "incompatible_content_explanation", "max"),
    ],
)  # fmt: skip
def test_q16_what_must_not_leave_is_kept_with_the_place_named(
    office: Record, cast: Cast, current: Desk, texts: dict[str, str], field: str, rule: str
) -> None:
    current.playbook = book(**texts)
    restrict(office, cast, current.playbook)
    draft(office, current.playbook)
    row = only(office)
    assert (row["state"], row["text"], row["next_attempt"]) == ("blocked", None, None)
    assert (field, rule) in {(each["field"], each["rule"]) for each in row["problems"]}
    if rule == "personal:email":
        assert [each["at"] for each in row["problems"]] == [5]


def test_q16_the_platforms_own_identifier_does_not_leave(office: Record, cast: Cast, current: Desk) -> None:
    restrict(office, cast, current.playbook)
    with office.writing() as tx:
        [ref] = [row["identifier"] for row in tx.rows("SELECT identifier FROM subject")]
        name = tx.vault.pass_through([ref])[ref]
    current.playbook = book(facts=f"{{source}} It was about {name}.")
    draft(office, current.playbook)
    row = only(office)
    assert row["state"] == "blocked"
    assert {each["rule"] for each in row["problems"]} >= {"personal:internal_id"}


def test_what_was_blocked_is_drafted_once_more_by_the_playbook_in_force(office: Record, cast: Cast, current: Desk) -> None:
    current.playbook = book(reasons="Ask somebody@example.org.")
    restrict(office, cast, current.playbook)
    draft(office, current.playbook)
    row = only(office)
    current.playbook = book()
    desk.reopen(office, cast.bob.id, row["id"])
    assert draft(office, current.playbook) == 1
    again = only(office)
    assert (again["id"], again["state"], again["problems"]) == (row["id"], "ready", None), "its number stays"
    with pytest.raises(refusals.NotNow):
        desk.reopen(office, cast.bob.id, row["id"])


def test_a_clause_that_the_playbook_no_longer_has_is_said(office: Record, cast: Cast, current: Desk) -> None:
    restrict(office, cast, current.playbook)
    current.playbook = msgspec.structs.replace(current.playbook, policies={})
    draft(office, current.playbook)
    assert only(office)["problems"] == [{"field": "clause", "rule": "gone", "at": None}]


def test_q16_numbers_are_regex_valid_and_never_used_twice(office: Record, cast: Cast, current: Desk) -> None:
    for _ in range(3):
        restrict(office, cast, current.playbook)
    draft(office, current.playbook)
    numbers = [said(office, cast, row["id"])["puid"] for row in table(office)]
    assert len(set(numbers)) == 3
    assert all(PUID.fullmatch(number) for number in numbers)


def test_there_is_no_statement_by_a_made_up_number(office: Record, cast: Cast) -> None:
    with pytest.raises(refusals.NoSuchStatement):
        desk.statement(office, cast.bob.id, StatementId(new_id()))
