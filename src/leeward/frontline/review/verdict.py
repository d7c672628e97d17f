"""From a path through a policy's questions to a decision: everything that is kept about it (Q14, Q29), or why it is none."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

import msgspec

from leeward.frontline.review.refusals import NotADecision
from leeward.playbook.ladder import Consequence, Strikes, consequence
from leeward.playbook.model import Playbook, Policy, Requirement
from leeward.playbook.tree import Outcome
from leeward.record.facts.assessment import Reason
from leeward.record.facts.review import JobDecided, Step
from leeward.record.terms.code import ClauseCode, LanguageCode, MeasureCode, QueueCode
from leeward.record.terms.ids import DecisionId, EventId, JobId, PersonId, ReportId, SubjectId, VaultRef
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import Source, Verdict
from leeward.record.terms.severity import Severity
from leeward.record.terms.subject import SubjectKind


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One report of the job, as a decision needs it."""

    id: ReportId
    source: Source
    received: Moment
    reach: int
    reasons: tuple[Reason, ...]
    signalled: Moment | None = None
    """When our own rules saw it, if they did."""
    text: VaultRef | None = None
    content: VaultRef | None = None
    signal: EventId | None = None
    """The event behind it."""

    @property
    def evidence(self) -> tuple[UUID, ...]:
        """What it put on the table, by ids."""
        return tuple(each for each in (self.text, self.content, self.signal) if each is not None)


class Docket(msgspec.Struct, frozen=True, kw_only=True):
    """What lies on the table when somebody decides."""

    job: JobId
    about: SubjectId
    kind: SubjectKind
    queue: QueueCode
    language: LanguageCode
    severity: Severity
    claimed: Moment
    escalated_by: PersonId | None
    reports: tuple[Told, ...]
    """In the order of receipt; at least one."""
    strikes: tuple[Strikes, ...]


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody decided."""

    decision: DecisionId
    clause: ClauseCode
    path: tuple[Step, ...]
    measures: tuple[MeasureCode, ...] = ()


def policy_of(playbook: Playbook, clause: str) -> Policy:
    """The policy of a clause. Raises NotADecision for one that the playbook does not have."""
    if clause not in playbook.policies:
        raise NotADecision(f'The playbook has no clause "{clause}".', remedy="Choose one of its policies.")
    return playbook.policies[ClauseCode(clause)]


def proposal(playbook: Playbook, policy: Policy, kind: SubjectKind, strikes: Iterable[Strikes], at: Moment) -> Consequence:
    """What the ladder offers for a violation of this policy by such a subject with this history."""
    return consequence(playbook.steps, playbook.measures, policy, kind, strikes, at)


def decided(playbook: Playbook, docket: Docket, choice: Choice, end: Outcome, who: PersonId, now: Moment) -> JobDecided:
    """The decision as a fact. Raises NotADecision where the measures do not fit."""
    policy = policy_of(playbook, choice.clause)
    assert end.verdict is not None, "an escalation is no decision"
    _check_measures(playbook, policy, docket, choice, end.verdict, now)
    first = docket.reports[0]
    return JobDecided(
        subject=docket.job,
        actor=who,
        occurred=now,
        decision=choice.decision,
        about=docket.about,
        reports=tuple(told.id for told in docket.reports),
        verdict=end.verdict,
        clause=policy.id,
        clause_version=policy.version,
        severity=docket.severity if end.severity is None else end.severity,
        path=choice.path,
        reasons=reasons_of(docket.reports),
        playbook=playbook.digest,
        measures=choice.measures,
        source=first.source,
        queue=docket.queue,
        language=docket.language,
        first_seen=min(told.signalled or told.received for told in docket.reports),
        claimed=docket.claimed,
        views_at_action=max(told.reach for told in docket.reports),
        automated_detection=first.source is Source.PROACTIVE,
        automated_decision=False,
        evidence=tuple(dict.fromkeys(each for told in docket.reports for each in told.evidence)),
        effective=now + timedelta(seconds=playbook.limits.grace_seconds),
    )


def check_required(policy: Policy, end: Outcome, *, note: str | None, revealed: bool) -> None:
    """Raises NotADecision where a violation lacks what its clause requires."""
    if end.verdict is not Verdict.VIOLATES:
        return
    if Requirement.NOTE in policy.requires and not (note or "").strip():
        raise NotADecision(f"{policy.id} asks for a note that says why.", remedy="Write it, then decide.")
    if Requirement.REVEALED in policy.requires and not revealed:
        raise NotADecision(f"{policy.id} asks that you look at what was said.", remedy="Reveal a text, then decide.")


def with_note(fact: JobDecided, note: VaultRef | None) -> JobDecided:
    """The same decision with a note in the vault."""
    return msgspec.structs.replace(fact, note=note)


def reasons_of(reports: Sequence[Told]) -> tuple[Reason, ...]:
    """All reasons of all reports, each rule in each version once."""
    found = {(reason.rule, reason.rule_version): reason for told in reports for reason in told.reasons}
    return tuple(found[key] for key in sorted(found))


def _check_measures(playbook: Playbook, policy: Policy, docket: Docket, choice: Choice, verdict: Verdict, now: Moment) -> None:
    chosen = choice.measures
    if verdict is not Verdict.VIOLATES:
        if chosen:
            raise NotADecision("Measures follow only from a violation.", remedy="Leave them out, or answer again.")
        return
    offered = {measure.code: measure for measure in proposal(playbook, policy, docket.kind, docket.strikes, now).measures}
    if wrong := [code for code in chosen if code not in offered]:
        raise NotADecision(f'The ladder does not offer "{wrong[0]}" here.', remedy=f"There are: {', '.join(offered) or 'none'}.")
    if len(set(chosen)) != len(chosen):
        raise NotADecision("A measure is chosen twice.")
    if offered and not chosen:
        raise NotADecision("A violation needs at least one measure.", remedy=f"There are: {', '.join(offered)}.")
