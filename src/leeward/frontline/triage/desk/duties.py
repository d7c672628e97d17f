"""What people do about clocks: record that a duty was done, begin one for a request that came another way, and look."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from leeward.frontline.triage import later, refusals
from leeward.frontline.triage.batch import met
from leeward.frontline.triage.desk.listening import Q, affected, started_facts
from leeward.frontline.triage.rows import ClockRow as Running
from leeward.frontline.triage.views import ClockLine
from leeward.playbook.model import ClockRow, DoneBy, Playbook, Trigger
from leeward.record.facts.triage import ClocksStarted, ClockStart
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record, Transaction
from leeward.record.terms.code import ClockCode, SourceCode
from leeward.record.terms.ids import JobId, OwnerId, PersonId, ReportId, SubjectId, VaultRef
from leeward.record.terms.moment import Moment
from leeward.record.terms.moment import now as this_moment
from leeward.record.terms.report import ClockEnd

SHOWN: Mapping[str, str] = {
    "owed": Q.clocks_owed,
    "due": Q.clocks_due,
    "kept": Q.clocks_kept,
    "missed": Q.clocks_missed,
}
"""What the page of clocks can show."""


class _One(msgspec.Struct, frozen=True):
    """A row of ``clock_of_report``."""

    job: JobId
    report: ReportId
    clock: ClockCode
    instrument: SourceCode
    due: Moment | None
    ends: str
    stopped: Moment | None
    about: SubjectId


def meet(
    record: Record, playbook: Playbook, who: PersonId, report: ReportId, clock: ClockCode, *, note: str | None = None
) -> None:
    """Record that what a clock demands was done; where it was sent to an authority, what has to be kept begins.

    ``note`` says how, e.g. the number that was given; it goes to the vault. Raises NoSuchClock, NotADuty, AlreadyDone or
    NoteTooLong.
    """
    with record.writing() as tx:
        tx.take_pen()
        moment = this_moment()
        one = tx.one(Q.clock_of_report, {"report": report, "clock": clock}, into=_One)
        if one is None:
            raise refusals.NoSuchClock(remedy="All clocks of a report stand on its page.")
        if one.ends != ClockEnd.DUTY:
            remedy = "Deciding the job ends it." if one.ends == ClockEnd.DECISION else "It ends by itself."
            raise refusals.NotADuty(remedy=remedy)
        if any(row.code == clock and row.done_by is DoneBy.COPIES_SEARCHED for row in playbook.clocks):
            raise refusals.NotADuty("It ends with the search for copies.", remedy=f"Record it on /signals/copies/{one.job}.")
        if one.stopped is not None:
            raise refusals.AlreadyDone(f"It stopped at {one.stopped:%Y-%m-%d %H:%M} UTC.")
        row = Running(one.job, one.report, one.clock, one.due, one.ends)
        tx.append([met(row, moment, who, _note(tx, playbook, one.about, note))])
        if _is_told_to_an_authority(playbook, clock):
            reports, _ = affected(tx, [one.job])[one.job]
            tx.append(started_facts(later.by_submission(playbook, one.instrument, reports, moment), one.job, moment))


def begin(record: Record, playbook: Playbook, who: PersonId, report: ReportId, clock: ClockCode) -> None:
    """Begin the clock of a request that did not come in as the report did, now. Raises NoSuchClock or NotARequest."""
    with record.writing() as tx:
        tx.take_pen()
        moment = this_moment()
        job = tx.value(Q.job_of_report, {"report": report})
        if job is None:
            raise refusals.NoSuchClock("There is no such report, or it has no job.")
        started = tuple(each for each in _requests(tx, playbook, report, job, moment) if each.clock == clock)
        if not started:
            raise refusals.NotARequest(remedy="Those that can begin stand on the page of the report.")
        tx.append([ClocksStarted(subject=report, actor=who, occurred=moment, job=job, clocks=started)])


def requests_of(look: Look, playbook: Playbook, report: ReportId) -> tuple[ClockCode, ...]:
    """The clocks of requests that could be begun by hand for a report."""
    job = look.value(Q.job_of_report, {"report": report})
    if job is None:
        return ()
    return tuple(each.clock for each in _requests(look, playbook, report, job, this_moment()))


def clocks(
    look: Look, playbook: Playbook, show: str, *, clock: ClockCode | None = None, limit: int = 50, offset: int = 0
) -> tuple[ClockLine, ...]:
    """Clocks that are owed, due, kept or missed, with the playbook's words. ``show`` is a key of ``SHOWN``."""
    return _lines(playbook, look.rows(SHOWN[show], {"clock": clock, "limit": limit, "offset": offset, "now": this_moment()}))


def clocks_of(look: Look, playbook: Playbook, report: ReportId) -> tuple[ClockLine, ...]:
    """All clocks that a report ever had, those that run first."""
    return _lines(playbook, look.rows(Q.clocks_of_report, {"report": report}))


def _lines(playbook: Playbook, rows: Iterable[Mapping[str, Any]]) -> tuple[ClockLine, ...]:
    """With the words of clocks.toml; a clock that is no longer there keeps its code as its name."""
    known = {row.code: row for row in playbook.clocks}
    return tuple(msgspec.convert({**row, **_words(known.get(row["clock"]), row["clock"])}, ClockLine) for row in rows)


def _words(row: ClockRow | None, code: ClockCode) -> dict[str, str]:
    return {"name": row.name, "must": row.must, "section": row.section} if row else {"name": code, "must": "", "section": ""}


def _requests(look: Look, playbook: Playbook, report: ReportId, job: JobId, at: Moment) -> tuple[ClockStart, ...]:
    reports, _ = affected(look, [job])[job]
    return next((later.by_hand(playbook, each, at) for each in reports if each.report == report), ())


def _is_told_to_an_authority(playbook: Playbook, clock: ClockCode) -> bool:
    return any(row.code == clock and row.trigger is Trigger.AWARENESS for row in playbook.clocks)


def _note(tx: Transaction, playbook: Playbook, about: SubjectId, note: str | None) -> VaultRef | None:
    if note is None or not note.strip():
        return None
    most = playbook.limits.text_characters
    if len(note) > most:
        raise refusals.NoteTooLong(f"It has {len(note)} characters; {most} are taken.", remedy="Say it shorter.")
    return tx.vault.write(OwnerId(about), [note])[0]
