"""What people see of labels."""

from uuid import UUID

import msgspec

from leeward.record.terms.code import LabelCode, RuleCode
from leeward.record.terms.moment import Moment


class Stands(msgspec.Struct, frozen=True, kw_only=True):
    """A label on somebody or something."""

    subject: UUID
    label: LabelCode
    means: str
    """Empty where the playbook has it no more."""
    until: Moment | None
    """None when it was taken away."""
    held: Moment | None
    """Rules do not put it again on account of events before this."""
    changed: Moment
    by: str
    rule: RuleCode | None
    reason: str | None


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was done with a label."""

    label: LabelCode
    until: Moment | None
    """None when it was taken away."""
    changed: Moment
    by: str
    rule: RuleCode | None
    event: UUID | None
    reason: str | None


class Labels(msgspec.Struct, frozen=True, kw_only=True):
    """All about the labels of one."""

    subject: UUID
    kind: str | None
    """What it is; none for something that events name and no report or event was ever about."""
    platform: str | None
    standing: tuple[Stands, ...]
    over: tuple[Stands, ...]
    """Those that stood."""
    changes: tuple[Change, ...]
    """The latest first."""
    more: bool
    """Whether there are more than these."""
