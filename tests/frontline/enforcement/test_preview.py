"""What a changed ladder would do to how many: nobody is surprised by it afterwards."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from litestar import Litestar

from cast import Cast
from frontline.enforcement.test_strikes import decide
from frontline.office import PLAY, STEPS
from leeward.frontline.enforcement import desk
from leeward.frontline.enforcement.pages.ladder import LADDER
from leeward.frontline.enforcement.preview import Violation, followed, nearest, previewed, strictness
from leeward.playbook.diagnostics import PlaybookErrors
from leeward.playbook.model import LadderStep, Playbook
from leeward.playbook.reader import read_playbook, starter
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import DecisionId, SubjectId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.subject import SubjectKind
from visitor import Visitor

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
SUBJECTS = [SubjectId(new_id()) for _ in range(3)]
HARDER = (msgspec.structs.replace(STEPS[0], strikes=2), *STEPS[1:])


def ladder(*steps: LadderStep) -> Playbook:
    return msgspec.structs.replace(PLAY, steps=steps)


def violation(day: int = 0, subject: int = 0, measures: tuple[str, ...] = ("remove_content",)) -> Violation:
    return Violation(
        id=DecisionId(new_id()), about=SUBJECTS[subject], kind=SubjectKind.LISTING, clause="HE-T-1",
        effective=BEGIN + timedelta(days=day), measures=measures,
    )  # fmt: skip


chosen = st.lists(st.sampled_from(["remove_content", "warn", "suspend", "close_account"]), min_size=1, unique=True).map(tuple)
violations = st.lists(st.builds(violation, st.integers(0, 400), st.integers(0, 2), chosen), max_size=12).map(
    lambda found: sorted(found, key=lambda each: each.effective)
)
ladders = st.lists(
    st.builds(
        LadderStep, clauses=st.just(("*",)), strikes_from=st.integers(0, 3), measures=chosen, strikes=st.integers(0, 2),
        strikes_expire_days=st.none() | st.integers(1, 200), scope=st.sampled_from([None, "a"]),
    ),
    max_size=4,
).map(tuple)  # fmt: skip


@given(violations, ladders)
def test_the_same_ladder_changes_nothing(found: list[Violation], steps: tuple[LadderStep, ...]) -> None:
    seen = previewed(ladder(*steps), ladder(*steps), found)
    assert (seen.changed, seen.moves, seen.ceilings, seen.strikes_before) == (0, (), (), seen.strikes_after)


@given(violations, ladders, ladders)
@settings(max_examples=150)
def test_every_violation_is_counted_once_and_the_way_back_is_the_same(
    found: list[Violation], one: tuple[LadderStep, ...], other: tuple[LadderStep, ...]
) -> None:
    there, back = previewed(ladder(*one), ladder(*other), found), previewed(ladder(*other), ladder(*one), found)
    assert there.violations == len(found)
    assert there.changed == sum(move.violations for move in there.moves) == there.stricter + there.milder
    assert {(m.before, m.after, m.violations) for m in there.moves} == {(m.after, m.before, m.violations) for m in back.moves}
    assert all(set(move.examples) <= {each.id for each in found} and move.examples for move in there.moves)
    assert [move.stricter for move in there.moves] == sorted((move.stricter for move in there.moves), reverse=True), (
        "strictest first"
    )


@given(violations, ladders)
def test_what_follows_is_always_on_offer(found: list[Violation], steps: tuple[LadderStep, ...]) -> None:
    offered = {code for step in steps for code in step.measures}
    for each in followed(ladder(*steps), found):
        assert set(each.measures) <= offered


def test_more_strikes_lead_further_and_the_example_is_named() -> None:
    first, second = violation(0), violation(10, measures=("suspend",))
    seen = previewed(PLAY, ladder(*HARDER), [first, second])
    assert seen.changed == 0, "what was chosen is still on offer"
    [move] = seen.ceilings
    assert (move.before, move.after, move.violations, move.stricter) == (("suspend",), ("close_account",), 1, True)
    assert (move.examples, seen.strikes_before, seen.strikes_after) == ((second.id,), 2, 4)


def test_what_is_no_longer_on_offer_gives_way_to_the_nearest_of_its_kind() -> None:
    measures = PLAY.measures
    hard, mild = measures["close_account"], measures["suspend"]
    assert strictness(hard) > strictness(mild)
    assert nearest(PLAY, "suspend", [hard]) == "close_account", "the next stricter one"
    assert nearest(PLAY, "close_account", [mild]) == "suspend", "else the next milder one"
    assert nearest(PLAY, "suspend", [measures["warn"]]) is None
    assert nearest(PLAY, "unknown", [hard]) is None


def test_earlier_violations_give_strikes_and_are_not_counted() -> None:
    found = [violation(0), violation(10, measures=("suspend",))]
    seen = previewed(PLAY, ladder(*HARDER), found, since=BEGIN + timedelta(days=5))
    assert (seen.violations, len(seen.ceilings)) == (1, 1)


def test_decided_violations_are_walked_through_and_reversed_ones_are_not(office: Record, cast: Cast) -> None:
    decide(office, cast)
    without = msgspec.structs.replace(PLAY, steps=(msgspec.structs.replace(STEPS[0], measures=("warn",)),))
    with office.reading() as look:
        seen = desk.preview_ladder(look, PLAY, without, now())
        [row] = look.rows("SELECT id FROM decision")
    [move] = seen.moves
    assert (move.before, move.after, move.stricter, move.examples) == (("remove_content",), (), False, (row["id"],))
    from leeward.frontline.review import desk as review

    review.reverse(office, PLAY, cast.bob.id, row["id"], "mistake")
    with office.reading() as look:
        assert desk.preview_ladder(look, PLAY, without, now()).violations == 0


def test_a_candidate_is_checked_as_a_part_of_the_playbook() -> None:
    written = (starter() / "ladder.toml").read_text("utf-8")
    assert desk.candidate_of(starter(), written).steps == read_playbook(starter()).steps
    with pytest.raises(PlaybookErrors):
        desk.candidate_of(starter(), written.replace('"remove_copies", ', '"remove_everything", '))


def test_the_page_says_what_would_happen_and_where_a_mistake_is(office: Record, cast: Cast, site: Litestar) -> None:
    written = (starter() / "ladder.toml").read_text("utf-8")
    with Visitor(site) as bob:
        bob.sign_in(office, cast.bob)
        assert "In force" in bob.get(LADDER).text
        assert "0 violations" in bob.post(LADDER, {"ladder": written, "days": "90"}).text
        wrong = bob.post(LADDER, {"ladder": written + "\n[[step]]\n", "days": "90"})
        assert wrong.status_code == 422
        assert "ladder.toml:" in wrong.text
    with Visitor(site) as eve:
        eve.sign_in(office, cast.eve)
        assert eve.get(LADDER).status_code == 403
