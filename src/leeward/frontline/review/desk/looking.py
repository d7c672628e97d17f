"""What people look at: queues, a job, a report, their own work, the operations home. Reads only, of one consistent moment."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from leeward.frontline.review import explaining, views
from leeward.frontline.review.assignment import Candidate, Reviewer, barrier
from leeward.frontline.review.desk import loading
from leeward.frontline.review.desk.loading import Q
from leeward.frontline.review.refusals import LeadsOnly, NoSuch
from leeward.playbook.care import at_limit, near_limit
from leeward.playbook.certified import MINOR_GATE, may_see, queues_for, severities_for
from leeward.playbook.event import activity_event
from leeward.playbook.ladder import live
from leeward.playbook.model import REPORT, FieldType, Playbook
from leeward.record.facts import PRIVATE
from leeward.record.facts.assessment import Reason
from leeward.record.ledger.codec import Row as FactRow
from leeward.record.ledger.codec import read as read_fact
from leeward.record.ledger.look import Look
from leeward.record.terms.code import EventKind, QueueCode, RuleCode
from leeward.record.terms.ids import JobId, PersonId, ReportId, SubjectId, VaultRef
from leeward.record.terms.moment import Moment
from leeward.record.terms.moment import now as this_moment
from leeward.record.terms.people import MACHINES
from leeward.record.terms.report import JobState
from leeward.record.terms.severity import Severity

T = TypeVar("T")

PAGE = 50
MOST = 1_000  # what is counted by looking at rows is counted up to here, and then said to be more
AHEAD = timedelta(hours=12)
RISK = timedelta(hours=1)
"""A clock is at risk when nobody holds the job an hour before its last start."""
_NOWHERE = UUID(int=0)
_BEGINNING = "-infinity"
_ALL_FACTS = 2**62


def queue_lines(look: Look, queue: QueueCode | None = None) -> tuple[views.QueueLine, ...]:
    """Each queue in which anything waits, in one line; or only this one."""
    asked = {"queue": queue, "now": this_moment(), "most": MOST}
    return _all(look.rows(Q.queue_lines, asked), views.QueueLine)


def queue_view(look: Look, queue: QueueCode) -> views.QueueView:
    """A queue: counts by language and severity, the oldest, and how long its jobs wait."""
    lines = queue_lines(look, queue)
    empty = views.QueueLine(queue=queue, open=0, assigned=0, claimed=0, held=0, escalated=0, oldest=None, late=0, late_more=False)
    since = this_moment() - timedelta(days=7)
    waits = look.one(Q.waits, {"queue": queue, "since": since, "most": MOST})
    return views.QueueView(
        line=lines[0] if lines else empty,
        counts=_all(look.rows(Q.counts, {"queue": queue}), views.Count),
        waits=msgspec.convert(waits, views.Waits),
    )


def queue_page(
    look: Look,
    queue: QueueCode,
    *,
    after: views.Cursor | None = None,
    language: str | None = None,
    from_severity: Severity = Severity.MINOR,
    size: int = PAGE,
) -> views.QueuePage:
    """Open jobs of a queue in the order of work, from a cursor on: tier, what is past a statutory due moment, start-by."""
    now = this_moment()
    tiers = look.rows(Q.tiers, {"queue": queue, "language": language, "from_severity": int(from_severity)})
    jobs: list[views.JobLine] = []
    for tier in tiers:
        for overdue, search in ((True, Q.page_overdue), (False, Q.page_by_start)):
            place = _place_after(after, tier["severity"], overdue)
            if place is None or len(jobs) > size:
                continue
            asked = {"queue": queue, "now": now, "limit": size + 1 - len(jobs), **tier, **place}
            jobs += _all(look.rows(search, asked), views.JobLine)
    last = jobs[size - 1] if len(jobs) > size else None
    return views.QueuePage(jobs=tuple(jobs[:size]), further=_cursor(last) if last else None)


def waiting(
    look: Look, playbook: Playbook, who: PersonId, state: JobState, queue: QueueCode | None = None
) -> tuple[views.JobLine, ...]:
    """Jobs that are claimed, held or escalated, as far as ``who`` may know of them; at most 200."""
    now = this_moment()
    asked = {"state": state, "queue": queue, "now": now, "hand_off": _trained(look, playbook, who, now), "limit": 200}
    return _all(look.rows(Q.waiting, asked), views.JobLine)


def job_view(look: Look, playbook: Playbook, who: PersonId, job: JobId) -> views.JobView:
    """Everything about a job. Raises NoSuch, or LeadsOnly for what may concern a minor."""
    now = this_moment()
    person, head = loading.reviewer(look, who, now), job_head(look, job)
    refuse_unless_seen(person, head.queue, head.escalation, playbook)
    jobs = loading.with_followers(look, job)
    reports = reports_of(look, jobs)
    strikes = loading.strikes(look, head.about)
    subject = subject_card(look, head.about, live(strikes, now))
    decisions = _all(look.rows(Q.decisions_about, {"about": head.about, "limit": 50}), views.DecisionLine)
    actions = _all(look.rows(Q.actions_about, {"about": head.about, "limit": 100}), views.ActionLine)
    own = [each.id for each in actions if each.job == job]
    appeals = appeals_of(look, job)
    kin = [each for each in (head.parted_from, head.merged_into) if each is not None]
    asked = [*jobs, *kin, head.about, *(report.id for report in reports), *own, *(appeal.id for appeal in appeals)]
    timeline = timeline_of(look, asked)
    clocks = look.rows(Q.clocks_of_job, {"jobs": jobs, "limit": 200})
    return views.JobView(
        job=head,
        subject=subject,
        reports=reports,
        reasons=explaining.reason_lines(playbook, (reason for report in reports for reason in report.reasons)),
        clocks=explaining.clock_lines(playbook, clocks),
        decisions=decisions,
        actions=actions,
        appeals=appeals,
        timeline=timeline,
        texts=veiled_of_job(look, playbook, jobs, subject, reports),
        offers=explaining.offers(playbook, head.clauses, head.harm, subject.kind, strikes, now),
        names=names_of(
            look, [*(entry.actor for entry in timeline), *(each.decider for each in decisions), head.claimed_by, head.assigned_to]
        ),
        mine=head.claimed_by == who,
        followers=tuple(jobs[1:]),
        barred=_barred(look, playbook, person, job, now),
    )


def values_read(look: Look, playbook: Playbook, seen: views.JobView) -> dict[RuleCode, tuple[tuple[str, ...], ...]]:
    """For each reason of a job, and each part of it that was true, the values that the rule read when it matched; no text.

    Only for those who may see why rules match. What is not kept with a report is left out: explaining it reads the past.
    """
    asked = {"jobs": [seen.job.id, *seen.followers], "limit": 200}
    events = {row["report"]: row for row in look.rows(Q.events_of_job, asked)}
    harms = {row["report"]: row["harm"] for row in look.rows(Q.named_in_job, asked)}
    found: dict[RuleCode, tuple[tuple[str, ...], ...]] = {}
    for report in seen.reports:
        for reason in msgspec.convert(list(report.reasons), list[Reason]):
            rule = playbook.rules.get(reason.rule)
            if rule is None or reason.rule in found:
                continue
            if rule.on == REPORT:
                event = {**_as_told(report), "harm": harms.get(report.id)}
            elif (row := events.get(report.id)) is not None and row["kind"] == rule.on:
                event = {**activity_event(playbook.activity[rule.on], row["fields"], {}), **(row["windows"] or {})}
            else:
                continue
            found[reason.rule] = explaining.values_read(playbook, reason, event)
    return found


def _as_told(report: views.ReportLine) -> dict[str, object]:
    """What a report says of itself, and will always say."""
    return {
        "source": report.source.value, "capacity": report.capacity.value, "language": report.language, "reach": report.reach,
    }  # fmt: skip


def report_view(look: Look, playbook: Playbook, who: PersonId, report: ReportId) -> views.ReportView:
    """A report with its facts as a timeline. Raises NoSuch, or LeadsOnly for what may concern a minor."""
    row = look.one(Q.report_seen, {"report": report})
    if row is None:
        raise NoSuch(f"There is no report {report}.")
    line = msgspec.convert(row, views.ReportLine)
    if line.job is not None:
        head = job_head(look, line.job)
        refuse_unless_seen(loading.reviewer(look, who, this_moment()), head.queue, head.escalation, playbook)
    beside = [line.job, *(appeal.id for appeal in appeals_of(look, line.job))] if line.job else []
    timeline = timeline_of(look, [report, *beside])
    return views.ReportView(
        report=line,
        subject=subject_card(look, line.about, live(loading.strikes(look, line.about), this_moment())),
        reasons=explaining.reason_lines(playbook, line.reasons),
        clocks=explaining.clock_lines(playbook, look.rows(Q.clocks_of_report, {"report": report})),
        timeline=timeline,
        names=names_of(look, (entry.actor for entry in timeline)),
    )


def my_work(look: Look, playbook: Playbook, who: PersonId) -> views.MyWork:
    """What somebody holds, what they decided last, their exposure, and how much waits for them. Raises NoSuch."""
    now = this_moment()
    person = loading.reviewer(look, who, now)
    held = look.one(Q.job_line, {"job": person.job, "now": now}) if person.job else None
    decisions = look.rows(Q.my_decisions, {"who": who, "limit": 20})
    asked = {
        "queues": queues_for(person, playbook),
        "severities": [int(tier) for tier in severities_for(person, playbook.limits, now)],
        "avoids": loading.listed(person.avoids),
        "languages": list(person.languages),
        "every_language": person.every_language,
    }
    return views.MyWork(
        job=msgspec.convert(held, views.JobLine) if held else None,
        lease_until=person.lease_until,
        decisions=_all([{**row, "undo": _can_undo(row, now)} for row in decisions], views.MyDecision),
        exposure=exposure_of(person, playbook),
        open_for_me=look.value(Q.open_for, asked),
    )


def fresh_decision(look: Look, who: PersonId, number: str) -> views.MyDecision | None:
    """The decision of this number, if it is one of somebody's latest and can still be undone."""
    if not number:
        return None
    now = this_moment()
    rows = look.rows(Q.my_decisions, {"who": who, "limit": 3})
    found = next((row for row in rows if str(row["id"]) == number and _can_undo(row, now)), None)
    return msgspec.convert({**found, "undo": True}, views.MyDecision) if found else None


