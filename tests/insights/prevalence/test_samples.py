"""From activity to an estimate: drawn from the lake, labelled blind by people who know nothing of each other, closed for good."""

from datetime import timedelta

import pytest

from frontline.appeals.court import somebody
from insights.prevalence.survey import CLAUSE, FINE, PAYS, VIOLATES, drawn, label_all, label_one, post, to_lake, wanted
from insights.rules.place import FEES, Place
from leeward.frontline.quality import desk as quality
from leeward.frontline.quality.refusals import NotYours
from leeward.frontline.review import desk as review
from leeward.insights.prevalence import desk
from leeward.insights.prevalence.correction import Answers
from leeward.insights.prevalence.refusals import (
    ClosedAlready,
    NoSuchSample,
    NotDrawable,
    NothingLabelled,
    NothingToDrawFrom,
)
from leeward.insights.prevalence.wanted import clauses_of, kind_of
from leeward.lakeside import lake_folder
from leeward.playbook.reader import read_playbook, starter
from leeward.playbook.tree import steps_of
from leeward.record.standing.refold import refold
from leeward.record.terms.code import Digest
from leeward.record.terms.ids import DecisionId, SampleId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import Role
from leeward.record.terms.prevalence import Basis, Design
from leeward.record.terms.report import Verdict

PLAYBOOK = read_playbook(starter())


def test_a_sample_is_drawn_labelled_blind_and_estimated(place: Place) -> None:
    post(place, paying=range(1, 5), free=range(5, 21))
    sample = drawn(place, place.cast.ana.id, labels=20)
    label_all(place)
    with place.record.reading() as look:
        seen = desk.seen(look, sample, now())
    assert (seen.labels, seen.positives, seen.sample.size, seen.sample.planned) == (20, 4, 20, 20)
    assert seen.estimate is not None
    assert seen.estimate.basis is Basis.UNCORRECTED, "nobody knows yet how people label"
    assert seen.estimate.value == pytest.approx(0.2)
    assert (seen.estimate.low, seen.estimate.high) == (pytest.approx(0.2), pytest.approx(0.2)), "all were labelled"
    looks = place.rows(
        "SELECT count(DISTINCT person) AS people, count(*) AS looks FROM second_look JOIN look_taken ON look = id GROUP BY item"
    )
    assert all(row["people"] == row["looks"] for row in looks), "nobody looks twice at one item"
    assert sorted(row["looks"] for row in looks) == [2] * 16 + [3] * 4, "an expert confirms what is found"
    assert refold(place.record)[1] == []


def test_what_a_sample_finds_is_reported_once(place: Place) -> None:
    """Nobody who was found is left alone: it becomes a report of our own, with what it said, and a job."""
    post(place, paying=[1], free=[2, 3])
    drawn(place, place.cast.ana.id, labels=3)
    label_all(place)
    reports = place.rows("SELECT about, harm, source, content, job FROM report WHERE door = 'sample'")
    items = place.rows("SELECT about FROM prevalence_item WHERE verdict = 'violates'")
    assert [row["about"] for row in reports] == [row["about"] for row in items]
    assert (reports[0]["harm"], reports[0]["source"]) == ("labour_exploitation.fees", "proactive")
    assert reports[0]["content"] is not None
    assert reports[0]["job"] is not None


def test_an_expert_breaks_the_tie_and_is_as_blind(place: Place) -> None:
    post(place, paying=[1], free=[])
    drawn(place, place.cast.ana.id, labels=1)
    first, second, expert = (somebody(place.record) for _ in range(3))
    assert label_one(place, first)
    assert not label_one(place, first), "the other look at it is for somebody else"
    assert label_one(place, second, wrong=True)
    taken = quality.claim_next(place.record, place.house.playbook(), expert)
    assert taken is not None
    with place.record.reading() as look:
        blind = quality.blind(look, place.house.playbook(), expert, taken.check)
    assert (blind.kind.value, blind.policies[0].id, blind.leads) == ("listing", CLAUSE, 1)
    quality.take_look(place.record, place.house.playbook(), expert, taken.check, clause=CLAUSE, path=steps_of(VIOLATES))
    assert place.rows("SELECT verdict, looks FROM prevalence_item") == [{"verdict": "violates", "looks": 3}]
    assert place.facts("label_settled")[0]["seat"] == "expert"


