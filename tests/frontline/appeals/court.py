"""What the tests of appeals need again and again: decisions in force, appeals against them, people who hear them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec

from frontline.office import FINE, NOT_ENOUGH, VIOLATES, open_job
from frontline.office import PLAY as OFFICE
from leeward import flow
from leeward.frontline.appeals import desk
from leeward.frontline.appeals.described import AppealIn, Receipt
from leeward.frontline.review import desk as review
from leeward.playbook.model import AppealLimits
from leeward.record.facts.assessment import ReportAssessed
from leeward.record.facts.intake import ReportReceived
from leeward.record.facts.people import PersonJoined
from leeward.record.facts.review import Step
from leeward.record.ledger.record import Record
from leeward.record.terms.appeal import Appellant
from leeward.record.terms.code import ClauseCode, MeasureCode, SourceCode
from leeward.record.terms.ids import AppealId, DecisionId, JobId, PersonId, ReportId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import DOOR, Role
from leeward.record.terms.severity import Severity

PLAY = msgspec.structs.replace(
    OFFICE,
    limits=msgspec.structs.replace(
        OFFICE.limits, grace_seconds=0, appeals=AppealLimits(clocks=("keeps-open",), expedited_by=("us-tida-3",))
    ),
)
"""The office's playbook; a decision takes effect at once."""
SLOW = msgspec.structs.replace(PLAY, limits=msgspec.structs.replace(PLAY.limits, grace_seconds=3600))
"""The same with an hour to undo."""
LISTENERS = {kind: heard for kind, heard in flow.listeners(lambda: PLAY).items() if kind not in (ReportReceived, ReportAssessed)}
"""Everybody who listens but for those before review: the office's jobs are placed already."""
API = SourceCode("api")
CLAUSE = ClauseCode("HE-T-1")
WHY = "We looked again."


def somebody(record: Record, **more: Any) -> PersonId:
    """A lead who may take anything, hired just now; ``more`` changes the facts of it."""
    fields: dict[str, Any] = {
        "roles": (Role.LEAD, Role.REVIEWER), "skills": ("any",), "languages": ("any",), "severity_limit": Severity.IMMINENT,
    }  # fmt: skip
    who = PersonId(new_id())
    with record.writing() as tx:
        tx.append([PersonJoined(subject=who, actor=DOOR, occurred=now(), **(fields | more))])
        tx.execute(
            "INSERT INTO account (person, login, name) VALUES (%(who)s, %(login)s, %(login)s)", {"who": who, "login": str(who)}
        )
    return who


def decided(
    record: Record,
    who: PersonId,
    path: Sequence[Step] = VIOLATES,
    measures: Sequence[str] = ("remove_content", "warn"),
    **given: Any,
) -> DecisionId:
    """A decision in force, made by somebody; the job is as the office opens it."""
    job = open_job(record, **given)
    review.claim(record, PLAY, who, job)
    made = review.decide(
        record, PLAY, who, job, decision=DecisionId(new_id()), clause=CLAUSE, path=path,
        measures=[MeasureCode(code) for code in measures] if path not in (FINE, NOT_ENOUGH) else (),
    )  # fmt: skip
    pass_time(record)
    return made.decision


def turned_down(record: Record, who: PersonId, **given: Any) -> tuple[DecisionId, ReportId]:
    """A report that was turned down: the decision, and the report."""
    decision = decided(record, who, FINE, **given)
    return decision, value(record, "SELECT reports[1] FROM decision WHERE id = %(id)s", decision)


def appeal(record: Record, decision: DecisionId, **more: Any) -> Receipt:
    """An appeal by whom it restricts."""
    arrival = AppealIn(**({"appellant": Appellant.RECIPIENT, "decision": decision} | more))
    return desk.lodge(record, PLAY, arrival, door=API, actor=DOOR)


def heard(
    record: Record, who: PersonId, number: AppealId, path: Sequence[Step], measures: Sequence[str] = (), playbook: Any = PLAY
) -> desk.Made:
    """Somebody takes an appeal and decides it."""
    desk.claim(record, playbook, who, number)
    chosen = [MeasureCode(code) for code in measures]
    return desk.decide(record, playbook, who, number, clause=CLAUSE, path=path, measures=chosen, told=WHY)


def pass_time(record: Record, span: timedelta = timedelta(0)) -> None:
    """Let the clockwork run, as if it were later."""
    for wake in flow.TIMERS:
        wake(record, lambda: PLAY, now() + span)


def value(record: Record, sql: str, number: UUID | None = None) -> Any:
    """One value from standing."""
    with record.reading() as look:
        return look.value(sql, {"id": number})


def rows(record: Record, sql: str, number: UUID | None = None) -> list[dict[str, Any]]:
    """Rows from standing."""
    with record.reading() as look:
        return list(look.rows(sql, {"id": number}))


def job_of(record: Record, decision: DecisionId) -> JobId:
    """The job that a decision ended."""
    return JobId(value(record, "SELECT job FROM decision WHERE id = %(id)s", decision))
