"""Drawing, looking again blind, breaking the tie, putting right, disputing (Q30, Q31)."""

from collections import Counter
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cast import Cast
from frontline.office import FINE, MINOR, NOT_ENOUGH, VIOLATES, WORSE
from frontline.quality.office import (
    ALL,
    CLAUSE,
    PLAY,
    decided,
    drawn,
    found_wrong,
    looked,
    pass_time,
    rows,
    somebody,
    value,
    with_quality,
)
from leeward.frontline.quality import desk, refusals
from leeward.frontline.quality.desk.drawing import today
from leeward.frontline.quality.grading import Found, grade, same, to_correct
from leeward.frontline.quality.sampling import Size, draw
from leeward.frontline.quality.seating import Candidate, Looker, barrier
from leeward.playbook.tree import NotAPath
from leeward.record.facts.wellness import BreakBegan
from leeward.record.ledger.record import Record
from leeward.record.standing.refold import refold
from leeward.record.terms.ids import CheckId, PersonId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import CLOCKWORK, PLAYBOOK, Role
from leeward.record.terms.quality import CheckState, ErrorGrade, Seat
from leeward.record.terms.report import Source, Verdict
from leeward.record.terms.severity import Severity

# --- Drawing


def test_q30_a_draw_covers_every_stratum_what_was_left_up_as_well(office: Record, people: Cast) -> None:
    """Q30: queue x policy x language x source, left up or not; planned stands beside what there was."""
    for path, given_ in ((VIOLATES, {}), (FINE, {}), (FINE, {"language": "es"}), (VIOLATES, {"source": Source.TRUSTED_FLAGGER})):
        decided(office, people.alice.id, path, **given_)
    one = with_quality(plan=(msgspec.structs.replace(ALL, share=0.1, at_least=1),))
    assert [(each.size, each.planned) for each in drawn(office, one)] == [(4, 4)]
    strata = rows(office, "SELECT queue, clause, language, source, left_up, size, planned FROM sample_stratum")
    assert Counter((row["language"], row["source"], row["left_up"]) for row in strata) == {
        ("en", "user_report", False): 1, ("en", "user_report", True): 1, ("es", "user_report", True): 1,
        ("en", "trusted_flagger", False): 1,
    }  # fmt: skip
    assert {(row["queue"], row["clause"], row["size"], row["planned"]) for row in strata} == {("labour", "HE-T-1", 1, 1)}


def test_q30_the_same_seed_draws_the_same_and_twice_draws_nothing_more(office: Record, people: Cast) -> None:
    for _ in range(6):
        decided(office, people.alice.id)
    some = with_quality(plan=(msgspec.structs.replace(ALL, share=0.5),))
    until = now()
    assert desk.draw_samples(office, some, CLOCKWORK, until)[0].planned == 3
    assert desk.draw_samples(office, some, CLOCKWORK, until) == ()
    seed = value(office, "SELECT body ->> 'seed' FROM fact WHERE kind = 'sample_drawn'")
    every = [("", row["id"]) for row in rows(office, "SELECT id FROM decision")]
    again = draw(bytes.fromhex(seed), every, Size(share=0.5))[0].chosen
    assert set(again) == {row["decision"] for row in rows(office, "SELECT decision FROM second_look")}


def test_plans_draw_in_their_order_from_what_is_left(office: Record, people: Cast) -> None:
    decided(office, people.alice.id)
    decided(office, people.alice.id, FINE)
    left_up = msgspec.structs.replace(ALL, code="left_up", verdicts=(Verdict.NO_VIOLATION,))
    found = drawn(office, with_quality(plan=(left_up, ALL)))
    assert [(each.plan, each.size, each.planned) for each in found] == [("left_up", 1, 1), ("all", 1, 1)]


def test_a_day_is_drawn_by_itself_when_it_is_over_and_nothing_can_be_undone(office: Record, people: Cast) -> None:
    decided(office, people.alice.id)
    slow = msgspec.structs.replace(PLAY, limits=msgspec.structs.replace(PLAY.limits, grace_seconds=3600))
    midnight = today(now()) + timedelta(days=1)
    assert desk.wake(office, lambda: slow, midnight + timedelta(minutes=59)) == 0
    assert desk.wake(office, lambda: slow, midnight + timedelta(minutes=61)) == 1
    assert desk.wake(office, lambda: slow, midnight + timedelta(minutes=62)) == 0
    assert value(office, "SELECT count(*) FROM second_look") == 1


