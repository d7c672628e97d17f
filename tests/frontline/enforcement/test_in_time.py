"""Actions in time: a second person, a chance delay, an end that is moved or comes early, and what is done quietly (Q41)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cast import Cast
from frontline.office import MEASURES, PLAY, STEPS, VIOLATES, open_job
from leeward.frontline.enforcement import desk
from leeward.frontline.enforcement.refusals import NoSuch, NotAReason, NotChangeable, NotTheFirst
from leeward.frontline.enforcement.second import Weighed, waits
from leeward.frontline.enforcement.timing import seconds_of
from leeward.frontline.review import desk as review
from leeward.playbook.model import MeasureKind, SecondPerson
from leeward.record.facts.labels import LabelPut
from leeward.record.ledger.record import Record, open_record
from leeward.record.standing.refold import refold
from leeward.record.terms.code import MeasureCode
from leeward.record.terms.ids import ActionId, DecisionId, SubjectId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import CLOCKWORK

LATER = timedelta(minutes=2)
HIDDEN = msgspec.structs.replace(MEASURES["suspend"], code="hide", name="hide", quiet="order_confidential")
SPREAD = msgspec.structs.replace(MEASURES["suspend"], code="spread", name="spread", wait_minutes=60, jitter_minutes=120)
WORLD = msgspec.structs.replace(
    PLAY,
    measures={**MEASURES, "hide": HIDDEN, "spread": SPREAD},
    steps=(msgspec.structs.replace(STEPS[0], measures=("remove_content", "suspend", "hide", "spread", "close_account")),),
    policies={
        **PLAY.policies,
        "HE-T-1": msgspec.structs.replace(
            PLAY.policies["HE-T-1"], measures=("remove_content", "warn", "suspend", "hide", "spread", "close_account")
        ),
    },
    second_person=SecondPerson(expires_hours=72, reach_from=1_000, label="known_widely"),
)


@pytest.fixture
def office(record: Record) -> Iterator[Record]:
    """The record with enforcement listening to a playbook with quiet and spread measures."""
    opened = open_record(record.url, keys=record.keys, listeners=desk.listeners(lambda: WORLD), connections=8)
    yield opened
    opened.close()


def decide(office: Record, cast: Cast, *measures: str, who: Any = None, **given: Any) -> DecisionId:
    who = who or cast.alice
    job, decision = open_job(office, **given), DecisionId(new_id())
    review.claim(office, WORLD, who.id, job)
    chosen = [MeasureCode(each) for each in measures]
    review.decide(office, WORLD, who.id, job, decision=decision, clause="HE-T-1", path=VIOLATES, measures=chosen)
    return decision


def actions(office: Record) -> dict[str, dict[str, Any]]:
    with office.reading() as look:
        return {row["measure"]: row for row in look.rows("SELECT * FROM action ORDER BY taken")}


def wake(office: Record, after: timedelta = LATER) -> int:
    return desk.wake(office, lambda: WORLD, now() + after)


def facts(office: Record, kind: str) -> list[Any]:
    with office.reading() as look:
        return [row["body"] for row in look.rows("SELECT body FROM fact WHERE kind = %(kind)s ORDER BY position", {"kind": kind})]


def test_what_cannot_be_taken_back_waits_for_another_person(office: Record, cast: Cast) -> None:
    decide(office, cast, "close_account", "remove_content", who=cast.bob)
    wake(office)
    done = actions(office)
    assert (done["close_account"]["state"], done["close_account"]["held"]) == ("held", "irreversible")
    assert (done["remove_content"]["state"], done["remove_content"]["strikes"]) == ("in_force", 1), "the harm stops at once"
    held = ActionId(done["close_account"]["id"])
    with pytest.raises(NotTheFirst):
        desk.confirm(office, cast.bob.id, held)
    with pytest.raises(NotTheFirst):
        desk.confirm(office, CLOCKWORK, held)
    desk.confirm(office, cast.alice.id, held)
    wake(office)
    closed = actions(office)["close_account"]
    assert (closed["state"], closed["confirmed_by"]) == ("in_force", cast.alice.id)
    with pytest.raises(NotChangeable):
        desk.confirm(office, cast.alice.id, held)
    assert refold(office)[1] == []


def test_a_job_that_somebody_else_passed_up_was_seen_by_two(office: Record, cast: Cast) -> None:
    job = open_job(office)
    review.claim(office, WORLD, cast.alice.id, job)
    review.escalate(office, WORLD, cast.alice.id, job, "irreversible")
    review.claim(office, WORLD, cast.bob.id, job)
    review.decide(
        office, WORLD, cast.bob.id, job, decision=DecisionId(new_id()), clause="HE-T-1", path=VIOLATES, measures=["close_account"]
    )
    assert actions(office)["close_account"]["state"] == "grace"


def test_what_nobody_confirms_lapses_and_its_strikes_go(office: Record, cast: Cast) -> None:
    decide(office, cast, "close_account")
    about = SubjectId(actions(office)["close_account"]["about"])
    with office.reading() as look:
        assert desk.totals(look, about, now() + LATER) == {None: 1}
        assert [row.held for row in desk.held_lines(look)] == ["irreversible"]
    wake(office, timedelta(hours=71))
    assert actions(office)["close_account"]["state"] == "held"
    assert wake(office, timedelta(hours=73)) == 1
    assert actions(office)["close_account"]["state"] == "lapsed"
    with office.reading() as look:
        assert desk.totals(look, about, now() + timedelta(hours=74)) == {}
        assert desk.held_lines(look) == ()
    assert refold(office)[1] == []


def test_a_second_person_can_say_no(office: Record, cast: Cast) -> None:
    decide(office, cast, "close_account")
    held = ActionId(actions(office)["close_account"]["id"])
    with pytest.raises(NotAReason):
        desk.decline(office, cast.bob.id, held, "because")
    desk.decline(office, cast.bob.id, held, "too_much")
    wake(office, timedelta(hours=80))
    assert (actions(office)["close_account"]["state"], actions(office)["close_account"]["reason"]) == ("declined", "too_much")
    assert refold(office)[1] == []


def test_an_undone_decision_leaves_nothing_to_confirm(office: Record, cast: Cast) -> None:
    review.undo(office, WORLD, cast.alice.id, decide(office, cast, "close_account"))
    closed = actions(office)["close_account"]
    assert closed["state"] == "undone"
    with pytest.raises(NotChangeable):
        desk.confirm(office, cast.bob.id, ActionId(closed["id"]))


@pytest.mark.parametrize(
    ("reach", "label", "held"), [(7, False, None), (1_000, False, "high_profile"), (7, True, "high_profile")]
)
def test_subjects_of_high_profile_need_two_people_but_harm_is_stopped_at_once(
    office: Record, cast: Cast, reach: int, label: bool, held: str | None
) -> None:
    about = SubjectId(new_id())
    decide(office, cast, "remove_content", about=None)
    about = SubjectId(actions(office)["remove_content"]["about"])
    if label:
        put = LabelPut(
            subject=about, actor=cast.bob.id, occurred=now(), label="known_widely", until=now() + timedelta(days=9), after=0,
            rule=None, event=None, reason="known",
        )  # fmt: skip
        with office.writing() as tx:
            tx.append([put])
    decide(office, cast, "suspend", "remove_content", about=about, reach=reach)
    assert (actions(office)["suspend"]["held"], actions(office)["remove_content"]["held"]) == (held, None)


@given(
    reach=st.integers(0, 5_000),
    kind=st.sampled_from(MeasureKind),
    irreversible=st.booleans(),
    quiet=st.booleans(),
    two=st.booleans(),
)
def test_nobody_is_the_second_person_of_a_job_that_two_looked_at(
    reach: int, kind: MeasureKind, irreversible: bool, quiet: bool, two: bool
) -> None:
    measure = msgspec.structs.replace(SPREAD, kind=kind, irreversible=irreversible, quiet="investigation" if quiet else None)
    decider = new_id()
    weighed = Weighed(decider=decider, escalated_by=new_id() if two else decider, reach=reach)
    why = waits(measure, weighed, WORLD.second_person)
    wide = reach >= 1_000 and kind in WORLD.second_person.kinds
    assert (why is not None) is (not two and (irreversible or quiet or wide))


def test_the_moment_is_drawn_by_chance_and_can_be_computed_again(office: Record, cast: Cast) -> None:
    for _ in range(8):
        decide(office, cast, "spread")
    with office.reading() as look:
        rows = look.rows(
            "SELECT a.id, a.effective, a.until, d.effective AS decided "
            "FROM action a JOIN decision d ON d.id = a.decision ORDER BY a.taken"
        )
    delays = [each["delay"] for each in facts(office, "action_taken")]
    drawn = [row["effective"] - row["decided"] for row in rows]
    assert all(timedelta(minutes=60) <= each <= timedelta(minutes=180) for each in drawn)
    assert len(set(drawn)) > 4, "nobody learns from the timing"
    assert all(row["until"] - row["effective"] == timedelta(days=7) for row in rows), "the limit counts from when it begins"
    again = [seconds_of(each["seed"], ActionId(row["id"]), each["span_seconds"]) for row, each in zip(rows, delays, strict=True)]
    assert [timedelta(minutes=60, seconds=each) for each in again] == drawn, "recorded"
    assert wake(office, timedelta(minutes=59)) == 0
    assert wake(office, timedelta(minutes=182)) == 8


@given(seed=st.integers(0, 2**48), span=st.integers(1, 100_000))
def test_a_delay_is_within_its_span_and_the_same_again(seed: int, span: int) -> None:
    action = ActionId(new_id())
    assert 0 <= seconds_of(seed, action, span) <= span
    assert seconds_of(seed, action, span) == seconds_of(seed, action, span)


def test_an_end_is_moved_and_comes_when_it_was_moved_to(office: Record, cast: Cast) -> None:
    decide(office, cast, "suspend")
    wake(office)
    row = actions(office)["suspend"]
    action = ActionId(row["id"])
    later = row["until"] + timedelta(days=7)
    for wrong in (row["until"], row["until"] - timedelta(days=1), now() + timedelta(days=400)):
        with pytest.raises(NotChangeable):
            desk.extend(office, cast.bob.id, action, wrong, "ongoing")
    desk.extend(office, cast.bob.id, action, later, "ongoing")
    wake(office, timedelta(days=8))
    assert actions(office)["suspend"]["state"] == "in_force"
    wake(office, timedelta(days=15))
    assert actions(office)["suspend"]["state"] == "expired"
    with pytest.raises(NotChangeable):
        desk.extend(office, cast.bob.id, action, later + timedelta(days=1), "ongoing")
    assert refold(office)[1] == []


def test_an_early_end_keeps_the_strikes(office: Record, cast: Cast) -> None:
    decide(office, cast, "suspend")
    action, about = ActionId(actions(office)["suspend"]["id"]), SubjectId(actions(office)["suspend"]["about"])
    with pytest.raises(NotChangeable):
        desk.end(office, cast.bob.id, action, "purpose_met")
    wake(office)
    desk.end(office, cast.bob.id, action, "purpose_met")
    assert wake(office, timedelta(days=8)) == 0, "it does not end twice"
    with office.reading() as look:
        seen = desk.subject_view(look, WORLD, about, now())
    assert ([each.state for each in seen.actions], seen.live) == (["ended"], 1)
    with pytest.raises(NotChangeable):
        desk.extend(office, cast.bob.id, action, now() + timedelta(days=30), "ongoing")
    with pytest.raises(NoSuch):
        desk.end(office, cast.bob.id, ActionId(new_id()), "purpose_met")
    assert refold(office)[1] == []


def test_a_quiet_restriction_has_ground_owner_and_end_and_says_when_the_end_passed(office: Record, cast: Cast) -> None:
    """Q41: visible or quiet, reason, owner, end date; an alert when the end date passes, until somebody has looked."""
    decide(office, cast, "hide", "remove_content")
    wake(office)
    hidden, open_ = actions(office)["hide"], actions(office)["remove_content"]
    assert (hidden["state"], hidden["held"], hidden["quiet"]) == ("held", "quiet", "order_confidential")
    assert (open_["quiet"], open_["owner"]) == (None, cast.alice.id)
    action = ActionId(hidden["id"])
    desk.confirm(office, cast.bob.id, action)
    wake(office)
    desk.hand_over(office, cast.bob.id, action, cast.bob.id)
    with office.reading() as look:
        [line] = desk.quiet_lines(look)
        assert (line.owner, line.quiet, desk.alert_lines(look)) == (cast.bob.id, "order_confidential", ())
    assert line.until is not None
    with pytest.raises(NotChangeable):
        desk.see(office, cast.bob.id, action)
    wake(office, timedelta(days=8))
    with office.reading() as look:
        [alert] = desk.alert_lines(look)
        assert (alert.id, alert.owner, desk.quiet_lines(look)) == (action, cast.bob.id, ())
    assert [each["owner"] for each in facts(office, "quiet_end_passed")] == [str(cast.bob.id)]
    desk.see(office, cast.bob.id, action)
    desk.see(office, cast.bob.id, action)
    with office.reading() as look:
        assert desk.alert_lines(look) == ()
    assert len(facts(office, "quiet_end_seen")) == 1
    assert refold(office)[1] == []


def test_an_end_that_everybody_knows_of_is_no_alarm(office: Record, cast: Cast) -> None:
    decide(office, cast, "suspend")
    wake(office)
    wake(office, timedelta(days=8))
    assert facts(office, "quiet_end_passed") == []


def test_the_person_of_a_quiet_restriction_is_told_after_all(office: Record, cast: Cast) -> None:
    decide(office, cast, "hide")
    action = ActionId(actions(office)["hide"]["id"])
    with pytest.raises(NotChangeable):
        desk.make_known(office, cast.bob.id, action, "ground_ended")
    desk.confirm(office, cast.bob.id, action)
    wake(office)
    desk.make_known(office, cast.bob.id, action, "ground_ended")
    with office.reading() as look:
        assert desk.quiet_lines(look) == ()
    wake(office, timedelta(days=8))
    assert facts(office, "quiet_end_passed") == [], "it is no quiet one any more"
    with pytest.raises(NotChangeable):
        desk.hand_over(office, cast.bob.id, ActionId(new_id()), new_id())
    assert refold(office)[1] == []
