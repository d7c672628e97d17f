"""The figures of a span: accuracy by strata, agreement with its ceiling, cohorts, scorecards of people and rules alike."""

import pytest

from cast import Cast
from frontline.office import FINE, VIOLATES
from frontline.quality.office import PLAY, decided, drawn, found_wrong, looked, somebody, with_quality
from leeward.frontline.quality import desk
from leeward.frontline.quality.desk import measuring
from leeward.record.ledger.record import Record
from leeward.record.terms.moment import now
from leeward.record.terms.quality import ErrorGrade
from leeward.record.terms.report import Verdict


def checked(office: Record, people: Cast, right: int, wrong: int) -> None:
    """So many of Alice's decisions, looked at by a peer and, where it differs, by Bob."""
    peer = somebody(office)
    for n in range(right + wrong):
        decided(office, people.alice.id)
        drawn(office)
        looked(office, peer, VIOLATES if n < right else FINE)
        if n >= right:
            looked(office, people.bob.id, FINE)


def test_q30_accuracy_is_weighed_by_stratum_and_achieved_stands_beside_planned(office: Record, people: Cast) -> None:
    checked(office, people, right=3, wrong=1)
    decided(office, people.alice.id, FINE)
    drawn(office)
    with office.reading() as look:
        seen = measuring.overview(look, now(), 30)
    assert (seen.planned, seen.achieved) == (5, 4)
    assert (seen.accuracy.value, seen.accuracy.of) == (pytest.approx(0.75), 4)
    assert seen.accuracy.low < 0.75 < seen.accuracy.high
    lines = {line.left_up: (line.size, line.planned, line.achieved, line.right_ones) for line in seen.samples}
    assert lines == {False: (4, 4, 4, 3), True: (1, 1, 0, 0)}
    assert seen.waiting == {"peer": 1}


def test_q31_agreement_is_of_two_who_knew_nothing_beside_the_experts_ceiling(office: Record, people: Cast) -> None:
    paired = with_quality(pairs=1.0)
    for path, second in ((VIOLATES, VIOLATES), (FINE, FINE), (VIOLATES, FINE), (FINE, FINE)):
        decided(office, people.alice.id, path)
        drawn(office, paired)
        looked(office, somebody(office), second, paired)
        looked(office, people.bob.id, second, paired)
        looked(office, somebody(office), second, paired)
    with office.reading() as look:
        seen = measuring.overview(look, now(), 30)
    assert seen.everything.percent.value == pytest.approx(0.75)
    assert (seen.everything.alpha.items, seen.everything.alpha.ratings) == (4, 8)
    assert seen.everything.alpha.value is not None
    assert seen.ceiling.alpha.value == 1.0
    assert [each.name for each in seen.queues] == ["labour"]
    assert [each.name for each in seen.clauses] == ["HE-T-1"]


def test_a_scorecard_has_grades_golden_items_and_a_confusion_with_intervals(office: Record, people: Cast) -> None:
    checked(office, people, right=4, wrong=2)
    with office.reading() as look:
        card = measuring.card(look, now(), 30, people.alice.id)
        [line] = measuring.cards(look, now(), 30)
    assert (card.accuracy.value, card.accuracy.of) == (pytest.approx(4 / 6), 6)
    assert card.grades == {ErrorGrade.CRITICAL: 0, ErrorGrade.MAJOR: 2, ErrorGrade.MINOR: 0}
    assert (line.name, line.major, line.golden.value) == ("Alice", 2, None)
    assert len(card.confusion) == 9
    assert all(0 <= cell.low <= cell.value <= cell.high <= 1 for cell in card.confusion)
    cell = {(each.true, each.said): each.value for each in card.confusion}
    assert cell[Verdict.NO_VIOLATION, Verdict.VIOLATES] > cell[Verdict.VIOLATES, Verdict.NO_VIOLATION]
    assert (card.labels, len(card.latest)) == (6, 6)


def test_a_rule_has_a_scorecard_like_everybody(office: Record, people: Cast) -> None:
    checked(office, people, right=3, wrong=1)
    with office.reading() as look:
        [line] = measuring.rules(look, now(), 30)
    assert (line.rule, line.clause, line.checked) == ("recruitment/fee", "HE-T-1", 4)
    assert line.precision.value == pytest.approx(0.75)
    assert line.precision.low < 0.75 < line.precision.high


def test_cohorts_stand_beside_each_other_and_not_in_one_average(office: Record, people: Cast) -> None:
    other = somebody(office)
    peer = somebody(office)
    for n in range(6):
        decided(office, people.alice.id, language="es")
        decided(office, other, language="en")
        drawn(office)
        for _ in range(2):
            taken = desk.claim_next(office, PLAY, peer)
            assert taken is not None
            with office.reading() as look:
                spanish = desk.blind(look, PLAY, peer, taken.check).language == "es"
            desk.take_look(office, PLAY, peer, taken.check, clause="HE-T-1", path=FINE if spanish else VIOLATES)  # type: ignore[arg-type]
        looked(office, people.bob.id, FINE)
        del n
    with office.reading() as look:
        cohorts = measuring.overview(look, now(), 30).cohorts
    languages = {each.name: (each.share.value, each.stands_out) for each in cohorts["language"]}
    assert languages == {"es": (0.0, True), "en": (1.0, True)}
    assert set(cohorts) == {"began", "language", "queue", "source", "decided by"}


def test_without_anything_there_is_nothing_to_say_and_nothing_breaks(office: Record, people: Cast) -> None:
    with office.reading() as look:
        seen = measuring.overview(look, now(), 30)
        card = measuring.card(look, now(), 30, people.alice.id)
        assert measuring.cards(look, now(), 30) == ()
        assert measuring.rules(look, now(), 30) == ()
    assert seen.accuracy.value is None
    assert seen.everything.alpha.value is None
    assert (card.accuracy.of, card.confusion) == (0, ())


def test_a_finding_is_for_whoever_decided_and_for_who_sees_all(office: Record, people: Cast) -> None:
    check = found_wrong(office, people)
    with office.reading() as look:
        mine = desk.finding(look, PLAY, people.alice.id, check, everybody=False)
        all_ = desk.finding(look, PLAY, people.bob.id, check, everybody=True)
    assert (mine.mine, mine.dispute, people.bob.id in mine.names) == (True, True, False)
    assert (all_.mine, all_.dispute, len(all_.looks)) == (False, False, 2)