# --- Who may look


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([(), (Role.REVIEWER,), (Role.LEAD,), (Role.REVIEWER, Role.LEAD)]),
    st.sampled_from([(), ("any",), ("labour_exploitation",)]), st.sampled_from([("any",), ("en",), ("fr",)]),
    st.sampled_from(Severity), st.integers(0, 30_000), st.sampled_from(Seat), st.sampled_from(CheckState),
    st.sampled_from(Severity), st.booleans(), st.booleans(), st.sampled_from(["labour", "minor_gate"]),
)  # fmt: skip
def test_nobody_who_knows_or_is_not_certified_ever_looks(
    roles: tuple[Role, ...], skills: tuple[str, ...], languages: tuple[str, ...], limit: Severity, spent: int, seat: Seat,
    state: CheckState, severity: Severity, knows: bool, recused: bool, queue: str,
) -> None:  # fmt: skip
    """Q13 for second looks: whoever gets one breaks no constraint."""
    who = PersonId(new_id())
    person = Looker(id=who, roles=roles, skills=skills, languages=languages, severity_limit=limit, exposure=(spent,) * 5)
    check = Candidate(
        id=CheckId(new_id()), state=state, seat=seat, queue=queue, language="en", severity=severity, escalation=None, harm="fees",
        claimed_by=None, knowing=(who,) if knows else (), recused=(who,) if recused else (),
    )  # fmt: skip
    if barrier(person, check, PLAY) is None:
        assert state is CheckState.OPEN
        assert not knows
        assert not recused
        assert seat is Seat.PEER or Role.LEAD in roles
        assert {"any", "labour_exploitation" if queue == "labour" else "minor_gate"} & set(skills)
        assert {"any", "en"} & set(languages)
        assert severity <= limit
        assert spent < 480 * 60
        assert queue != "minor_gate" or Role.LEAD in roles or "minor_gate" in skills


def test_machines_do_not_look() -> None:
    person = Looker(
        id=PLAYBOOK, roles=(), skills=("any",), languages=("any",), severity_limit=Severity.IMMINENT, exposure=(0,) * 5
    )
    check = Candidate(
        id=CheckId(new_id()), state=CheckState.OPEN, seat=Seat.PEER, queue="labour", language="en", severity=Severity.LOW,
        escalation=None, harm="fees", claimed_by=None, knowing=(), recused=(),
    )  # fmt: skip
    assert isinstance(barrier(person, check, PLAY), refusals.PeopleOnly)


def test_whoever_decided_is_never_handed_it(office: Record, people: Cast) -> None:
    decided(office, people.alice.id)
    drawn(office)
    assert desk.claim_next(office, PLAY, people.alice.id) is None
    assert desk.claim_next(office, PLAY, people.charlie.id) is None, "certified for other work"
    taken = desk.claim_next(office, PLAY, people.bob.id)
    assert taken is not None
    again = desk.claim_next(office, PLAY, people.bob.id)
    assert again is not None
    assert (again.check, again.again) == (taken.check, True)


def test_what_is_shown_holds_nothing_of_the_decision(office: Record, people: Cast) -> None:
    decision = decided(office, people.alice.id, WORSE)
    drawn(office)
    taken = desk.claim_next(office, PLAY, people.bob.id)
    assert taken is not None
    with office.reading() as look:
        seen = desk.blind(look, PLAY, people.bob.id, taken.check)
    told = str(msgspec.to_builtins(seen))
    for hidden in (decision, people.alice.id, "no_violation'", "'decided'"):
        assert str(hidden) not in told.replace("'verdict': 'no_violation'", "")
    assert seen.policies[0].id == CLAUSE, "what was pointed at comes first"
    texts = desk.reveal(office, PLAY, people.bob.id, taken.check)
    assert ("What was reported", "neutral placeholder") in texts
    assert value(office, "SELECT body ->> 'purpose' FROM fact WHERE kind = 'text_read'") == "quality_check"


