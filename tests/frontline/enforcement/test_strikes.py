"""Strikes: their totals come from facts and from nothing else, at any moment, and a lead can forgive them (Q42)."""

import json
from collections import Counter
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import Cast
from frontline.office import PLAY, STEPS, VIOLATES, open_job
from leeward.frontline.enforcement import desk
from leeward.frontline.enforcement.refusals import NoSuch, NotAReason, NothingToForgive
from leeward.frontline.review import desk as review
from leeward.playbook.ladder import Strikes, step_of
from leeward.playbook.model import Playbook
from leeward.record.ledger.record import Record, open_record
from leeward.record.standing.refold import refold
from leeward.record.terms.code import ClauseCode, ScopeCode
from leeward.record.terms.ids import ActionId, DecisionId, JobId, SubjectId, new_id
from leeward.record.terms.moment import Moment, now
from leeward.record.terms.subject import SubjectKind

CLAUSE = ClauseCode("HE-T-1")
SCOPED = tuple(msgspec.structs.replace(step, scope=scope) for step, scope in zip(STEPS, ("fees", "fees", None), strict=True))
PLAYED = msgspec.structs.replace(PLAY, steps=SCOPED)


def rows(record: Record, sql: str, **asked: Any) -> list[dict[str, Any]]:
    with record.reading() as look:
        return look.rows(sql, asked)


def decide(office: Record, cast: Cast, about: SubjectId | None = None, play: Playbook = PLAY) -> DecisionId:
    """Bob takes a job on a subject and decides it."""
    job = open_job(office, about=about)
    review.claim(office, play, cast.bob.id, job)
    return settle(office, cast, job, play)


def settle(office: Record, cast: Cast, job: JobId, play: Playbook) -> DecisionId:
    """Bob decides the job in his hand with the first measure that the ladder offers and can be taken back."""
    with office.reading() as look:
        [offer] = [each for each in review.job_view(look, play, cast.bob.id, job).offers if each.policy.id == CLAUSE]
    measure = next(each.code for each in offer.consequence.measures if not each.irreversible)
    decision = DecisionId(new_id())
    review.decide(office, play, cast.bob.id, job, decision=decision, clause=CLAUSE, path=VIOLATES, measures=[measure])
    return decision


def naive(record: Record, about: SubjectId, moment: Moment) -> dict[Any, int]:
    """The same total, read off the facts one by one, without a table."""
    counting: dict[str, tuple[Any, int, Moment | None]] = {}
    for row in rows(record, "SELECT kind, subject, occurred, body::text AS body FROM fact ORDER BY position"):
        body, action = json.loads(row["body"]), str(row["subject"])
        if row["occurred"] > moment:
            continue
        if row["kind"] == "action_taken" and body["about"] == str(about) and body["strikes"]:
            ends = msgspec.convert(body["strikes_expire"], Moment | None, strict=False) if body.get("strikes_expire") else None
            counting[action] = (body.get("scope"), body["strikes"], ends)
        if row["kind"] in ("action_reversed", "strikes_forgiven"):
            counting.pop(action, None)
    total: Counter[Any] = Counter()
    for scope, strikes, ends in counting.values():
        total[scope] += strikes if ends is None or ends > moment else 0
    return {scope: strikes for scope, strikes in total.items() if strikes}


