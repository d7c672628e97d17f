"""How far somebody is on the way through the questions. It stands in the address, so that back is back."""

from collections.abc import Sequence
from urllib.parse import urlencode

import msgspec

from leeward.frontline.appeals import verdict, wording
from leeward.frontline.appeals.views import AppealView, Offer
from leeward.playbook.model import Playbook, Policy, Question
from leeward.playbook.tree import NotAPath, Outcome, steps_of, walk, written
from leeward.record.facts.review import Step
from leeward.record.terms.appeal import AppealOutcome
from leeward.record.terms.code import ClauseCode, MeasureCode
from leeward.record.terms.report import TAKEN_BACK, Verdict
from leeward.web.kit import Page
from leeward.web.telling import plain


class Path(msgspec.Struct, frozen=True, kw_only=True):
    """The way so far, and where it leads."""

    clause: str = ""
    written: str = ""
    """``question:answer,question:answer``"""
    said: tuple[tuple[str, str], ...] = ()
    question: Question | None = None
    outcome: Outcome | None = None
    measures: tuple[MeasureCode, ...] = ()
    """Those that follow: all that can, unless some were taken off."""
    ends: AppealOutcome | None = None
    """What that would mean for the first decision."""
    ending: str = ""
    back: str = ""
    draft: str = ""
    """The reasons to begin from."""
    offer: Offer | None = None

    @classmethod
    def read(cls, request: Page, seen: AppealView) -> "Path":
        """The path in the address; an impossible one begins anew."""
        asked = request.query_params
        offers = {offer.policy.id: offer for offer in seen.offers}
        clause = asked.get("clause", "") or next((str(offer.policy.id) for offer in seen.offers), "")
        offer = offers.get(ClauseCode(clause))
        if offer is None:
            return cls()
        steps = steps_of(",".join(part for part in (asked.get("path", ""), asked.get("answer", "")) if part))
        try:
            at = walk(offer.policy, steps)
        except NotAPath:
            steps, at = (), offer.policy.questions[0]
        back = f"/appeals/{seen.appeal.id}?" + urlencode({"clause": clause, "path": written(steps[:-1])})
        way = cls(clause=clause, written=written(steps), said=_said(offer.policy, steps), back=back if steps else "", offer=offer)
        if isinstance(at, Question):
            return msgspec.structs.replace(way, question=at)
        return _ended(way, at, seen, offer, asked.getall("measures", []) if "chosen" in asked else None)


def _ended(way: Path, end: Outcome, seen: AppealView, offer: Offer, chosen: Sequence[str] | None) -> Path:
    if end.escalate is not None:
        return msgspec.structs.replace(way, outcome=end, ending=f"Goes to a lead: {plain(end.escalate)}.")
    can = [measure.code for measure in offer.measures] if end.verdict is Verdict.VIOLATES else []
    measures = tuple(code for code in can if chosen is None or code in chosen)
    ends = verdict.outcome_of(_first(seen), end, measures)
    draft = wording.draft(ends, seen.appeal.appellant, offer.policy, way.said, redress=seen.redress)
    words = {
        Verdict.VIOLATES: f"Violates {offer.policy.id}, severity {int(end.severity or 0)}.",
        Verdict.NO_VIOLATION: f"No violation of {offer.policy.id}.",
        Verdict.NOT_ENOUGH: "Cannot be decided on what is there.",
    }
    assert end.verdict is not None, "an escalation was handled above"
    return msgspec.structs.replace(way, outcome=end, measures=measures, ends=ends, ending=words[end.verdict], draft=draft)


def _first(seen: AppealView) -> verdict.First:
    """The first decision, as far as the outcome asks for it."""
    made = seen.first
    standing = {each.measure for each in made.actions if each.state not in TAKEN_BACK}
    return verdict.First(
        decision=made.id, appellant=seen.appeal.appellant, verdict=made.verdict, clause=made.clause,
        clause_version=made.clause_version, severity=made.severity, kind=made.kind, strikes=(),
        measures=tuple(code for code in made.measures if code in standing) if made.verdict is Verdict.VIOLATES else (),
    )  # fmt: skip


def said(playbook: Playbook, clause: str | None, steps: Sequence[Step]) -> tuple[tuple[str, str], ...]:
    """A path that was taken, in the policy's words; in codes where the policy has changed since."""
    policy = playbook.policies.get(ClauseCode(clause)) if clause else None
    try:
        if policy is None:
            raise NotAPath("The clause is gone.")
        walk(policy, steps)
        return _said(policy, steps)
    except NotAPath:
        return tuple((plain(step.question), plain(step.answer)) for step in steps)


def _said(policy: Policy, steps: Sequence[Step]) -> tuple[tuple[str, str], ...]:
    questions = {question.id: question for question in policy.questions}
    return tuple(
        (questions[step.question].ask, next(a.label for a in questions[step.question].answers if a.id == step.answer))
        for step in steps
    )