# --- Looking


def test_a_peer_who_agrees_settles_it(office: Record, people: Cast) -> None:
    decided(office, people.alice.id)
    drawn(office)
    check = looked(office, people.bob.id, VIOLATES)
    assert rows(office, 'SELECT id, state, "right", grade, verdict FROM second_look') == [
        {"id": check, "state": "settled", "right": True, "grade": None, "verdict": "violates"}
    ]
    assert value(office, "SELECT count(*) FROM decision WHERE state = 'made'") == 1


def test_where_they_differ_an_expert_looks_who_is_neither_and_as_blind(office: Record, people: Cast) -> None:
    decided(office, people.alice.id)
    drawn(office)
    peer = somebody(office, roles=(Role.REVIEWER,))
    check = looked(office, peer, FINE)
    assert value(office, "SELECT state || seat FROM second_look") == "openexpert"
    assert value(office, "SELECT count(*) FROM action WHERE state = 'reversed'") == 0, "a peer changes nothing"
    assert desk.claim_next(office, PLAY, peer) is None
    assert desk.claim_next(office, PLAY, somebody(office, roles=(Role.REVIEWER,))) is None, "for an expert"
    assert looked(office, people.bob.id, VIOLATES) == check
    assert rows(office, 'SELECT state, "right", settled_seat FROM second_look') == [
        {"state": "settled", "right": True, "settled_seat": "expert"}
    ]


def test_an_expert_who_finds_a_restriction_wrong_has_it_lifted(office: Record, people: Cast) -> None:
    check = found_wrong(office, people)
    assert rows(office, 'SELECT "right", grade, verdict FROM second_look') == [
        {"right": False, "grade": "major", "verdict": "no_violation"}
    ]
    assert {row["state"] for row in rows(office, "SELECT state FROM action")} == {"reversed"}
    assert rows(office, "SELECT state, reversal_reason FROM decision") == [
        {"state": "reversed", "reversal_reason": "quality_check"}
    ]
    assert value(office, "SELECT state FROM job") == "decided"
    assert rows(office, "SELECT subject, actor FROM fact WHERE kind = 'correction_ordered'") == [
        {"subject": check, "actor": people.bob.id}
    ]


def test_a_missed_violation_is_decided_anew_by_the_expert(office: Record, people: Cast) -> None:
    found_wrong(office, people, FINE, WORSE)
    pass_time(office)
    assert value(office, "SELECT grade FROM second_look") == "critical"
    stands = rows(office, "SELECT decider, verdict, severity, measures FROM decision WHERE state = 'made'")
    assert stands == [{"decider": people.bob.id, "verdict": "violates", "severity": 3, "measures": ["remove_content", "warn"]}]
    assert {row["state"] for row in rows(office, "SELECT state FROM action")} == {"in_force"}
    assert value(office, "SELECT count(*) FROM decision WHERE state = 'reversed' AND verdict = 'no_violation'") == 1


def test_a_minor_difference_is_a_finding_and_changes_nothing(office: Record, people: Cast) -> None:
    found_wrong(office, people, VIOLATES, WORSE)
    assert value(office, "SELECT grade FROM second_look") == "minor"
    assert value(office, "SELECT count(*) FROM fact WHERE kind = 'correction_ordered'") == 0


def test_sent_twice_it_is_one_look_and_a_half_path_is_none(office: Record, people: Cast) -> None:
    decided(office, people.alice.id)
    drawn(office)
    taken = desk.claim_next(office, PLAY, people.bob.id)
    assert taken is not None
    with pytest.raises(NotAPath, match="is open"):
        desk.take_look(office, PLAY, people.bob.id, taken.check, clause=CLAUSE, path=VIOLATES[:1])
    desk.take_look(office, PLAY, people.bob.id, taken.check, clause=CLAUSE, path=VIOLATES)
    assert desk.take_look(office, PLAY, people.bob.id, taken.check, clause=CLAUSE, path=VIOLATES).again
    with pytest.raises(refusals.NotYours):
        desk.take_look(office, PLAY, people.alice.id, taken.check, clause=CLAUSE, path=VIOLATES)


