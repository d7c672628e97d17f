"""What the tests of quality need again and again: decisions in force, a playbook that draws all, people who look again."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec

from cast import Cast
from frontline.appeals.court import LISTENERS, somebody
from frontline.console import RIGHTS
from frontline.office import FINE, NOT_ENOUGH, VIOLATES, open_job
from frontline.office import PLAY as OFFICE
from leeward import flow
from leeward.frontline.quality import desk
from leeward.frontline.review import desk as review
from leeward.playbook.model import Cause, GoldenItem, GoldenSet, Quality, SamplingPlan
from leeward.record.facts.review import Step
from leeward.record.ledger.record import Record
from leeward.record.terms.code import CauseCode, ClauseCode, ItemCode, MeasureCode, PlanCode, SetCode
from leeward.record.terms.ids import CheckId, DecisionId, PersonId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import CLOCKWORK
from leeward.record.terms.subject import SubjectKind

__all__ = ["LISTENERS", "somebody"]
CLAUSE = ClauseCode("HE-T-1")
ALL = SamplingPlan(code=PlanCode("all"), name="All", why="For tests.", share=1.0)
KEYS = {"plain": ("minor:no", "act:no"), "clear": ("minor:no", "act:yes", "harm:usual"), "hidden": ("minor:no", "act:unclear")}
SET = GoldenSet(
    code=SetCode("fees"), name="Fees", clause=CLAUSE, queue="labour", file="calibration/fees.toml",
    items=tuple(
        GoldenItem(
            code=ItemCode(code), kind=SubjectKind.LISTING, language="en", content=f"Placeholder {code}.", key=key, why="So.",
            stream=code != "hidden",
        )
        for code, key in KEYS.items()
    ),
)  # fmt: skip
PLAY = msgspec.structs.replace(
    OFFICE,
    limits=msgspec.structs.replace(OFFICE.limits, grace_seconds=0),
    access=RIGHTS,
    quality=Quality(plan=(ALL,), pairs=0.0, golden_one_in=10**9, cause=(Cause(code=CauseCode("slip"), name="A slip"),)),
    golden={SET.code: SET},
)
"""Everything is drawn, nothing is paired, no golden item comes by itself, and a decision takes effect at once."""


def with_quality(**more: Any) -> Any:
    """The same playbook with other quality rules."""
    return msgspec.structs.replace(PLAY, quality=msgspec.structs.replace(PLAY.quality, **more))


def decided(record: Record, who: PersonId, path: Sequence[Step] = VIOLATES, **given: Any) -> DecisionId:
    """A decision in force, made by somebody; the job is as the office opens it."""
    job = open_job(record, **given)
    review.claim(record, PLAY, who, job)
    measures = () if tuple(path) in (FINE, NOT_ENOUGH) else ("remove_content", "warn")
    made = review.decide(
        record, PLAY, who, job, decision=DecisionId(new_id()), clause=CLAUSE, path=path,
        measures=[MeasureCode(code) for code in measures],
    )  # fmt: skip
    pass_time(record)
    return made.decision


def drawn(record: Record, playbook: Any = PLAY) -> tuple[desk.Draw, ...]:
    """Everything that was decided, drawn now."""
    return desk.draw_samples(record, playbook, CLOCKWORK, now())


def looked(record: Record, who: PersonId, path: Sequence[Step], playbook: Any = PLAY) -> CheckId:
    """Somebody takes the next second look and answers."""
    taken = desk.claim_next(record, playbook, who)
    assert taken is not None, "there is a second look for them"
    desk.take_look(record, playbook, who, taken.check, clause=CLAUSE, path=path)
    return taken.check


def found_wrong(record: Record, people: Cast, first: Sequence[Step] = VIOLATES, truth: Sequence[Step] = FINE) -> CheckId:
    """A decision of Alice's that a peer and an expert found wrong; the check."""
    decided(record, people.alice.id, first)
    drawn(record)
    looked(record, somebody(record), truth)
    return looked(record, people.bob.id, truth)


def pass_time(record: Record, span: timedelta = timedelta(0)) -> None:
    """Let the clockwork of the other rooms run, as if it were later."""
    for wake in flow.TIMERS:
        if wake is not desk.wake:
            wake(record, lambda: PLAY, now() + span)


def value(record: Record, sql: str, number: UUID | None = None) -> Any:
    """One value from standing."""
    with record.reading() as look:
        return look.value(sql, {"id": number})


def rows(record: Record, sql: str, number: UUID | None = None) -> list[dict[str, Any]]:
    """Rows from standing."""
    with record.reading() as look:
        return list(look.rows(sql, {"id": number}))
