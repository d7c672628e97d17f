"""Taking work: the right person, the right order, one job in hand, given back with a reason."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from cast import Cast
from frontline.office import PLAY, Given, open_job, open_jobs, with_limits
from leeward.frontline.review import desk, refusals
from leeward.record.facts.people import PersonChanged, PersonLeft
from leeward.record.facts.review import JobClaimed, LeaseEnded
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import Role
from leeward.record.terms.report import LeaseEnd
from leeward.record.terms.severity import Severity


def test_the_more_severe_comes_first_then_the_earlier_start(record: Record, cast: Cast) -> None:
    late, severe, early = open_jobs(
        record, [Given(start_in=90), Given(severity=3, start_in=500), Given(start_in=10)]
    )  # fmt: skip
    order = []
    for _ in range(3):
        claim = desk.claim_next(record, PLAY, cast.alice.id)
        assert claim is not None
        order.append(claim.job)
        desk.skip(record, PLAY, cast.alice.id, claim.job, "not_now")
    assert order == [severe, early, late]


def test_what_is_past_its_legal_due_leads_its_tier_but_no_higher_one(record: Record, cast: Cast) -> None:
    """Q12: an overdue legal clock is never behind a job without one of the same or a lower tier."""
    jobs = [
        Given(severity=3, start_in=300),
        Given(severity=2, start_in=-900),
        Given(severity=2, start_in=5, legal_in=-1),
        Given(severity=2, start_in=-999, legal_in=60),
        Given(severity=2, start_in=20, legal_in=-30),
        Given(severity=1, start_in=-5000),
    ]
    severe, early, overdue, running, longer_overdue, low = open_jobs(record, jobs)
    order = []
    while (claim := desk.claim_next(record, PLAY, cast.alice.id)) is not None:
        order.append(claim.job)
        desk.skip(record, PLAY, cast.alice.id, claim.job, "not_now")
    assert order == [severe, longer_overdue, overdue, running, early, low]


def test_asking_twice_gives_the_same_job(record: Record, cast: Cast) -> None:
    open_jobs(record, [Given(), Given()])
    first, second = desk.claim_next(record, PLAY, cast.alice.id), desk.claim_next(record, PLAY, cast.alice.id)
    assert first is not None
    assert second is not None
    assert (second.job, second.again, first.again) == (first.job, True, False)
    assert second.lease_until == first.lease_until


def test_two_people_never_hold_the_same_job(record: Record, cast: Cast) -> None:
    open_jobs(record, [Given(language="fr", queue="smuggling") for _ in range(3)])
    people = [cast.bob.id, cast.charlie.id] * 4
    with ThreadPoolExecutor(6) as pool:
        claims = list(pool.map(lambda who: desk.claim_next(record, PLAY, who), people))
    held = {(claim.job, who) for claim, who in zip(claims, people, strict=True) if claim}
    assert len(held) == 2
    assert len({job for job, _ in held}) == 2


def test_nobody_gets_what_they_are_not_certified_for(record: Record, cast: Cast) -> None:
    open_jobs(record, [Given(queue="smuggling"), Given(severity=4), Given(language="fr"), Given(queue="rest")])
    assert desk.claim_next(record, PLAY, cast.alice.id) is None
    assert desk.claim_next(record, PLAY, cast.charlie.id) is None
    assert desk.claim_next(record, PLAY, cast.eve.id) is None


@pytest.mark.parametrize(
    ("given", "what"),
    [({"queue": "smuggling"}, "skill smuggling"), ({"language": "fr"}, "language is fr"), ({"severity": 4}, "severity is 4")],
)
def test_a_given_job_says_why_it_is_not_for_somebody(record: Record, cast: Cast, given: dict[str, object], what: str) -> None:
    job = open_job(record, **given)
    with pytest.raises(refusals.NotCertified, match=what):
        desk.claim(record, PLAY, cast.alice.id, job)


def test_who_is_certified_for_all_gets_every_queue_even_one_the_playbook_lost(record: Record, cast: Cast) -> None:
    job = open_job(record, queue="rest", language="th", severity=4)
    without = type(PLAY)(
        **{name: getattr(PLAY, name) for name in PLAY.__struct_fields__ if name != "queues"}, queues=PLAY.queues[:3]
    )
    assert desk.claim_next(record, without, cast.alice.id) is None
    claim = desk.claim_next(record, without, cast.bob.id)
    assert claim is not None
    assert claim.job == job


def test_at_todays_limit_of_a_severity_other_work_follows(record: Record, cast: Cast) -> None:
    used_up, lower, again = open_jobs(record, [Given(severity=3), Given(severity=1), Given(severity=3)])
    moment = now()
    with record.writing() as tx:
        begun = moment - timedelta(hours=9)
        tx.append([JobClaimed(subject=used_up, actor=cast.alice.id, occurred=begun, lease_until=moment)])
        tx.append([LeaseEnded(subject=used_up, actor=cast.alice.id, occurred=moment, ending=LeaseEnd.RELEASED, reason="break")])
    claim = desk.claim_next(record, PLAY, cast.alice.id)
    assert claim is not None
    assert claim.job == lower
    desk.release(record, PLAY, cast.alice.id, lower, "break")
    with pytest.raises(refusals.LimitReached):
        desk.claim(record, PLAY, cast.alice.id, again)
    with record.reading() as look:
        exposure = desk.my_work(look, PLAY, cast.alice.id).exposure
    assert [line.reached for line in exposure] == [False, False, False, True, False]
    assert exposure[3].seconds == 9 * 3600
    assert exposure[3].near


def test_renewing_ends_where_the_days_limit_does(record: Record, cast: Cast) -> None:
    job = open_job(record, severity=3)
    with record.writing() as tx:
        begun = now() - timedelta(minutes=30)
        tx.append([JobClaimed(subject=job, actor=cast.alice.id, occurred=begun, lease_until=now() + timedelta(minutes=1))])
    renewed = desk.renew(record, PLAY, cast.alice.id, job)
    assert renewed.lease_until > now() + timedelta(minutes=29)
    tight = with_limits(exposure_minutes_per_day=type(PLAY.limits.exposure_minutes_per_day)(
        minor=480, low=480, serious=480, severe=20, imminent=480))  # fmt: skip
    with pytest.raises(refusals.LimitReached):
        desk.renew(record, tight, cast.alice.id, job)


def test_a_skipped_job_goes_to_somebody_else_and_not_back(record: Record, cast: Cast) -> None:
    job = open_job(record)
    desk.claim(record, PLAY, cast.alice.id, job)
    desk.skip(record, PLAY, cast.alice.id, job, "language")
    assert desk.claim_next(record, PLAY, cast.alice.id) is None
    with pytest.raises(refusals.PassedOn):
        desk.claim(record, PLAY, cast.alice.id, job)
    claim = desk.claim_next(record, PLAY, cast.bob.id)
    assert claim is not None
    assert claim.job == job


@pytest.mark.parametrize(("reason", "comes_back"), [("not_now", True), ("conflict", False)])
def test_a_shift_later_it_may_come_back_but_never_over_a_conflict(
    record: Record, cast: Cast, reason: str, comes_back: bool
) -> None:
    job, moment = open_job(record), now() - timedelta(hours=9)
    with record.writing() as tx:
        tx.append([JobClaimed(subject=job, actor=cast.alice.id, occurred=moment, lease_until=moment)])
        tx.append([LeaseEnded(subject=job, actor=cast.alice.id, occurred=moment, ending=LeaseEnd.SKIPPED, reason=reason)])
    assert (desk.claim_next(record, PLAY, cast.alice.id) is not None) == comes_back


def test_a_released_job_keeps_its_place_and_may_be_taken_again(record: Record, cast: Cast) -> None:
    job = open_job(record)
    desk.claim(record, PLAY, cast.alice.id, job)
    desk.release(record, PLAY, cast.alice.id, job, "break")
    claim = desk.claim_next(record, PLAY, cast.alice.id)
    assert claim is not None
    assert claim.job == job


def test_one_job_in_hand_at_a_time(record: Record, cast: Cast) -> None:
    first, second = open_jobs(record, [Given(), Given()])
    assert desk.claim(record, PLAY, cast.alice.id, first).again is False
    assert desk.claim(record, PLAY, cast.alice.id, first).again is True
    with pytest.raises(refusals.AlreadyHolding):
        desk.claim(record, PLAY, cast.alice.id, second)


def test_a_job_somebody_holds_cannot_be_taken_or_given_back_by_another(record: Record, cast: Cast) -> None:
    job = open_job(record)
    desk.claim(record, PLAY, cast.alice.id, job)
    with pytest.raises(refusals.NotOpen):
        desk.claim(record, PLAY, cast.bob.id, job)
    for act in (desk.renew, lambda *a: desk.skip(*a, "not_now"), lambda *a: desk.release(*a, "break")):
        with pytest.raises(refusals.NotYours):
            act(record, PLAY, cast.bob.id, job)


def test_reasons_come_from_a_closed_list(record: Record, cast: Cast) -> None:
    job = open_job(record)
    desk.claim(record, PLAY, cast.alice.id, job)
    with pytest.raises(refusals.NotAReason, match="conflict"):
        desk.skip(record, PLAY, cast.alice.id, job, "boring")


def test_a_lease_that_ran_out_is_ended_before_the_next_job(record: Record, cast: Cast) -> None:
    old, fresh = open_jobs(record, [Given(start_in=1), Given(start_in=2)])
    with record.writing() as tx:
        begun = now() - timedelta(hours=1)
        tx.append([JobClaimed(subject=old, actor=cast.alice.id, occurred=begun, lease_until=begun + timedelta(minutes=30))])
    claim = desk.claim_next(record, PLAY, cast.alice.id)
    assert claim is not None
    assert claim.job == fresh
    with record.reading() as look:
        kinds = [entry.kind for entry in desk.timeline_of(look, [old])]
    assert kinds == ["JobOpened", "JobClaimed", "LeaseEnded"]


def test_who_left_or_is_unknown_gets_nothing(record: Record, cast: Cast) -> None:
    open_job(record)
    with record.writing() as tx:
        tx.append([PersonLeft(subject=cast.alice.id, actor=cast.ada.id, occurred=now())])
    for who in (cast.alice.id, new_id()):
        with pytest.raises(refusals.NoSuch):
            desk.claim_next(record, PLAY, who)  # type: ignore[arg-type]


def test_a_certification_taken_away_counts_at_once(record: Record, cast: Cast) -> None:
    open_job(record)
    with record.writing() as tx:
        tx.append(
            [
                PersonChanged(
                    subject=cast.alice.id, actor=cast.ada.id, occurred=now(), roles=(Role.REVIEWER,), skills=("smuggling",),
                    languages=("en",), severity_limit=Severity.SEVERE,
                )
            ]
        )  # fmt: skip
    assert desk.claim_next(record, PLAY, cast.alice.id) is None
