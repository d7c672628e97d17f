"""The job: what it is about, why it is here, what the policy says, and the way to a decision, question by question."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import SimpleNamespace
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath

from leeward.frontline.review import desk, reasons, views
from leeward.frontline.review.pages.calm import back_to_hand, calmly, playbook_of, record_of, told
from leeward.frontline.review.refusals import AlreadyHolding
from leeward.playbook.banks import PREFIX
from leeward.playbook.model import DoneBy, Question
from leeward.playbook.tree import NotAPath, Outcome, steps_of, walk, written
from leeward.record.facts.review import Step
from leeward.record.terms.code import ClauseCode, MeasureCode, RuleCode, is_code
from leeward.record.terms.ids import DecisionId, JobId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import MACHINES
from leeward.record.terms.report import ClockEnd
from leeward.web.kit import Markup, Onward, Page, Refused, allows, form, get, is_swap, may, person, post, redirect, render
from leeward.web.prose import blocks
from leeward.web.telling import SOURCES, STATES, VERDICTS, plain

DECIDE = may("job.decide")


class Decide(msgspec.Struct, kw_only=True):
    """The end of a path."""

    decision: UUID
    clause: str
    path: str
    measures: tuple[str, ...] = ()
    note: str | None = None
    then: str = ""
    """``next``: take the next job with it."""


class Why(msgspec.Struct, kw_only=True):
    """A reason, and what some steps need beside it."""

    reason: Annotated[str, msgspec.Meta(title="a reason")]
    hours: Annotated[int, msgspec.Meta(ge=1, le=24 * 30)] = 24
    note: str | None = None


@get("/jobs/{job:uuid}", guard=may("job.view"), include_in_schema=False)
def show(request: Page, job: FromPath[UUID]) -> Markup:
    """The job page; only its decision part for a swap."""
    who = person(request)
    with calmly(), record_of(request).reading() as look:
        seen = desk.job_view(look, playbook_of(request), who.id, JobId(job))
        before = desk.fresh_decision(look, who.id, request.query_params.get("decided", ""))
        in_time = desk.in_time(look, playbook_of(request), seen.job)
        values = desk.values_read(look, playbook_of(request), seen) if allows(who, "rule.explain") else {}
    path = Path.read(request, seen)
    proofs = allows(who, "ledger.view")
    return render(
        request,
        "review/decide.html" if is_swap(request) else "review/job.html",
        seen=seen,
        job=seen.job,
        in_time=in_time,
        queue=_queue_name(request, seen),
        path=path,
        leads=_leads(seen, values, explains=allows(who, "rule.explain")),
        entries=told(seen.timeline, proofs=proofs),
        states=STATES,
        sources=SOURCES,
        verdicts=VERDICTS,
        plain=plain,
        skips=reasons.SKIP,
        holds=reasons.HOLD,
        escalations={code: words for code, words in reasons.ESCALATE.items() if code not in reasons.BY_ITSELF},
        releases={code: words for code, words in reasons.RELEASE.items() if code != "undo"},
        resumes={code: words for code, words in reasons.RESUME.items() if code != "hold_ended"},
        reversals=reasons.REVERSE,
        policy=blocks(path.offer.policy.text) if path.offer and seen.mine else (),
        alone=seen.job.escalated_by in (None, who.id, *MACHINES),
        fresh=new_id(),
        before=before,
        shows_media=request.app.state.get("media") is not None and bool(seen.subject.media),
        may_reveal=allows(who, "text.reveal") and (seen.mine or "lead" in who.roles),
        instruments=_instruments(seen),
        owed=_owed(seen),
        copies_clocks={row.code for row in playbook_of(request).clocks if row.done_by is DoneBy.COPIES_SEARCHED},
    )


def _owed(seen: views.JobView) -> list[views.ClockLine]:
    """Duties that somebody has yet to do."""
    return [line for line in seen.clocks if line.ends is ClockEnd.DUTY and line.stopped is None and line.starts <= now()]


def _instruments(seen: views.JobView) -> list[views.ClockLine]:
    """One chip a clock that deciding ends, the earliest due first; those without an hour last."""
    chips: dict[str, views.ClockLine] = {}
    waiting = [line for line in seen.clocks if line.ends is ClockEnd.DECISION]
    for line in sorted(waiting, key=lambda each: (each.due is None, each.due or each.starts)):
        chips.setdefault(line.clock, line)
    return list(chips.values())


def _queue_name(request: Page, seen: views.JobView) -> str:
    return next((queue.name for queue in playbook_of(request).queues if queue.code == seen.job.queue), plain(seen.job.queue))


def _leads(
    seen: views.JobView, values: Mapping[RuleCode, tuple[tuple[str, ...], ...]], *, explains: bool
) -> list[SimpleNamespace]:
    """The reasons as the kit draws them, one a rule; with the values that decided, and the way to all of them, for those who
    may see them."""
    lines = {line.rule: line for line in seen.reasons}
    return [
        SimpleNamespace(
            what=f"{line.signal[:1].upper()}{line.signal[1:]}" or "This rule is no longer in the playbook.",
            rule=line.rule,
            clause=f"{line.clause} {line.clause_title}".strip(),
            strength=line.strength,
            matched=line.matched,
            read=values.get(line.rule, ()),
            explain=_explained(seen, line.rule) if explains else "",
        )
        for line in lines.values()
    ]


def _explained(seen: views.JobView, rule: RuleCode) -> str:
    """Where the values stand: at the first report that brought the rule, or at the event behind it. A bank has none."""
    if rule.startswith(PREFIX):
        return ""
    brought = next((report for report in seen.reports if any(reason["rule"] == rule for reason in report.reasons)), None)
    return f"/rules/explain?number={brought.id}&rule={rule}" if brought else ""


class Path(msgspec.Struct, frozen=True, kw_only=True):
    """How far somebody is on the way to a decision. It stands in the address, so that back is back."""

    clause: str
    written: str
    """``question:answer,question:answer``"""
    said: tuple[tuple[str, str], ...]
    question: Question | None
    outcome: Outcome | None
    ending: str
    back: str
    offer: views.Offer | None

    @classmethod
    def read(cls, request: Page, seen: views.JobView) -> "Path":
        """The path in the address; an impossible one begins anew."""
        asked = request.query_params
        offers = {offer.policy.id: offer for offer in seen.offers}
        clause = asked.get("clause", "") or next((str(offer.policy.id) for offer in seen.offers), "")
        offer = offers.get(ClauseCode(clause))
        if offer is None:
            return cls(clause="", written="", said=(), question=None, outcome=None, ending="", back="", offer=None)
        steps = steps_of(",".join(part for part in (asked.get("path", ""), asked.get("answer", "")) if part))
        try:
            at = walk(offer.policy, steps)
        except NotAPath:
            steps, at = (), offer.policy.questions[0]
        before = written(steps[:-1])
        back = f"/jobs/{seen.job.id}?clause={clause}" + (f"&path={before}" if before else "")
        return cls(
            clause=clause,
            written=written(steps),
            said=_said(offer, steps),
            question=at if isinstance(at, Question) else None,
            outcome=at if isinstance(at, Outcome) else None,
            ending=_ending(at, clause) if isinstance(at, Outcome) else "",
            back=back if steps else "",
            offer=offer,
        )


def _said(offer: views.Offer, steps: Sequence[Step]) -> tuple[tuple[str, str], ...]:
    questions = {question.id: question for question in offer.policy.questions}
    return tuple(
        (questions[step.question].ask, next(a.label for a in questions[step.question].answers if a.id == step.answer))
        for step in steps
    )


def _ending(end: Outcome, clause: str) -> str:
    if end.escalate is not None:
        return f"Goes to a lead: {reasons.ESCALATE.get(end.escalate, plain(end.escalate)).lower()}."
    assert end.verdict is not None
    if end.severity is not None:
        return f"Violates {clause}, severity {int(end.severity)}."
    return {"no_violation": f"No violation of {clause}.", "not_enough": "Cannot be decided on what is there."}[end.verdict]


@post("/jobs/{job:uuid}/claim", guard=may("job.claim"), include_in_schema=False)
def claim(request: Page, job: FromPath[UUID]) -> Onward:
    """Take this very job."""
    with calmly():
        try:
            desk.claim(record_of(request), playbook_of(request), person(request).id, JobId(job))
        except AlreadyHolding:
            return back_to_hand(request)
    return redirect(request, f"/jobs/{job}")


@post("/jobs/{job:uuid}/renew", guard=may("job.claim"), include_in_schema=False)
def renew(request: Page, job: FromPath[UUID]) -> Onward:
    """Keep it for longer."""
    with calmly():
        desk.renew(record_of(request), playbook_of(request), person(request).id, JobId(job))
    return redirect(request, f"/jobs/{job}", notice="It is yours for longer.")


@post("/jobs/{job:uuid}/reveal", guard=may("text.reveal"), status_code=200, include_in_schema=False)
def reveal(request: Page, job: FromPath[UUID]) -> Response[Any]:
    """The texts of the job in clear; that they were read, by whom and why, is a fact."""
    record, playbook, who = record_of(request), playbook_of(request), person(request).id
    with calmly():
        texts = desk.reveal(record, playbook, who, JobId(job))
        with record.reading() as look:
            veiled = desk.job_view(look, playbook, who, JobId(job)).texts
    parts = [
        {"label": _label(each), "text": texts.get(each.ref) or "This text was erased."} for each in veiled if each.ref in texts
    ]
    return Response({"parts": parts}, media_type="application/json")


_LABELS = {
    "report": "What was reported",
    "content": "What the subject says",
    "note": "Note",
    "identifier": "The platform's identifier",
}


def _label(veiled: views.Veiled) -> str:
    return _LABELS.get(veiled.what) or plain(veiled.what.partition(".")[2] or veiled.what).capitalize()


@post("/jobs/{job:uuid}/decide", guard=DECIDE, include_in_schema=False)
def decide(request: Page, job: FromPath[UUID]) -> Onward:
    """Decide by the path; where it ends in an escalation, escalate."""
    filled = form(request, Decide)
    if filled.value is None or not is_code(filled.value.clause):
        raise Refused("The decision was not complete.", remedy="Open the job again and answer every question.")
    sent = filled.value
    with calmly():
        made = desk.decide(
            record_of(request),
            playbook_of(request),
            person(request).id,
            JobId(job),
            decision=DecisionId(sent.decision),
            clause=ClauseCode(sent.clause),
            path=steps_of(sent.path),
            measures=[MeasureCode(code) for code in sent.measures if is_code(code)],
            note=sent.note,
        )
    told = "A lead has it now." if made.verdict is None else ""
    decided = "" if made.verdict is None else f"?decided={made.decision}"
    if sent.then != "next":
        return redirect(request, f"/work{decided}", notice=told)
    with calmly():
        claim = desk.claim_next(record_of(request), playbook_of(request), person(request).id)
    if claim is None:
        return redirect(request, f"/work{decided}", notice=f"{told} There is nothing more for you now.".strip())
    with record_of(request).reading() as look:
        near = desk.warning(look, playbook_of(request), person(request).id, claim.job)
    return redirect(
        request, f"/jobs/{claim.job}{decided}", notice=f"{told} {near}".strip(), tone="attention" if near else "quiet"
    )


@post("/decisions/{decision:uuid}/undo", guard=DECIDE, include_in_schema=False)
def undo(request: Page, decision: FromPath[UUID]) -> Onward:
    """Take one's own decision back in time."""
    with calmly():
        undone = desk.undo(record_of(request), playbook_of(request), person(request).id, DecisionId(decision))
    told = "Undone. Nothing had left the house." + ("" if undone.in_hand else " The job is back in its queue.")
    return redirect(request, f"/jobs/{undone.job}", notice=told)


