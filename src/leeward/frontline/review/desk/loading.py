"""What the desk loads before it does anything: the person, the job, what lies on the table."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from leeward.frontline.review.assignment import Candidate, Pass, Reviewer
from leeward.frontline.review.refusals import Barred, NoSuch, NotYours
from leeward.frontline.review.verdict import Docket, Told
from leeward.playbook.ladder import Strikes
from leeward.playbook.model import Playbook, Policy, Requirement
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Transaction
from leeward.record.standing.queries import read_queries
from leeward.record.terms.ids import JobId, OwnerId, PersonId, SubjectId, VaultRef
from leeward.record.terms.moment import Moment, now
from leeward.record.terms.people import Role
from leeward.record.terms.report import JobState
from leeward.record.terms.severity import Severity

Q = read_queries("leeward.frontline.review")


def reviewer(look: Look, who: PersonId, moment: Moment) -> Reviewer:
    """Somebody who works here, with today's exposure. Raises NoSuch."""
    found = reviewers(look, [who], moment).get(who)
    if found is None:
        raise nobody(who)
    return found


def reviewers(look: Look, people: Sequence[PersonId], moment: Moment) -> dict[PersonId, Reviewer]:
    """Those of them who work here, with today's exposure."""
    rows = look.rows(Q.reviewers, {"people": list(people), "day": moment.date()})
    return {found.id: found for found in msgspec.convert(rows, list[Reviewer])}


def listed(codes: Iterable[str]) -> str:
    """Codes as the one text in which queries look for one, ``|of|codes|``; no code holds a bar."""
    return "".join(("|", *(f"{code}|" for code in codes)))


def nobody(who: PersonId) -> NoSuch:
    """What is said of somebody who does not work here."""
    return NoSuch(f"Nobody with the id {who} works here.")


def roles_of(look: Look, who: PersonId) -> tuple[Role, ...]:
    """The roles of somebody who works here. Raises NoSuch."""
    return reviewer(look, who, now()).roles


def candidate(look: Look, job: JobId) -> Candidate:
    """The job as it stands. Raises NoSuch."""
    row = look.one(Q.candidate, {"job": job})
    if row is None:
        raise NoSuch(f"There is no job {job}.")
    return msgspec.convert(row, Candidate)


def with_followers(look: Look, job: JobId) -> list[JobId]:
    """The job, and what is decided with it."""
    return [job, *(JobId(row["id"]) for row in look.rows(Q.followers, {"job": job}))]


def passed_before(look: Look, who: PersonId, job: JobId) -> Pass | None:
    """Whether and how this person passed the job on."""
    return look.one(Q.statements["pass"], {"who": who, "job": job}, into=Pass)


def in_hand(look: Look, who: PersonId, job: JobId) -> Candidate:
    """The job, which this person holds. Raises NotYours."""
    found = candidate(look, job)
    if found.state is not JobState.CLAIMED or found.claimed_by != who:
        raise NotYours(_whose(found), remedy="Open it again to see how it stands.")
    return found


def _whose(job: Candidate) -> str:
    return "Somebody else does." if job.state is JobState.CLAIMED else f"It is {job.state.value}."


def docket(look: Look, job: Candidate, moment: Moment) -> Docket:
    """All that a decision on this job draws on."""
    rows = look.rows(Q.reports_of_job, {"job": job.id})
    return Docket(
        job=job.id,
        about=job.about,
        kind=look.value(Q.subject_kind, {"about": job.about}),
        queue=job.queue,
        language=job.language,
        severity=_gravest(rows, job),
        claimed=job.claimed or moment,
        escalated_by=job.escalated_by,
        reports=tuple(told(row) for row in rows),
        strikes=strikes(look, job.about),
    )


def _gravest(rows: Sequence[dict[str, Any]], job: Candidate) -> Severity:
    """The severity of the gravest report: a job that waited too long may stand a tier further up, which is no finding."""
    return max((Severity(row["severity"]) for row in rows if row["severity"] is not None), default=job.severity)


def told(row: dict[str, Any]) -> Told:
    """A report's row as a decision needs it."""
    return msgspec.convert(row, Told)


def strikes(look: Look, about: SubjectId) -> tuple[Strikes, ...]:
    """The subject's strikes that were not taken back."""
    return tuple(look.rows(Q.strikes_of_subject, {"about": about}, into=Strikes))


def has_revealed(look: Look, who: PersonId, job: JobId, policy: Policy) -> bool:
    """Whether this person read a text of the job; only asked where the clause requires it."""
    return Requirement.REVEALED in policy.requires and bool(
        look.value(Q.has_revealed, {"who": who, "jobs": with_followers(look, job)})
    )


def write_note(tx: Transaction, about: SubjectId, note: str | None, playbook: Playbook) -> VaultRef | None:
    """Put a note on a subject into the vault. Raises Barred when it is longer than the playbook allows."""
    if note is None or not note.strip():
        return None
    most = playbook.limits.text_characters
    if len(note) > most:
        raise Barred(f"The note has {len(note)} characters; {most} are taken.", remedy="Say it shorter.")
    return tx.vault.write(OwnerId(about), [note])[0]
