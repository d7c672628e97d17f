"""A report finds its job: one subject, one undecided job, and a merge that is never later and never milder."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontline.triage.world import (
    FEES,
    IMAGES,
    NOON,
    PAPERS,
    PASSAGE,
    PLAY,
    REVIEWER,
    TIDA_ELEMENTS,
    Told,
    claimed,
    decided,
    given_back,
    only,
    tell,
    write,
)
from leeward.frontline.triage.placing import Assessed, Job, joined, opened, place_of
from leeward.frontline.triage.routes import Routes
from leeward.record.facts.review import JobEscalated, JobHeld, JobResumed
from leeward.record.facts.triage import JobOpened, JobRouted, ReportMerged
from leeward.record.ledger.record import Record
from leeward.record.standing.refold import refold
from leeward.record.terms.code import ClauseCode, HarmCode, LanguageCode, QueueCode, ReasonCode, SkillCode
from leeward.record.terms.ids import JobId, ReportId, SubjectId, new_id
from leeward.record.terms.report import Capacity, LeaseEnd, Source
from leeward.record.terms.severity import Severity

HOUR = timedelta(hours=1)
ROUTES = Routes(PLAY.queues)
SUBJECT = SubjectId(new_id())


def jobs(record: Record) -> list[dict[str, Any]]:
    """All jobs as they stand, the oldest first."""
    with record.reading() as look:
        return look.rows("SELECT * FROM job ORDER BY id")


def test_a_report_on_a_new_subject_opens_a_job_in_the_queue_for_it(triaged: Record) -> None:
    report = Told(named=FEES, severity=Severity.SERIOUS, clauses=("HE-1", "HE-2"), language="es", reach=1000)
    [fact] = only(tell(triaged, report), JobOpened)
    [job] = jobs(triaged)
    assert (job["queue"], job["skill"], job["language"], job["harm"]) == ("labour", "labour", "es", FEES)
    assert (job["clauses"], job["severity"], job["reports"], job["state"]) == (["HE-1", "HE-2"], 2, 1, "open")
    assert (job["received"], job["start_by"]) == (NOON, fact.place.start_by)
    assert job["place"]["allowance_seconds"] == fact.place.allowance_seconds
    assert 0 < job["place"]["virality"] < 1


def test_a_second_report_on_an_undecided_subject_joins_its_job(triaged: Record) -> None:
    first, second = Told(), Told(received=NOON + HOUR, severity=Severity.SERIOUS, clauses=("HE-9",))
    tell(triaged, first)
    written = tell(triaged, Told(about=first.about, id=second.id, received=second.received, severity=second.severity))
    [merged] = only(written, ReportMerged)
    [job] = jobs(triaged)
    assert (merged.subject, merged.report) == (job["id"], second.id)
    assert (job["reports"], job["severity"]) == (2, Severity.SERIOUS)
    assert only(written, JobOpened) == []


def test_reports_of_one_batch_on_one_subject_share_a_job(triaged: Record) -> None:
    batch = [Told(about=SUBJECT, severity=severity) for severity in (Severity.LOW, Severity.SERIOUS, Severity.MINOR)]
    written = tell(triaged, *batch, Told())
    assert len(only(written, JobOpened)) == 2
    assert [fact.report for fact in only(written, ReportMerged)] == [batch[1].id, batch[2].id]
    shared = next(job for job in jobs(triaged) if job["about"] == SUBJECT)
    assert (shared["reports"], shared["severity"]) == (3, Severity.SERIOUS)
    with triaged.reading() as look:
        assert look.value("SELECT count(*) FROM report WHERE job = %(job)s", {"job": shared["id"]}) == 3


def test_after_a_decision_the_next_report_opens_a_new_job(triaged: Record) -> None:
    report = Told()
    tell(triaged, report)
    write(triaged, decided(JobId(jobs(triaged)[0]["id"]), [report.id]))
    tell(triaged, Told(about=report.about))
    assert [job["state"] for job in jobs(triaged)] == ["decided", "open"]


def test_a_merge_joins_the_clauses_and_the_worse_ones_lead(triaged: Record) -> None:
    tell(triaged, Told(about=SUBJECT, severity=Severity.LOW, clauses=("A", "B")))
    tell(triaged, Told(about=SUBJECT, severity=Severity.LOW, clauses=("B", "C")))
    assert jobs(triaged)[0]["clauses"] == ["A", "B", "C"]
    tell(triaged, Told(about=SUBJECT, severity=Severity.SERIOUS, clauses=("D", "A")))
    assert jobs(triaged)[0]["clauses"] == ["D", "A", "B", "C"]


def test_a_job_that_outgrows_its_queue_goes_on(triaged: Record) -> None:
    tell(triaged, Told(about=SUBJECT, severity=Severity.SERIOUS))
    [routed] = only(tell(triaged, Told(about=SUBJECT, severity=Severity.IMMINENT)), JobRouted)
    assert (routed.queue, routed.skill, routed.reason) == ("imminent", "imminent", "too_severe")
    assert jobs(triaged)[0]["queue"] == "imminent"


def test_a_source_that_goes_first_takes_the_job_along_as_soon_as_it_is_open(triaged: Record) -> None:
    tell(triaged, Told(about=SUBJECT, named=FEES))
    job = JobId(jobs(triaged)[0]["id"])
    write(triaged, claimed(job))
    tell(triaged, Told(about=SUBJECT, named=FEES, source=Source.TRUSTED_FLAGGER))
    assert jobs(triaged)[0]["queue"] == "labour"
    write(triaged, given_back(job))
    assert jobs(triaged)[0]["queue"] == "flagged"


def test_outgrowing_a_queue_does_not_lose_the_priority_of_an_earlier_source(triaged: Record) -> None:
    tell(triaged, Told(about=SUBJECT, named=FEES, source=Source.TRUSTED_FLAGGER))
    moved = {"queue": QueueCode("labour"), "skill": SkillCode("labour"), "reason": ReasonCode("a_test")}
    write(triaged, JobRouted(subject=jobs(triaged)[0]["id"], actor=REVIEWER, occurred=NOON, **moved))  # type: ignore[arg-type]
    tell(triaged, Told(about=SUBJECT, named=FEES, severity=Severity.SEVERE))
    assert jobs(triaged)[0]["queue"] == "flagged"


def test_any_sign_of_a_graver_harm_leads_through_its_queue(triaged: Record) -> None:
    """A clause of another harm, no more severe than what was named, decides where the job goes, and as what (Q06)."""
    report = Told(named=FEES, severity=Severity.LOW, clauses=("IMG-1",))
    tell(triaged, report)
    [job] = jobs(triaged)
    assert (job["queue"], job["harm"]) == ("images", IMAGES)
    tell(triaged, Told(about=SUBJECT, named=FEES, severity=Severity.SERIOUS))
    [routed] = only(tell(triaged, Told(about=SUBJECT, named=FEES, severity=Severity.LOW, clauses=("IMG-1",))), JobRouted)
    assert routed.queue == "images"
    assert {job["harm"] for job in jobs(triaged)} == {IMAGES}


def test_a_sign_that_comes_while_somebody_has_the_job_leads_there_when_it_comes_back(triaged: Record) -> None:
    tell(triaged, Told(about=SUBJECT, named=FEES))
    job = JobId(jobs(triaged)[0]["id"])
    write(triaged, claimed(job))
    tell(triaged, Told(about=SUBJECT, named=FEES, clauses=("IMG-1",)))
    assert (jobs(triaged)[0]["queue"], jobs(triaged)[0]["harm"]) == ("labour", IMAGES)
    write(triaged, given_back(job, LeaseEnd.RELEASED))
    assert jobs(triaged)[0]["queue"] == "images"


def test_a_worse_harm_of_the_same_queue_is_what_the_job_is_handled_as(triaged: Record) -> None:
    tell(triaged, Told(about=SUBJECT, named=FEES, severity=Severity.LOW))
    tell(triaged, Told(about=SUBJECT, named=PAPERS, severity=Severity.SERIOUS))
    tell(triaged, Told(about=SUBJECT, named=FEES, severity=Severity.LOW))
    assert (jobs(triaged)[0]["queue"], jobs(triaged)[0]["harm"]) == ("labour", PAPERS)


def test_a_report_for_a_queue_further_up_takes_the_job_there(triaged: Record) -> None:
    tell(triaged, Told(about=SUBJECT, named=FEES))
    [routed] = only(tell(triaged, Told(about=SUBJECT, named=FEES, source=Source.TRUSTED_FLAGGER)), JobRouted)
    assert (routed.queue, routed.reason) == ("flagged", "report_merged")


def test_a_report_for_a_queue_further_down_leaves_the_job_where_it_is(triaged: Record) -> None:
    tell(triaged, Told(about=SUBJECT, named=IMAGES))
    assert only(tell(triaged, Told(about=SUBJECT, named=PASSAGE)), JobRouted) == []
    assert jobs(triaged)[0]["queue"] == "images"


@pytest.mark.parametrize("state", ["claimed", "escalated", "held"])
def test_a_job_that_is_not_open_stays_in_its_queue(triaged: Record, state: str) -> None:
    tell(triaged, Told(about=SUBJECT))
    job = JobId(jobs(triaged)[0]["id"])
    reason = ReasonCode("a_test")
    write(
        triaged,
        {
            "claimed": claimed(job),
            "held": JobHeld(subject=job, actor=REVIEWER, occurred=NOON, reason=reason, until=NOON + HOUR),
            "escalated": JobEscalated(subject=job, actor=REVIEWER, occurred=NOON, reason=reason, queue=QueueCode("rest")),
        }[state],
    )
    written = tell(triaged, Told(about=SUBJECT, severity=Severity.IMMINENT))
    assert only(written, JobRouted) == []
    [after] = jobs(triaged)
    assert (after["state"], after["severity"], after["reports"]) == (state, Severity.IMMINENT, 2)


@pytest.mark.parametrize(("ending", "queue"), [(LeaseEnd.SKIPPED, "imminent"), (LeaseEnd.EXPIRED, "imminent")])
def test_a_job_that_outgrew_its_queue_in_somebodys_hands_goes_on_when_it_comes_back(
    triaged: Record, ending: LeaseEnd, queue: str
) -> None:
    tell(triaged, Told(about=SUBJECT))
    job = JobId(jobs(triaged)[0]["id"])
    write(triaged, claimed(job))
    tell(triaged, Told(about=SUBJECT, severity=Severity.IMMINENT))
    assert jobs(triaged)[0]["queue"] == "labour"
    [routed] = only(write(triaged, given_back(job, ending)), JobRouted)
    assert (routed.queue, jobs(triaged)[0]["queue"]) == (queue, queue)


def test_a_lease_that_ends_in_a_decision_routes_nothing(triaged: Record) -> None:
    report = Told(about=SUBJECT)
    tell(triaged, report)
    job = JobId(jobs(triaged)[0]["id"])
    write(triaged, claimed(job))
    tell(triaged, Told(about=SUBJECT, severity=Severity.IMMINENT))
    written = write(triaged, given_back(job, LeaseEnd.DECIDED), decided(job, [report.id]))
    assert only(written, JobRouted) == []


def test_a_hold_does_not_stop_the_law(triaged: Record) -> None:
    tell(triaged, Told(about=SUBJECT, named=IMAGES))
    job = JobId(jobs(triaged)[0]["id"])
    write(
        triaged,
        JobHeld(subject=job, actor=REVIEWER, occurred=NOON, reason=ReasonCode("answer"), until=NOON + timedelta(days=9)),
    )
    tell(triaged, Told(about=SUBJECT, named=IMAGES))
    assert jobs(triaged)[0]["state"] == "held"
    notice = Told(
        about=SUBJECT, named=IMAGES, source=Source.NOTICE, capacity=Capacity.SUBJECT, jurisdictions=("US",),
        elements=TIDA_ELEMENTS,
    )  # fmt: skip
    [resumed] = only(tell(triaged, notice), JobResumed)
    assert (resumed.subject, resumed.reason) == (job, "legal_clock")
    assert jobs(triaged)[0]["state"] == "open"


def test_every_kind_of_fact_of_a_batch_stands_together(triaged: Record) -> None:
    """So that a batch is folded in a few statements, and not in thousands."""
    tell(triaged, *(Told(about=SubjectId(new_id())) for _ in range(20)))
    with triaged.reading() as look:
        runs = look.value(
            """SELECT count(*) FROM (SELECT kind, lag(kind) OVER (ORDER BY position) AS before FROM fact) f
            WHERE kind IS DISTINCT FROM before"""
        )
    assert runs == 5  # subjects, reports, assessments, clocks, jobs


SEVERITIES, SOURCES = st.sampled_from(Severity), st.sampled_from([Source.USER_REPORT, Source.NOTICE, Source.TRUSTED_FLAGGER])
HARMS = st.sampled_from([IMAGES, FEES, PASSAGE])
MOMENTS = st.integers(0, 72).map(lambda hours: NOON + hours * HOUR)
ASSESSED = st.builds(
    Assessed,
    id=st.builds(lambda: ReportId(new_id())),
    about=st.just(SUBJECT),
    source=SOURCES,
    harms=st.lists(HARMS, min_size=1, max_size=3, unique=True).map(tuple),
    clauses=st.lists(st.sampled_from("ABCD").map(ClauseCode), max_size=3, unique=True).map(tuple),
    severity=SEVERITIES,
    likelihood=st.floats(0, 1),
    language=st.just(LanguageCode("en")),
    reach=st.integers(0, 10_000_000),
    received=MOMENTS,
)
LEGAL = st.none() | MOMENTS


@given(st.lists(st.tuples(ASSESSED, LEGAL), min_size=2, max_size=6))
def test_a_merge_is_never_later_and_never_milder(reports: list[tuple[Assessed, Any]]) -> None:
    (first, due), *others = reports
    job, _ = opened(PLAY, ROUTES, first, due, NOON)
    for report, legal_due in others:
        after, facts = joined(PLAY, ROUTES, job, report, legal_due, NOON)
        merged = next(fact for fact in facts if isinstance(fact, ReportMerged))
        assert merged.place == after.place
        queue = next(each for each in PLAY.queues if each.code == after.queue)
        for place in (job.place, place_of(PLAY, report, queue, legal_due)):
            assert after.place.severity >= place.severity
            assert after.place.start_by <= place.start_by
            assert place.legal_due is None or (after.place.legal_due is not None and after.place.legal_due <= place.legal_due)
        assert set(job.clauses) | set(report.clauses) == set(after.clauses)
        assert explained(after)
        job = after


def explained(job: Job) -> bool:
    """Whether the start-by is what its own breakdown says (Q11)."""
    place = job.place
    moment = place.received + timedelta(seconds=place.allowance_seconds)
    if place.legal_due is not None:
        moment = min(moment, place.legal_due - timedelta(seconds=place.handling_seconds))
    return place.start_by == moment


@given(st.lists(st.tuples(ASSESSED, LEGAL), min_size=1, max_size=6))
def test_a_job_is_always_in_a_queue_that_takes_its_severity(reports: list[tuple[Assessed, Any]]) -> None:
    (first, due), *others = reports
    job, _ = opened(PLAY, ROUTES, first, due, NOON)
    for report, legal_due in others:
        job, _ = joined(PLAY, ROUTES, job, report, legal_due, NOON)
    queue = next(each for each in PLAY.queues if each.code == job.queue)
    assert queue.severities[0] <= job.place.severity <= queue.severities[1]


THREE = [SubjectId(new_id()) for _ in range(3)]
TOLD = st.builds(
    Told,
    about=st.sampled_from(THREE),
    source=SOURCES,
    capacity=st.sampled_from([Capacity.SUBJECT, Capacity.THIRD_PARTY]),
    named=HARMS,
    severity=SEVERITIES,
    likelihood=st.floats(0, 1),
    jurisdictions=st.sampled_from([(), ("US",), ("IN", "US")]),
    elements=st.sampled_from([(), ("location",), TIDA_ELEMENTS]),
    reach=st.integers(0, 100_000),
    received=MOMENTS,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(TOLD, st.booleans()), min_size=1, max_size=8))
def test_how_reports_are_batched_changes_nothing(triaged: Record, told: list[tuple[Told, bool]]) -> None:
    """One batch, or cuts of it: the same jobs, places and clocks; and folding the ledger again gives the same."""
    whole, parts = [SubjectId(new_id()) for _ in THREE], [SubjectId(new_id()) for _ in THREE]
    tell(triaged, *(afresh(one, whole) for one, _ in told))
    batch: list[Told] = []
    for one, cut in told:
        batch.append(afresh(one, parts))
        if cut:
            tell(triaged, *batch)
            batch = []
    if batch:
        tell(triaged, *batch)
    assert shape(triaged, whole) == shape(triaged, parts)
    assert refold(triaged)[1] == []


def afresh(told: Told, subjects: list[SubjectId]) -> Told:
    """The same report under a new id, on one of these subjects."""
    return msgspec.structs.replace(told, id=ReportId(new_id()), about=subjects[THREE.index(told.about)])


def shape(record: Record, subjects: list[SubjectId]) -> list[Any]:
    """What stands for these subjects: jobs with their places, and clocks."""
    with record.reading() as look:
        rows = look.rows(
            """SELECT array_position(%(subjects)s::uuid[], job.about) AS subject, job.queue, job.skill, job.harm, job.clauses,
                job.severity, job.likelihood, job.start_by, job.legal_due, job.place, job.reports,
                (SELECT array_agg(c.clock || ' ' || coalesce(c.due::text, '') ORDER BY c.clock, c.due) FROM clock c
                    WHERE c.job = job.id) AS clocks
            FROM job WHERE job.about = ANY (%(subjects)s) ORDER BY 1""",
            {"subjects": subjects},
        )
    return [tuple(row.values()) for row in rows]


def test_a_harm_nobody_planned_for_goes_to_the_last_queue(triaged: Record) -> None:
    tell(triaged, Told(named=HarmCode("something.new")))
    assert jobs(triaged)[0]["queue"] == "rest"