def warning(look: Look, playbook: Playbook, who: PersonId, job: JobId) -> str:
    """What to tell somebody of a job they took while they are near a limit for its severity; empty when they are not (Q36)."""
    person, tier = loading.reviewer(look, who, this_moment()), loading.candidate(look, job).severity
    if not near_limit(person, playbook.limits, tier):
        return ""
    return f"You are near your limit for {tier.name.lower()} work. After this one take lighter work or a break, on My wellbeing."


def in_my_hand(look: Look, who: PersonId) -> views.InHand | None:
    """The job somebody holds, in short; None when they hold none."""
    return look.one(Q.in_my_hand, {"who": who, "now": this_moment()}, into=views.InHand)


def place_of(look: Look, number: UUID) -> str | None:
    """The page of what has this number: a job, report, decision, action, appeal or subject."""
    row = look.one(Q.place_of, {"number": number})
    return f"/{row['kind']}s/{row['id']}" if row else None


def exposure_of(person: Reviewer, playbook: Playbook) -> tuple[views.ExposureLine, ...]:
    """Today's time by severity, with its limit."""
    limits = playbook.limits
    return tuple(
        views.ExposureLine(
            severity=tier,
            seconds=person.exposure[tier],
            limit_seconds=limits.exposure_minutes_per_day.of(tier) * 60,
            near=near_limit(person, limits, tier),
            reached=at_limit(person, limits, tier),
        )
        for tier in Severity
    )


