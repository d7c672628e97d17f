"""The task of copies (Q05): which jobs owe a search, what the machine finds, and writing down what a person confirms."""

from uuid import UUID

import msgspec

from leeward.frontline.signals.copies import Confirmed, Copy, Search, recorded
from leeward.frontline.signals.desk.matching import look_up
from leeward.frontline.signals.desk.taking import Q
from leeward.frontline.signals.near import Near
from leeward.frontline.signals.refusals import NoSuchTask
from leeward.frontline.signals.views import CopiesTask, CopiesTold
from leeward.playbook.model import DoneBy, Playbook
from leeward.record.facts.signals import BankSearched
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
from leeward.record.terms.code import ClockCode
from leeward.record.terms.ids import BankVersion, JobId, PersonId, SubjectId
from leeward.record.terms.moment import now
from leeward.record.terms.subject import HashKind, MediaReference

NEAR_ENOUGH = 31
"""In how many bits the PDQ of a copy may differ, where no bank says otherwise: what HMA and ThreatExchange take as a match."""


def clocks_of(playbook: Playbook) -> list[ClockCode]:
    """The clocks that only a recorded search ends."""
    return list(dict.fromkeys(row.code for row in playbook.clocks if row.done_by is DoneBy.COPIES_SEARCHED))


def tasks(look: Look, playbook: Playbook, *, limit: int = 50) -> tuple[CopiesTask, ...]:
    """The jobs that owe a search, those since longest first."""
    rows = look.rows(Q.copies_owed, {"clocks": clocks_of(playbook), "limit": limit})
    return tuple(msgspec.convert(row, CopiesTask) for row in rows)


def searches(look: Look, *, limit: int = 50) -> tuple[CopiesTold, ...]:
    """The latest searches that were recorded."""
    return tuple(msgspec.convert(row, CopiesTold) for row in look.rows(Q.copies_searched, {"job": None, "limit": limit}))


def search_of(look: Look, job: JobId) -> CopiesTold | None:
    """The search that was recorded for a job, if there is one."""
    row = look.one(Q.copies_searched, {"job": job, "limit": 1})
    return msgspec.convert(row, CopiesTold) if row else None


def search(look: Look, playbook: Playbook, job: JobId) -> Search:
    """Search for copies of the media of a job's subject: in every bank, and among the media of all other subjects.

    Raises NoSuchTask for a job that neither owes a search nor has one.
    """
    row = look.one(Q.copies_task, {"job": job, "clocks": clocks_of(playbook)})
    if row is None:
        raise NoSuchTask(remedy="Those that do stand on the page Copies.")
    media = msgspec.convert(row["media"], tuple[MediaReference, ...])
    versions = {each["code"]: each["version"] for each in look.rows(Q.banks) if each["version"] is not None}
    hits = [hit for found in look_up(look, playbook, media, now()).values() for hit in found]
    banks = tuple(
        BankSearched(bank=code, version=BankVersion(versions[code]), matched=sum(hit.bank.code == code for hit in hits))
        for code in playbook.banks
        if code in versions
    )
    found = _copies(look, SubjectId(row["about"]), media) if media else {}
    jobs = {each["about"]: each for each in look.rows(Q.latest_jobs, {"subjects": list(found)})} if found else {}
    return Search(
        job=job,
        about=SubjectId(row["about"]),
        reports=tuple(row["reports"]),
        media=media,
        banks=banks,
        references=int(look.value(Q.references_elsewhere, {"about": row["about"]})),
        copies=tuple(_copy(about, *found[about], jobs.get(about)) for about in sorted(found, key=lambda each: found[each][::-1])),
    )


def record_search(record: Record, playbook: Playbook, who: PersonId, job: JobId, told: Confirmed) -> CopiesTold:
    """Search once more, and write down what was found with what a person confirms; the duties that wait for it are done.

    Raises NoSuchTask or NotASearch.
    """
    with record.writing() as tx:
        tx.take_pen()
        tx.append([recorded(search(tx, playbook, job), told, who, now())])
        done = search_of(tx, job)
    assert done is not None
    return done


def _copy(about: UUID, kind: HashKind, distance: int, job: dict[str, object] | None) -> Copy:
    known = {name: job[name] for name in ("job", "state", "verdict")} if job else {}
    return msgspec.convert({"about": about, "kind": kind, "distance": distance, **known}, Copy)


def _copies(look: Look, about: SubjectId, media: tuple[MediaReference, ...]) -> dict[UUID, tuple[HashKind, int]]:
    """Other subjects with the same media, each with what was nearest."""
    found: dict[UUID, tuple[HashKind, int]] = {}
    asked = {"about": about, "kinds": [each.hash for each in media], "digests": [each.digest for each in media]}
    for row in look.rows(Q.same_media, asked):
        found[row["about"]] = HashKind(row["kind"]), 0
    pdqs = [each.digest for each in media if each.hash is HashKind.PDQ]
    rows = look.value(Q.references_pdq, {"about": about}) if pdqs else None
    index = Near(bytes(rows or b""))
    for digest in pdqs:
        for other, distance in index.find(digest, NEAR_ENOUGH):
            if other not in found or distance < found[other][1]:
                found[other] = HashKind.PDQ, distance
    return found