def test_a_sign_of_a_minor_goes_to_an_expert_and_is_no_verdict(office: Record, people: Cast) -> None:
    decided(office, people.alice.id)
    drawn(office)
    peer = somebody(office)
    assert looked(office, peer, MINOR)
    assert value(office, "SELECT state || seat FROM second_look") == "openexpert"
    assert value(office, "SELECT count(*) FROM look_taken") == 0
    taken = desk.claim_next(office, PLAY, people.bob.id)
    assert taken is not None
    with pytest.raises(refusals.NotADecision, match="act on its job"):
        desk.take_look(office, PLAY, people.bob.id, taken.check, clause=CLAUSE, path=MINOR)


def test_the_ceiling_comes_from_two_experts_whatever_the_peer_says(office: Record, people: Cast) -> None:
    """Q31: expert-expert agreement, on a random share, not only where a peer differs."""
    paired = with_quality(pairs=1.0)
    decided(office, people.alice.id)
    drawn(office, paired)
    check = looked(office, somebody(office, roles=(Role.REVIEWER,)), VIOLATES, paired)
    assert value(office, "SELECT settled IS NULL FROM second_look")
    assert looked(office, people.bob.id, VIOLATES, paired) == check
    assert rows(office, 'SELECT state, seat, "right" FROM second_look') == [{"state": "open", "seat": "pair", "right": True}]
    assert desk.claim_next(office, paired, people.bob.id) is None, "not twice the same expert"
    looked(office, somebody(office), NOT_ENOUGH, paired)
    assert rows(office, 'SELECT state, "right", settled_by FROM second_look') == [
        {"state": "settled", "right": True, "settled_by": people.bob.id}
    ]
    assert value(office, "SELECT count(*) FROM fact WHERE kind = 'correction_ordered'") == 0


def test_time_with_a_second_look_counts_as_exposure_and_a_lease_ends(office: Record, people: Cast) -> None:
    decided(office, people.alice.id)
    drawn(office)
    taken = desk.claim_next(office, PLAY, people.bob.id)
    assert taken is not None
    assert desk.wake(office, lambda: PLAY, now() + timedelta(minutes=29)) == 0
    assert desk.wake(office, lambda: PLAY, now() + timedelta(minutes=31)) == 1
    assert value(office, "SELECT state FROM second_look") == "open"
    assert value(office, "SELECT sum(seconds) FROM exposure WHERE person = %(id)s", people.bob.id) > 1_700


def test_q36_a_break_gives_the_second_look_back_and_none_is_handed_out(office: Record, people: Cast) -> None:
    """Q36: what is in hand goes back, and nothing comes until the break is over."""
    decided(office, people.alice.id)
    drawn(office)
    assert desk.claim_next(office, PLAY, people.bob.id) is not None
    with office.writing() as tx:
        tx.append([BreakBegan(subject=people.bob.id, actor=people.bob.id, occurred=now(), until=now() + timedelta(minutes=10))])
    assert value(office, "SELECT state FROM second_look") == "open"
    assert desk.claim_next(office, PLAY, people.bob.id) is None


def test_stepping_back_is_for_good_and_giving_back_is_not(office: Record, people: Cast) -> None:
    decided(office, people.alice.id)
    drawn(office)
    for reason, comes_back in (("break", True), ("conflict", False)):
        taken = desk.claim_next(office, PLAY, people.bob.id)
        assert taken is not None
        desk.release(office, people.bob.id, taken.check, reason)
        assert (desk.claim_next(office, PLAY, people.bob.id) is not None) is comes_back
        if comes_back:
            desk.release(office, people.bob.id, taken.check, "mistaken")
    with pytest.raises(refusals.NotAReason, match="There are: break"):
        desk.release(office, people.bob.id, taken.check, "bored")


# --- After a finding