def test_a_reviewer_who_decided_on_it_does_not_label_it(place: Place) -> None:
    place.see(1)
    to_lake(place)
    job, knows, playbook = place.rows("SELECT id FROM job")[0]["id"], somebody(place.record), place.house.playbook()
    review.claim(place.record, playbook, knows, job)
    review.decide(
        place.record, playbook, knows, job, decision=DecisionId(new_id()), clause=CLAUSE, path=steps_of(FINE), measures=[]
    )  # fmt: skip
    drawn(place, place.cast.ana.id, labels=1)
    assert quality.claim_next(place.record, playbook, knows) is None
    assert label_one(place, somebody(place.record))


def test_verified_items_say_how_peers_label(place: Place) -> None:
    """An expert looks at all of them, whatever was found; what peers missed is known then and corrects the next sample."""
    post(place, paying=range(1, 13), free=range(13, 37))
    sample = drawn(place, place.cast.ana.id, labels=36, verified=1.0)
    blind = somebody(place.record, roles=(Role.REVIEWER,))
    label_all(place, wrong=[blind])
    with place.record.reading() as look:
        seen = desk.seen(look, sample, now())
    assert seen.of_clauses
    missed = place.rows(
        f"SELECT count(*) AS n FROM look_taken JOIN second_look k ON k.id = look JOIN prevalence_item i ON i.id = k.item "
        f"WHERE person = '{blind}' AND i.verdict = 'violates'"
    )[0]["n"]
    assert missed > 0
    assert seen.peers == Answers(violating=24, found=24 - missed, harmless=48, left=48)
    assert seen.estimate is not None
    assert seen.estimate.basis is Basis.CORRECTED
    assert seen.estimate.sensitivity is not None
    assert seen.estimate.sensitivity < 0.99


def test_strata_lean_on_rules_and_stand_for_all(place: Place) -> None:
    place.see(*range(1, 7), description=FEES, category="job")
    place.see(*range(7, 67), description=PAYS)
    to_lake(place)
    sample = drawn(place, place.cast.ana.id, labels=12, design=Design.STRATIFIED, bands=4)
    with place.record.reading() as look:
        one = desk.sample_of(look, sample)
    assert [band.size for band in one.bands] == [60, 6]
    assert one.bands[1].planned / 6 > one.bands[0].planned / 60
    weights = place.rows("SELECT sum(weight) AS weight, sum(1 / chance) AS n FROM prevalence_item")[0]
    assert (weights["weight"], weights["n"]) == (pytest.approx(66), pytest.approx(66))


def test_a_weighted_sample_counts_what_events_count_for(place: Place) -> None:
    place.see(1, 2, description=PAYS, account_age_days=90)
    place.see(*range(3, 13), description=FINE, account_age_days=2)
    to_lake(place)
    sample = drawn(
        place, place.cast.ana.id, labels=12, design=Design.WEIGHTED, weighed_by="account_age_days", segments=("category",)
    )
    label_all(place)
    with place.record.reading() as look:
        seen = desk.seen(look, sample, now())
    assert seen.estimate is not None
    assert seen.estimate.value == pytest.approx(180 / 200)
    assert [(part.what, part.name, part.found) for part in seen.parts] == [("category", "not said", None)], "12 labels are few"


