"""Matches by hour, rules that match together, and how decisions ended are counted as facts are folded."""

from datetime import timedelta

import pytest

from insights.rules.place import FEE, TOLD, Place
from leeward.frontline.review import desk as review
from leeward.insights.rules import desk
from leeward.insights.rules.views import RuleLine
from leeward.playbook.model import Question
from leeward.record.facts.review import Step
from leeward.record.standing.refold import refold
from leeward.record.terms.ids import DecisionId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.report import Verdict


def line(place: Place, code: str) -> RuleLine:
    with place.record.reading() as look:
        [found] = [each for each in desk.rule_lines(look, place.house.playbook(), now()) if each.code == code]
    return found


def test_matches_are_counted_by_the_hour(place: Place) -> None:
    place.tell(1, 2, 3)
    assert (line(place, TOLD).week, line(place, TOLD).month) == (3, 3)
    assert line(place, TOLD).first is not None
    assert line(place, FEE).week == 0


def test_what_a_signal_brings_to_its_report_is_counted_once(place: Place) -> None:
    place.see(1)
    [fact] = place.facts("signal_raised")
    assert any(FEE in [reason["rule"] for reason in each["reasons"]] for each in place.facts("report_assessed"))
    assert len(fact["reasons"]) >= 1
    assert line(place, FEE).week == 1


def decide(place: Place, verdict: Verdict) -> DecisionId:
    """Bob decides the next job so."""
    claim = review.claim_next(place.record, place.house.playbook(), place.cast.bob.id)
    assert claim is not None
    with place.record.reading() as look:
        seen = review.job_view(look, place.house.playbook(), place.cast.bob.id, claim.job)
    policy = seen.offers[0].policy
    decision = DecisionId(new_id())
    path = way_to(policy.questions, verdict)
    review.decide(
        place.record, place.house.playbook(), place.cast.bob.id, claim.job, decision=decision, clause=policy.id, path=path,
        measures=[measure.code for measure in seen.offers[0].consequence.measures][:1] if verdict is Verdict.VIOLATES else (),
    )  # fmt: skip
    return decision


def way_to(questions: tuple[Question, ...], verdict: Verdict) -> tuple[Step, ...]:
    """Some path through the questions that ends in the verdict, and in no escalation."""
    by_id = {question.id: question for question in questions}
    ways: list[tuple[Question, tuple[Step, ...]]] = [(questions[0], ())]
    while ways:
        question, path = ways.pop()
        for answer in question.answers:
            steps = (*path, Step(question=question.id, answer=answer.id))
            if answer.verdict is verdict and not answer.escalate:
                return steps
            if answer.goto is not None:
                ways.append((by_id[answer.goto], steps))
    raise AssertionError(f"no way to {verdict}")


@pytest.mark.parametrize("verdict", [Verdict.VIOLATES, Verdict.NO_VIOLATION])
def test_precision_is_of_decided_jobs_and_an_undone_decision_counts_no_more(place: Place, verdict: Verdict) -> None:
    place.tell(1)
    assert line(place, TOLD).precision is None, "nothing is decided: nothing is defined"
    decision = decide(place, verdict)
    held = line(place, TOLD).precision
    assert held is not None
    assert (held.hits, held.n) == (int(verdict is Verdict.VIOLATES), 1)
    assert held.low < held.high, "one decision says little"
    review.undo(place.record, place.house.playbook(), place.cast.bob.id, decision)
    assert line(place, TOLD).precision is None
    assert refold(place.record)[1] == []


def test_a_rule_in_shadow_has_a_precision_too(place: Place) -> None:
    (place.house.folder / "rules/labour_exploitation/watched.toml").write_text(
        (place.house.folder / "rules/labour_exploitation/fees.toml").read_text().replace("strength", "shadow = true\nstrength")
    )
    assert place.house.reload()
    place.tell(1)
    decide(place, Verdict.VIOLATES)
    held = line(place, "labour_exploitation/watched")
    assert held.state == "shadow"
    assert held.week == 1
    assert held.precision is not None
    assert (held.precision.hits, held.precision.n) == (1, 1)
    assert refold(place.record)[1] == []


def test_rules_that_match_the_same_are_counted_together(place: Place) -> None:
    place.tell(1, 2, 3)
    for number in (1, 2, 3):
        place.tell(number, id=f"again-{number}")
    with place.record.reading() as look:
        found = desk.pairs(look, now())
        seen = desk.rule_view(look, place.house.playbook(), place.house.playbook().rules[TOLD], now())  # type: ignore[index]
    together = {pair: both for pair, both in found.items() if TOLD in pair}
    assert {each.rule: each.both for each in seen.beside} == {next(c for c in p if c != TOLD): n for p, n in together.items()}
    assert sum(matches for _, matches in seen.days) == seen.line.month == 6
    assert seen.days[-1][0] + timedelta(days=1) > now() - timedelta(hours=1)
