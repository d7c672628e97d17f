"""What is asked for when a sample is drawn, and whether the playbook in force can give it."""

from collections.abc import Sequence

import msgspec

from leeward.insights.prevalence.refusals import NotDrawable
from leeward.playbook.model import REPORT, ActivityKind, FieldType, Playbook, Policy
from leeward.record.terms.code import EventKind
from leeward.record.terms.moment import Moment
from leeward.record.terms.prevalence import Design

RULES = "rules"
"""The score that the playbook's rules make: how likely a violation is, given which of them matched."""
MOST_LABELS, MOST_LOOKS, MOST_SEGMENTS, MOST_BANDS = 50_000, 5, 2, 12
_NUMBERS = (FieldType.INTEGER, FieldType.FLOAT)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A sample as somebody asks for it."""

    kind: str
    since: Moment
    until: Moment
    labels: int
    design: Design = Design.STRATIFIED
    harm: str | None = None
    """A harm, or the first part of several; None for every one."""
    score: str = RULES
    weighed_by: str | None = None
    segments: tuple[str, ...] = ()
    looks: int = 2
    verified: float = 0.02
    """An expert looks at so much of what nobody finds anything in."""
    expected: float = 0.001
    """The share that is expected: what the score is scaled to."""
    bands: int = 8


def kind_of(wanted: Wanted, playbook: Playbook) -> ActivityKind:
    """The kind of activity, when all that is asked for fits it. Raises NotDrawable with what to do."""
    kind = playbook.activity.get(EventKind(wanted.kind))
    known = ", ".join(sorted(name for name in playbook.activity if name != REPORT))
    if kind is None or kind.kind == REPORT:
        raise NotDrawable(f'"{wanted.kind}" is no kind of activity.', remedy=f"There are: {known}.")
    _numbers(wanted)
    if wanted.score != RULES:
        _field(kind, wanted.score, _NUMBERS, "a score", "a number from 0 to 1")
    if wanted.weighed_by is not None:
        _field(kind, wanted.weighed_by, _NUMBERS, "what events count for", "a number")
    for name in wanted.segments:
        _field(kind, name, (FieldType.CODE, FieldType.BOOLEAN), "a segment", "a code")
    return kind


def clauses_of(wanted: Wanted, playbook: Playbook) -> tuple[Policy, ...]:
    """The policies of the harm that is looked for, the gravest first. Raises NotDrawable for a harm without one."""
    found = [
        policy
        for policy in playbook.policies.values()
        if wanted.harm is None or policy.harm == wanted.harm or policy.harm.startswith(wanted.harm + ".")
    ]
    if not found:
        known = ", ".join(sorted({policy.harm for policy in playbook.policies.values()}))
        raise NotDrawable(f'No policy is about the harm "{wanted.harm}".', remedy=f"There are: {known}.")
    return tuple(sorted(found, key=lambda policy: (-policy.severity, policy.id)))


def within(harm: str, of: str | None) -> bool:
    """Whether a harm is the one that is looked for, or beneath it."""
    return of is None or harm == of or harm.startswith(of + ".")


def _numbers(wanted: Wanted) -> None:
    for fits, said, remedy in (
        (1 <= wanted.labels <= MOST_LABELS, f"{wanted.labels:,} labels", f"Ask for 1 to {MOST_LABELS:,}."),
        (1 <= wanted.looks <= MOST_LOOKS, f"{wanted.looks} looks", f"Ask for 1 to {MOST_LOOKS} looks at each."),
        (0 <= wanted.verified <= 1, f"{wanted.verified} verified", "It is a share from 0 to 1."),
        (0 < wanted.expected < 1, f"{wanted.expected} expected", "It is a share between 0 and 1, such as 0.001."),
        (2 <= wanted.bands <= MOST_BANDS, f"{wanted.bands} bands", f"Ask for 2 to {MOST_BANDS}."),
        (len(wanted.segments) <= MOST_SEGMENTS, f"{len(wanted.segments)} segments", f"At most {MOST_SEGMENTS} fields."),
        (wanted.since < wanted.until, "a span that ends before it begins", "Give the first day, then the day after the last."),
    ):
        if not fits:
            raise NotDrawable(f"A sample cannot have {said}.", remedy=remedy)


def _field(kind: ActivityKind, name: str, types: Sequence[FieldType], what: str, needs: str) -> None:
    if name not in kind.fields or kind.fields[name] not in types:
        fitting = ", ".join(field for field, each in kind.fields.items() if each in types) or "none"
        raise NotDrawable(f'"{name}" of {kind.kind} cannot be {what}: that is {needs}.', remedy=f"Fields that fit: {fitting}.")