def test_the_same_seed_draws_the_same(place: Place) -> None:
    post(place, paying=[1, 2], free=range(3, 30))
    sample = drawn(place, place.cast.ana.id)
    with place.record.reading() as look:
        one = desk.sample_of(look, sample)
    asked, ana = wanted(since=one.since, until=one.until), place.cast.ana.id
    again = desk.draw(place.record, place.house.playbook(), ana, asked, lake_folder(place.house), seed=Digest(one.seed))
    events = [
        {row["event"] for row in place.rows(f"SELECT event FROM prevalence_item WHERE sample = '{each}'")}
        for each in (sample, again)
    ]
    assert events[0] == events[1]
    assert len(events[0]) == 6


def test_a_closed_sample_never_changes_and_asks_nobody_more(place: Place) -> None:
    """Q54: what a period came to stays what it was."""
    post(place, paying=[1], free=range(2, 9))
    sample = drawn(place, place.cast.ana.id, labels=8)
    with pytest.raises(NothingLabelled):
        desk.close(place.record, place.cast.ana.id, sample)
    first, second, late = (somebody(place.record) for _ in range(3))
    for _ in range(6):
        label_one(place, first)
        label_one(place, second)
    held = quality.claim_next(place.record, place.house.playbook(), late)
    assert held is not None
    before = desk.close(place.record, place.cast.ana.id, sample)
    assert before.labels > 0
    with pytest.raises(NotYours):
        quality.take_look(place.record, place.house.playbook(), late, held.check, clause=CLAUSE, path=steps_of(FINE))
    assert quality.claim_next(place.record, place.house.playbook(), late) is None
    with pytest.raises(ClosedAlready):
        desk.close(place.record, place.cast.ana.id, sample)
    with place.record.reading() as look:
        after = desk.seen(look, sample, now())
    assert before.estimate is not None
    assert after.estimate is not None
    assert (after.estimate.value, after.estimate.low, after.estimate.high) == (
        before.estimate.value, before.estimate.low, before.estimate.high,
    )  # fmt: skip
    assert refold(place.record)[1] == []


def test_undecided_labels_are_told_and_count_as_no_violation(place: Place) -> None:
    post(place, paying=[], free=[1, 2])
    sample = drawn(place, place.cast.ana.id, labels=2, looks=1)
    for who in (somebody(place.record), somebody(place.record)):
        while (taken := quality.claim_next(place.record, place.house.playbook(), who)) is not None:
            quality.take_look(
                place.record, place.house.playbook(), who, taken.check, clause=CLAUSE, path=steps_of("gate:neither,pays:unclear")
            )
    with place.record.reading() as look:
        seen = desk.seen(look, sample, now())
    assert (seen.labels, seen.positives, seen.undecided) == (2, 0, 2)
    assert {row["verdict"] for row in place.rows("SELECT verdict FROM prevalence_item")} == {Verdict.NOT_ENOUGH.value}


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"kind": "nothing"}, "no kind of activity"),
        ({"kind": "report"}, "no kind of activity"),
        ({"labels": 0}, "0 labels"),
        ({"looks": 6}, "6 looks"),
        ({"harm": "weather"}, "No policy is about"),
        ({"score": "title"}, "cannot be a score"),
        ({"weighed_by": "category"}, "cannot be what events count for"),
        ({"segments": ("description",)}, "cannot be a segment"),
        ({"expected": 0.0}, "expected"),
        ({"since": now(), "until": now() - timedelta(days=1)}, "ends before it begins"),
    ],
)
def test_what_does_not_fit_is_said_with_a_remedy(more: dict[str, object], says: str) -> None:
    with pytest.raises(NotDrawable, match=says) as refused:
        clauses_of(wanted(**more), PLAYBOOK), kind_of(wanted(**more), PLAYBOOK)
    assert refused.value.remedy


def test_nothing_to_draw_from_and_no_such_sample(place: Place) -> None:
    with pytest.raises(NothingToDrawFrom, match="The lake holds no listing_posted"):
        drawn(place, place.cast.ana.id)
    with place.record.reading() as look, pytest.raises(NoSuchSample):
        desk.sample_of(look, SampleId(new_id()))
