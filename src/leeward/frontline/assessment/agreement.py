"""Whether the rules of a playbook mean over history what they mean online, tried on what came in last and on their own cases.

Text stays in the vault: what is stored is tried without it, as if it were not passing; the cases of the rules bring texts.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from leeward.playbook.checks.rules import as_event
from leeward.playbook.model import REPORT, ActivityKind, FieldType, Playbook
from leeward.playbook.rules.known import known_of
from leeward.playbook.rules.parity import Ask, differences
from leeward.record.terms.code import EventKind, RuleCode

Event = dict[str, object]
_TEXTS = (FieldType.TEXT, FieldType.TEXTS)


class StoredActivity(msgspec.Struct, frozen=True):
    """A row of ``recent_activity``."""

    kind: EventKind
    fields: dict[str, Any]


class StoredReport(msgspec.Struct, frozen=True):
    """A row of ``recent_reports``: the fields of the event of kind ``report`` that are not text."""

    harm: str
    source: str
    capacity: str
    language: str
    subject_kind: str | None
    reach: int
    reports_on_subject: int | None
    prior_violations: int | None
    media_hashes: int | None


def disagreements(
    playbook: Playbook, activity: Iterable[StoredActivity], reports: Iterable[StoredReport], ask: Ask
) -> Counter[RuleCode]:
    """On how many events each rule says one thing online and another over history. Empty when all agree."""
    events: dict[EventKind, list[Event]] = defaultdict(list)
    for row in activity:
        if (kind := playbook.activity.get(row.kind)) is not None:
            events[row.kind].append(_without_text(kind, row.fields))
    events[REPORT] += [msgspec.structs.asdict(report) for report in reports]
    for rule in playbook.rules.values():
        fields = playbook.activity[rule.on].fields
        given = (event for case in rule.cases for event in case.events)
        events[rule.on] += [
            {name: as_event(value, fields[name]) for name, value in one.items() if name in fields} for one in given
        ]
    found: Counter[RuleCode] = Counter()
    for event_kind, kind in playbook.activity.items():
        rules = [rule for rule in playbook.rules.values() if rule.on == event_kind]
        if rules:
            found.update(
                each.rule for each in differences(rules, kind.fields, events[event_kind], ask, known_of(playbook, event_kind))
            )
    return found


def _without_text(kind: ActivityKind, stored: Mapping[str, Any]) -> Event:
    """A stored event as the rules see it while its texts do not pass; moments as moments."""
    event: Event = {}
    for name, field in kind.fields.items():
        value = stored.get(name)
        if value is None or field in _TEXTS:
            continue
        event[name] = datetime.fromisoformat(value) if field is FieldType.TIMESTAMP else value
    return event