def operations(look: Look, playbook: Playbook, who: PersonId) -> views.Operations:
    """The operations home: backlog, clocks of the next 12 hours, throughput, how decisions ended."""
    now = this_moment()
    asked = {"now": now, "until": now + AHEAD, "risk": now + RISK, "most": MOST, "limit": 20}
    asked |= {"hand_off": _trained(look, playbook, who, now)}
    ahead, first = look.one(Q.clocks_ahead, asked), look.rows(Q.clocks_first, asked)
    return views.Operations(
        at=now,
        queues=queue_lines(look),
        clocks=msgspec.convert({**(ahead or {}), "first": _all(first, views.ClockDue)}, views.ClocksAhead),
        hours=_all(look.rows(Q.hours, asked), views.Hour),
        days=_all(look.rows(Q.days, asked), views.Hour),
        verdicts=_all(look.rows(Q.verdicts, asked), views.VerdictCount),
    )


def timeline_of(look: Look, subjects: Iterable[UUID], *, before: int = _ALL_FACTS, limit: int = 200) -> tuple[views.Entry, ...]:
    """The latest facts of these subjects in the order of the ledger, each with its seal mark."""
    asked = {"subjects": list(dict.fromkeys(subjects)), "before": before, "limit": limit}
    recorded = [read_fact(row) for row in look.rows(Q.facts_of, asked, into=FactRow)]
    sealed_to = int(look.value(Q.sealed_to))
    names = names_of(look, (one.fact.actor for one in recorded))
    return tuple(
        views.Entry(
            position=one.position,
            kind=type(one.fact).__name__,
            occurred=one.fact.occurred,
            actor=one.fact.actor,
            who=names.get(one.fact.actor, ""),
            fact=one.fact,
            sealed=one.position <= sealed_to,
        )
        for one in recorded
    )


def is_private(look: Look, position: int) -> bool:
    """Whether the fact in this place says how a colleague is doing."""
    return look.value(Q.kind_at, {"position": position}) in PRIVATE


def names_of(look: Look, people: Iterable[PersonId | None]) -> dict[PersonId, str]:
    """The names of people and machines."""
    asked = list({person for person in people if person is not None and person not in MACHINES})
    found = {row["person"]: row["name"] for row in look.rows(Q.names, {"people": asked})} if asked else {}
    return {**MACHINES, **found}