@post("/decisions/{decision:uuid}/reverse", guard=may("job.assign"), include_in_schema=False)
def reverse(request: Page, decision: FromPath[UUID]) -> Onward:
    """Overturn a decision in force; strikes and limits are restored."""
    filled = form(request, Why)
    with calmly():
        reason = filled.value.reason if filled.value else ""
        desk.reverse(record_of(request), playbook_of(request), person(request).id, DecisionId(decision), reason)
    return redirect(request, request.query_params.get("back", "/work"), notice="Reversed. Strikes and limits are restored.")


@post("/jobs/{job:uuid}/skip", guard=may("job.claim"), include_in_schema=False)
def skip(request: Page, job: FromPath[UUID]) -> Onward:
    """Leave it to somebody else."""
    with calmly():
        desk.skip(record_of(request), playbook_of(request), person(request).id, JobId(job), _reason(request))
    return redirect(request, "/work", notice="Skipped. Somebody else will look at it.")


@post("/jobs/{job:uuid}/release", guard=may("job.claim"), include_in_schema=False)
def release(request: Page, job: FromPath[UUID]) -> Onward:
    """Give it back; it keeps its place."""
    with calmly():
        desk.release(record_of(request), playbook_of(request), person(request).id, JobId(job), _reason(request))
    return redirect(request, "/work", notice="Given back. It keeps its place in the order.")