def test_whoever_decided_may_disagree_and_another_expert_has_the_last_word(office: Record, people: Cast) -> None:
    check = found_wrong(office, people)
    with pytest.raises(refusals.NothingToDispute, match="not about a decision of yours"):
        desk.dispute(office, PLAY, people.bob.id, check, "neutral words")
    with pytest.raises(refusals.NothingToDispute, match="Say why"):
        desk.dispute(office, PLAY, people.alice.id, check, " ")
    desk.dispute(office, PLAY, people.alice.id, check, "neutral words")
    assert desk.claim_next(office, PLAY, people.bob.id) is None, "not the expert who found it"
    other = somebody(office)
    assert looked(office, other, VIOLATES) == check
    pass_time(office)
    assert rows(office, 'SELECT state, "right", settled_by, grade FROM second_look') == [
        {"state": "settled", "right": True, "settled_by": other, "grade": None}
    ]
    stands = rows(office, "SELECT decider, verdict FROM decision WHERE state = 'made'")
    assert stands == [{"decider": other, "verdict": "violates"}], "what was lifted is in force again"
    with pytest.raises(refusals.NothingToDispute):
        desk.dispute(office, PLAY, people.alice.id, check, "neutral words")


def test_a_dispute_that_fails_leaves_the_finding(office: Record, people: Cast) -> None:
    check = found_wrong(office, people, FINE, VIOLATES)
    desk.dispute(office, PLAY, people.alice.id, check, "neutral words")
    looked(office, somebody(office), VIOLATES)
    assert value(office, 'SELECT "right" FROM second_look') is False
    assert value(office, "SELECT count(*) FROM decision WHERE state = 'made'") == 1
    with pytest.raises(refusals.NothingToDispute, match="asked already"):
        desk.dispute(office, PLAY, people.alice.id, check, "neutral words")


def test_why_it_was_wrong_is_one_of_the_playbooks_causes(office: Record, people: Cast) -> None:
    check = found_wrong(office, people)
    with pytest.raises(refusals.NotAReason, match="There are: slip"):
        desk.name_cause(office, PLAY, people.bob.id, check, "bad_day")
    desk.name_cause(office, PLAY, people.bob.id, check, "slip")
    assert value(office, "SELECT cause FROM second_look") == "slip"


def found(verdict: Verdict, severity: Severity = Severity.SERIOUS, clause: str = "HE-T-1") -> Found:
    return Found(verdict=verdict, clause=clause, severity=severity)  # type: ignore[arg-type]


V, N, U = Verdict.VIOLATES, Verdict.NO_VIOLATION, Verdict.NOT_ENOUGH


@pytest.mark.parametrize(
    ("first", "truth", "graded"),
    [
        (found(V), found(V), None), (found(N), found(N, clause="ASE-T-1"), None), (found(V), found(N), ErrorGrade.MAJOR),
        (found(N), found(V), ErrorGrade.MAJOR), (found(N), found(V, Severity.SEVERE), ErrorGrade.CRITICAL),
        (found(U), found(V, Severity.IMMINENT), ErrorGrade.CRITICAL), (found(V), found(V, Severity.SEVERE), ErrorGrade.MINOR),
        (found(V), found(V, clause="ASE-T-1"), ErrorGrade.MINOR), (found(V, Severity.SEVERE), found(N), ErrorGrade.MAJOR),
    ],
)  # fmt: skip
def test_a_mistake_is_graded(first: Found, truth: Found, graded: ErrorGrade | None) -> None:
    assert grade(first, truth, Severity.SEVERE) is graded
    assert same(first, truth) is (graded is None)
    assert to_correct(first.verdict, truth.verdict) is ((first.verdict is V) != (truth.verdict is V))


def test_refolding_finds_no_difference(office: Record, people: Cast) -> None:
    check = found_wrong(office, people, FINE, WORSE)
    desk.name_cause(office, PLAY, people.bob.id, check, "slip")
    desk.dispute(office, PLAY, people.alice.id, check, "neutral words")
    looked(office, somebody(office), FINE)
    decided(office, people.alice.id)
    drawn(office, with_quality(pairs=1.0))
    taken = desk.claim_next(office, PLAY, people.bob.id)
    assert taken is not None
    desk.release(office, people.bob.id, taken.check, "conflict")
    assert refold(office)[1] == []