def job_head(look: Look, job: JobId) -> views.JobHead:
    """A job as it stands. Raises NoSuch."""
    row = look.one(Q.job_head, {"job": job})
    if row is None:
        raise NoSuch(f"There is no job {job}.")
    return msgspec.convert(row, views.JobHead)


def head_of(look: Look, playbook: Playbook, who: PersonId, job: JobId) -> views.JobHead:
    """A job as it stands, for whoever may know of it. Raises NoSuch or LeadsOnly."""
    head = job_head(look, job)
    refuse_unless_seen(loading.reviewer(look, who, this_moment()), head.queue, head.escalation, playbook)
    return head


def name_of(look: Look, person: PersonId | None) -> str:
    """The name of somebody; empty for nobody."""
    return names_of(look, [person]).get(person, "") if person is not None else ""


def refuse_unless_seen(person: Reviewer, queue: str, escalation: str | None, playbook: Playbook) -> None:
    """Need to know. Raises LeadsOnly."""
    if not may_see(person, queue, escalation, playbook):
        raise LeadsOnly(remedy="Somebody concerned may be a minor; people trained for it take it from here.")


def veiled_of_job(
    look: Look, playbook: Playbook, jobs: Sequence[JobId], subject: views.SubjectCard, reports: Iterable[views.ReportLine]
) -> tuple[views.Veiled, ...]:
    """The texts that a job has, without a word of them: what was reported, what our own rules saw, notes, the identifier."""
    found = [views.Veiled(ref=each.text, what="report", report=each.id) for each in reports if each.text is not None]
    found += [views.Veiled(ref=each.content, what="content", report=each.id) for each in reports if each.content is not None]
    for row in look.rows(Q.signals_of_job, {"jobs": list(jobs), "limit": 200}):
        kind = playbook.activity.get(EventKind(row["kind"]))
        names = [name for name, field in kind.fields.items() if field in (FieldType.TEXT, FieldType.TEXTS)] if kind else []
        for name in names:
            refs = row["fields"].get(name) or ()
            refs = [refs] if isinstance(refs, str) else refs
            found += [views.Veiled(ref=VaultRef(UUID(ref)), what=f"{row['kind']}.{name}", report=row["report"]) for ref in refs]
    found += [views.Veiled(ref=row["ref"], what="note") for row in look.rows(Q.notes_of_job, {"jobs": list(jobs)})]
    return (*found, views.Veiled(ref=subject.identifier, what="identifier"))


def reports_of(look: Look, jobs: Sequence[JobId]) -> tuple[views.ReportLine, ...]:
    """The reports of these jobs in the order of receipt; at most 200."""
    return _all(look.rows(Q.reports_seen, {"jobs": list(jobs), "limit": 200}), views.ReportLine)


def appeals_of(look: Look, job: JobId) -> tuple[views.AppealLine, ...]:
    """The appeals against decisions on a job, the newest first; at most 50."""
    return _all(look.rows(Q.appeals_of_job, {"job": job, "limit": 50}), views.AppealLine)


def subject_card(look: Look, about: SubjectId, strikes: int = 0) -> views.SubjectCard:
    """What a job is about. Raises NoSuch."""
    row = look.one(Q.subject_card, {"about": about})
    if row is None:
        raise NoSuch(f"There is no subject {about}.")
    return msgspec.convert({**row, "strikes": strikes}, views.SubjectCard)


def _barred(look: Look, playbook: Playbook, person: Reviewer, job: JobId, now: Moment) -> str:
    wanted: Candidate = loading.candidate(look, job)
    if wanted.claimed_by == person.id:
        return ""
    problem = barrier(person, wanted, loading.passed_before(look, person.id, job), playbook, now)
    return str(problem) if problem else ""


def _trained(look: Look, playbook: Playbook, who: PersonId, now: Moment) -> bool:
    return may_see(loading.reviewer(look, who, now), MINOR_GATE, None, playbook)


def _can_undo(row: dict[str, Any], now: Moment) -> bool:
    return bool(row["state"] == "made" and row["effective"] > now)


def _place_after(after: views.Cursor | None, severity: int, overdue: bool) -> dict[str, object] | None:
    """Where to begin in one part of the order; None for a part that lies before the cursor."""
    start: dict[str, object] = {"after_moment": _BEGINNING, "after_id": _NOWHERE}
    if after is None or (severity, overdue) < (after.severity, after.overdue):
        return start
    if (severity, overdue) > (after.severity, after.overdue):
        return None
    return {"after_moment": after.moment, "after_id": after.id}


def _cursor(job: views.JobLine) -> views.Cursor:
    moment = job.legal_due if job.overdue and job.legal_due else job.start_by
    return views.Cursor(severity=job.severity, overdue=job.overdue, moment=moment, id=job.id)


def _all(rows: Iterable[Any], kind: type[T]) -> tuple[T, ...]:
    return tuple(msgspec.convert(row, kind) for row in rows)
