"""What the playbook made of it."""

import msgspec

from leeward.record.facts.fact import Fact
from leeward.record.terms.code import ClauseCode, Digest, EventKind, HarmCode, ReasonCode, RuleCode
from leeward.record.terms.ids import EventId, SubjectId
from leeward.record.terms.severity import Severity


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """One rule that matched. A lead, not a finding."""

    rule: RuleCode
    rule_version: Digest
    clause: ClauseCode
    severity: Severity
    conjuncts: tuple[int, ...] = ()
    """Which conjuncts of the rule were decided as true, by their place in the text."""


class ReportAssessed(Fact, frozen=True, kw_only=True):
    """The playbook looked at a report. ``subject`` is the report."""

    about: SubjectId
    playbook: Digest
    reasons: tuple[Reason, ...]
    harm: HarmCode
    clauses: tuple[ClauseCode, ...]
    severity: Severity
    likelihood: float
    """0..1, from the rules' strength and the reporter's record; how is in playbook/queues.toml."""


class ReportReassessed(Fact, frozen=True, kw_only=True):
    """More came to be known of a report: its media was found in a bank. ``subject`` is the report. Nothing became milder."""

    about: SubjectId
    playbook: Digest
    reasons: tuple[Reason, ...]
    harm: HarmCode
    clauses: tuple[ClauseCode, ...]
    severity: Severity
    likelihood: float


class ShadowMatched(Fact, frozen=True, kw_only=True):
    """Rules that are only watched matched a report or an activity event, its ``subject``. Nothing follows from it."""

    event_kind: EventKind
    """``report`` for a report."""
    about: SubjectId
    playbook: Digest
    reasons: tuple[Reason, ...]


class RuleFailed(Fact, frozen=True, kw_only=True):
    """A rule raised instead of answering, and did not match; the others did their work. ``subject`` is the rule's id.

    Written at most once a minute for each rule by each process, with how often it was since the last time.
    """

    rule: RuleCode
    rule_version: Digest
    error: ReasonCode
    """The kind of error, never its text, which could quote the event."""
    failures: int


class SignalRaised(Fact, frozen=True, kw_only=True):
    """An activity event matched rules. ``subject`` is the event."""

    event: EventId
    event_kind: EventKind
    about: SubjectId
    playbook: Digest
    reasons: tuple[Reason, ...]
