"""The office of the tests with texts for statements: decisions come into force, statements are drafted."""

from datetime import timedelta
from typing import Any

import msgspec

from cast import Cast
from frontline.console import with_rights
from frontline.office import FEES, MEASURES, PLAY, SHARED, VIOLATES, open_job
from leeward.frontline.enforcement import desk as enforcement
from leeward.frontline.review import desk as review
from leeward.frontline.statements import desk
from leeward.playbook.model import Area, Harm, Mappings, Measure, MeasureKind, Playbook
from leeward.playbook.reader import read_playbook, starter
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import DecisionId, StatementId, new_id
from leeward.record.terms.moment import Moment, now
from leeward.record.terms.subject import SubjectKind

HARM = Harm(
    code="labour_exploitation.fees", name="Fees", area=Area.HUMAN_EXPLOITATION, description="For tests.",
    mappings=Mappings(dsa_category="STATEMENT_CATEGORY_VIOLENCE", dsa_keyword="KEYWORD_HUMAN_EXPLOITATION"),
)  # fmt: skip
REDUCE = Measure(
    code="limit_reach", name="Stop recommending it", kind=MeasureKind.VISIBILITY, applies_to=tuple(SubjectKind), days=30,
    dsa="DECISION_VISIBILITY_CONTENT_DEMOTED",
)  # fmt: skip
REMOVE = msgspec.structs.replace(MEASURES["remove_content"], dsa="DECISION_VISIBILITY_CONTENT_REMOVED", name="Take it down")
REASONS = "Charging a worker for a job is not allowed."


def book(**texts: Any) -> Playbook:
    """The office's playbook with statements. ``texts`` replace those of the starter's file; ``reasons`` the clause's."""
    reasons = texts.pop("reasons", REASONS)
    fees = msgspec.structs.replace(FEES, reasons=reasons, measures=(*FEES.measures, "limit_reach"))
    made = read_playbook(starter()).statements
    assert made is not None
    return msgspec.structs.replace(
        with_rights(PLAY),
        harms={HARM.code: HARM},
        policies={fees.id: fees, SHARED.id: SHARED},
        measures=MEASURES | {"limit_reach": REDUCE, "remove_content": REMOVE},
        steps=tuple(msgspec.structs.replace(step, measures=(*step.measures, "limit_reach")) for step in PLAY.steps),
        statements=msgspec.structs.replace(made, **texts),
    )


def restrict(record: Record, cast: Cast, playbook: Playbook, *measures: str, **given: Any) -> DecisionId:
    """Decide a job, and let its measures come into force."""
    decision = decide(record, cast, playbook, *(measures or ("remove_content",)), **given)
    enforcement.wake(record, lambda: playbook, in_force())
    return decision


def decide(record: Record, cast: Cast, playbook: Playbook, *measures: str, **given: Any) -> DecisionId:
    """Decide a job; it can still be undone."""
    job, decision = open_job(record, **given), DecisionId(new_id())
    review.claim(record, playbook, cast.bob.id, job)
    review.decide(record, playbook, cast.bob.id, job, decision=decision, clause="HE-T-1", path=VIOLATES, measures=measures)
    return decision


def in_force() -> Moment:
    """After the grace period."""
    return now() + timedelta(minutes=2)


def draft(record: Record, playbook: Playbook) -> int:
    """Draft what is owed."""
    return desk.wake(record, lambda: playbook, now())


def table(record: Record) -> list[dict[str, Any]]:
    """The statements, the oldest first."""
    with record.reading() as look:
        return [dict(row) for row in look.rows("SELECT * FROM statement ORDER BY owed, id")]


def only(record: Record) -> dict[str, Any]:
    """The one statement there is."""
    [row] = table(record)
    return row


def said(record: Record, cast: Cast, statement: StatementId) -> dict[str, Any]:
    """What a statement says, field by field."""
    fields = desk.statement(record, cast.bob.id, statement).fields
    assert fields is not None
    return fields
