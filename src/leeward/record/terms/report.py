"""Reports: who may say what, through which door, and how it can end."""

from enum import StrEnum


class Source(StrEnum):
    """The kind of intake (Q25): each has its own fields, queues, clocks and outcomes."""

    USER_REPORT = "user_report"
    NOTICE = "notice"  # a legal notice: TAKE IT DOWN, OSA 20A, DSA Art 16
    TRUSTED_FLAGGER = "trusted_flagger"  # DSA Art 22
    AUTHORITY_ORDER = "authority_order"  # DSA Art 9 and 10
    LAW_ENFORCEMENT = "law_enforcement"
    PARTNER = "partner"
    PROACTIVE = "proactive"  # our own rules and signals


class Capacity(StrEnum):
    """In what capacity somebody reports (FIELD 1.2)."""

    SUBJECT = "subject"  # the person depicted or harmed
    AUTHORISED_PERSON = "authorised_person"
    THIRD_PARTY = "third_party"
    TRUSTED_FLAGGER = "trusted_flagger"
    AUTHORITY = "authority"
    MACHINE = "machine"


class JobState(StrEnum):
    """Where a job stands."""

    OPEN = "open"
    CLAIMED = "claimed"
    HELD = "held"  # waits for a moment, a person or an answer
    ESCALATED = "escalated"  # waits for a lead
    ASSIGNED = "assigned"  # given to somebody, who has yet to take it
    MERGED = "merged"  # decided with another job
    DECIDED = "decided"


WAITING = (JobState.OPEN, JobState.HELD, JobState.ESCALATED, JobState.ASSIGNED)
"""Of a job in one of these nobody decides just now, and somebody will."""


class LateStep(StrEnum):
    """What was done because a job waited past its start-by."""

    NOTIFIED = "notified"  # leads see it
    RAISED = "raised"  # one tier of severity further up
    ESCALATED = "escalated"


class Verdict(StrEnum):
    """How a decision ends."""

    VIOLATES = "violates"
    NO_VIOLATION = "no_violation"
    NOT_ENOUGH = "not_enough"  # cannot be decided on what is there


class ClockEnd(StrEnum):
    """What ends a clock."""

    DECISION = "decision"  # deciding the job
    DUTY = "duty"  # doing what it demands, which somebody records
    TIME = "time"  # its time, when it is over: something is kept, or stays open, until then


class LeaseEnd(StrEnum):
    """Why somebody no longer has a job claimed."""

    DECIDED = "decided"
    SKIPPED = "skipped"
    HELD = "held"
    ESCALATED = "escalated"
    RELEASED = "released"
    EXPIRED = "expired"


class ActionState(StrEnum):
    """Where an enforcement action stands."""

    HELD = "held"  # waits for a second person
    GRACE = "grace"  # can still be undone; nothing has left the house
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    ENDED = "ended"  # somebody ended it before its time
    DECLINED = "declined"  # the second person said no
    LAPSED = "lapsed"  # no second person came in time
    REVERSED = "reversed"
    UNDONE = "undone"


TAKEN_BACK = (ActionState.UNDONE, ActionState.REVERSED, ActionState.DECLINED, ActionState.LAPSED)
"""Of an action in one of these nothing is left, and no strike counts."""


class MessageKind(StrEnum):
    """What a webhook tells."""

    IN_FORCE = "action.in_force"
    EXTENDED = "action.extended"  # it lasts longer
    MADE_KNOWN = "action.made_known"  # the person is to be told of a quiet one
    LIFTED = "action.lifted"  # it was reversed, ended or expired
    REVERSED = "decision.reversed"
    APPEAL_DECIDED = "appeal.decided"  # an appeal took effect, whatever its outcome


class Topic(StrEnum):
    """What a receiver of webhooks can ask to be told of."""

    ACTIONS = "actions"
    REVERSALS = "reversals"
    APPEALS = "appeals"


class DeliveryState(StrEnum):
    """Where a webhook delivery stands."""

    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"