@post("/jobs/{job:uuid}/hold", guard=may("job.hold"), include_in_schema=False)
def hold(request: Page, job: FromPath[UUID]) -> Onward:
    """Let it wait for something. A legal clock does not wait."""
    filled = form(request, Why)
    if "hours" in filled.problems:
        raise Refused("A hold takes from 1 to 720 hours.", remedy="The job is as it was. Choose again for how long.")
    hours = filled.value.hours if filled.value else 24
    with calmly():
        until = now() + timedelta(hours=hours)
        desk.hold(record_of(request), playbook_of(request), person(request).id, JobId(job), _reason(request), until)
    return redirect(request, "/work", notice="On hold. It comes back by itself; a legal clock goes on running.")


@post("/jobs/{job:uuid}/escalate", guard=may("job.escalate"), include_in_schema=False)
def escalate(request: Page, job: FromPath[UUID]) -> Onward:
    """Ask for a lead."""
    filled = form(request, Why)
    note = filled.value.note if filled.value else None
    with calmly():
        desk.escalate(record_of(request), playbook_of(request), person(request).id, JobId(job), _reason(request), note)
    return redirect(request, "/work", notice="A lead has it now.")


@post("/jobs/{job:uuid}/resume", guard=may("job.hold"), include_in_schema=False)
def resume(request: Page, job: FromPath[UUID]) -> Onward:
    """Open it again before its time."""
    with calmly():
        desk.resume(record_of(request), playbook_of(request), person(request).id, JobId(job), _reason(request))
    return redirect(request, f"/jobs/{job}", notice="Open again.")


def _reason(request: Page) -> str:
    filled = form(request, Why)
    return filled.value.reason if filled.value else str(filled.typed.get("reason") or "")


ROUTES = [show, claim, renew, reveal, decide, undo, reverse, skip, release, hold, escalate, resume]