OPERATIONS = st.lists(
    st.tuples(st.sampled_from(["decide", "decide", "undo", "reverse", "forgive", "wake"]), st.integers(0, 5)),
    min_size=2,
    max_size=7,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(operations=OPERATIONS, days=st.lists(st.integers(0, 800), min_size=1, max_size=4))
def test_totals_are_what_the_facts_say_at_any_moment(
    record: Record, cast: Cast, operations: list[tuple[str, int]], days: list[int]
) -> None:
    """Q42: any sequence of decisions, undoings, reversals, forgiveness and expiries."""
    office = open_record(record.url, keys=record.keys, listeners=desk.listeners(lambda: PLAYED), connections=4)
    try:
        made = [decide(office, cast, play=PLAYED)]
        [about] = {SubjectId(row["about"]) for row in rows(office, "SELECT about FROM action WHERE decision = %(d)s", d=made[0])}
        moments = [now()]
        for operation, place in operations:
            perform(office, cast, about, made, operation, made[place % len(made)])
            moments.append(now())
        moments += [now() + timedelta(days=each) for each in days]
        for moment in moments:
            with office.reading() as look:
                assert desk.totals(look, about, moment) == naive(office, about, moment)
        assert refold(office)[1] == []
    finally:
        office.close()


def perform(office: Record, cast: Cast, about: SubjectId, made: list[DecisionId], operation: str, chosen: DecisionId) -> None:
    """One step of somebody's history; what is refused changes nothing."""
    [state] = [row["state"] for row in rows(office, "SELECT state FROM decision WHERE id = %(d)s", d=chosen)]
    [action] = [row["id"] for row in rows(office, "SELECT id FROM action WHERE decision = %(d)s", d=chosen)]
    if operation == "decide":
        made.append(decide(office, cast, about, PLAYED))
    elif operation == "undo" and state == "made":
        undone = review.undo(office, PLAYED, cast.bob.id, chosen)
        made.append(settle(office, cast, undone.job, PLAYED))
    elif operation == "reverse" and state == "made":
        review.reverse(office, PLAYED, cast.bob.id, chosen, "mistake")
    elif operation == "forgive" and state == "made":
        desk.forgive(office, cast.bob.id, ActionId(action), "goodwill")
    elif operation == "wake":
        desk.wake(office, lambda: PLAYED, now() + timedelta(minutes=2))


def test_a_reversal_leaves_the_standing_of_somebody_never_restricted(office: Record, cast: Cast) -> None:
    """Q17: after an overturn, strikes, limits and the place on the ladder are as if nothing had ever been done."""
    first = decide(office, cast)
    [about] = [SubjectId(row["about"]) for row in rows(office, "SELECT about FROM action")]
    second = decide(office, cast, about)
    desk.wake(office, lambda: PLAY, now() + timedelta(minutes=2))
    review.reverse(office, PLAY, cast.bob.id, second, "mistake")
    review.reverse(office, PLAY, cast.bob.id, first, "mistake")
    untouched = open_job(office)
    [other] = [SubjectId(row["about"]) for row in rows(office, "SELECT about FROM job WHERE id = %(job)s", job=untouched)]
    with office.reading() as look:
        seen = desk.subject_view(look, PLAY, about, now())
        never = desk.subject_view(look, PLAY, other, now())
    assert (seen.totals, seen.violations, seen.ahead) == (never.totals, never.violations, never.ahead)
    assert seen.totals == {}
    assert {each.state for each in seen.actions} == {"reversed"}, "but for the record of it"


def test_forgiven_strikes_count_no_more_and_the_action_stands(office: Record, cast: Cast) -> None:
    decide(office, cast)
    [row] = rows(office, "SELECT id, about FROM action")
    about, action = SubjectId(row["about"]), ActionId(row["id"])
    desk.wake(office, lambda: PLAY, now() + timedelta(minutes=2))
    assert desk.forgive(office, cast.bob.id, action, "goodwill") == about
    desk.forgive(office, cast.bob.id, action, "duplicate")
    with office.reading() as look:
        seen = desk.subject_view(look, PLAY, about, now())
    [strike], [done] = seen.strikes, seen.actions
    assert (strike.standing, strike.forgiven_by, strike.forgiven_reason) == ("forgiven", cast.bob.id, "goodwill")
    assert (done.state, seen.live) == ("in_force", 0)
    decide(office, cast, about)
    assert rows(office, "SELECT measure FROM action ORDER BY taken DESC LIMIT 1") == [{"measure": "remove_content"}], (
        "step one again"
    )
    assert refold(office)[1] == []


def test_what_cannot_be_forgiven(office: Record, cast: Cast) -> None:
    decision = decide(office, cast)
    action = ActionId(rows(office, "SELECT id FROM action")[0]["id"])
    with pytest.raises(NotAReason):
        desk.forgive(office, cast.bob.id, action, "because")
    with pytest.raises(NoSuch):
        desk.forgive(office, cast.bob.id, ActionId(new_id()), "goodwill")
    review.reverse(office, PLAY, cast.bob.id, decision, "mistake")
    with pytest.raises(NothingToForgive):
        desk.forgive(office, cast.bob.id, action, "goodwill")


def test_strikes_of_one_scope_lead_nowhere_in_another() -> None:
    """Q42: scope. A step without a scope counts them all."""
    moment = now()
    of_fees = [Strikes(count=2, expire=None, scope=ScopeCode("fees"))]
    elsewhere = [
        Strikes(count=1, expire=None, scope=ScopeCode("other")),
        Strikes(count=1, expire=moment, scope=ScopeCode("fees")),
    ]
    assert step_of(SCOPED, CLAUSE, of_fees, moment) is SCOPED[2], "two in all"
    assert step_of(SCOPED, CLAUSE, elsewhere, moment) is SCOPED[0], "none of fees that still counts"
    assert step_of(SCOPED, CLAUSE, [*elsewhere, *elsewhere], moment) is SCOPED[2]
    assert step_of(SCOPED, CLAUSE, of_fees[:0], moment) is SCOPED[0]


def test_a_subject_with_a_history_shows_what_comes_next(office: Record, cast: Cast) -> None:
    decide(office, cast)
    [row] = rows(office, "SELECT about FROM action")
    with office.reading() as look:
        seen = desk.subject_view(look, PLAY, SubjectId(row["about"]), now())
    [ahead] = seen.ahead
    assert (ahead.strikes, ahead.measures, ahead.adds, ahead.next_from) == (1, ("remove_content", "suspend"), 1, 2)
    assert seen.kind is SubjectKind.LISTING


def test_every_decision_stores_what_it_rests_on(office: Record, cast: Cast) -> None:
    """Q14: policy version, rule versions, source, severity, actions, when first seen, when decided, decider, queue, language,
    views at action, automation, and the ids of the evidence; the table holds what the fact says."""
    decision = decide(office, cast)
    [row] = rows(office, "SELECT * FROM decision WHERE id = %(decision)s", decision=decision)
    reports = rows(office, "SELECT id, text, received, reach FROM report")
    assert (row["clause"], row["clause_version"], row["source"], row["severity"]) == ("HE-T-1", 3, "user_report", 2)
    assert [each["rule_version"] for each in row["reasons"]] == ["a" * 64]
    assert (row["playbook"], row["measures"], row["decider"]) == (PLAY.digest, ["remove_content"], cast.bob.id)
    assert (row["first_seen"], row["reports"]) == (reports[0]["received"], [reports[0]["id"]])
    assert (row["queue"], row["language"], row["views_at_action"]) == ("labour", "en", reports[0]["reach"])
    assert (row["automated_detection"], row["automated_decision"]) == (False, False)
    assert row["evidence"] == [reports[0]["text"]]
    assert row["first_seen"] <= row["claimed"] <= row["decided"] < row["effective"]
    [fact] = rows(office, "SELECT body FROM fact WHERE kind = 'job_decided'")
    assert fact["body"]["evidence"] == [str(each) for each in row["evidence"]]
    assert [each["measure"] for each in rows(office, "SELECT measure FROM action")] == row["measures"]
    assert refold(office)[1] == []
