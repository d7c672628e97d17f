"""Whether the rules of a playbook mean over history what they mean online, tried on what came in last and on their own cases.

Text stays in the vault: what is stored is tried without it, as if it were not passing; the cases of the rules bring texts.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

import msgspec

from leeward.playbook.checks.rules import as_event
from leeward.playbook.model import REPORT, ActivityKind, FieldType, Playbook, Rule
from leeward.playbook.rules.known import known_of
from leeward.playbook.rules.parity import Ask, differences
from leeward.record.terms.code import EventKind, RuleCode

Event = dict[str, object]
_TEXTS = (FieldType.TEXT, FieldType.TEXTS)


class StoredActivity(msgspec.Struct, frozen=True):
    """A row of ``recent_activity``."""

    kind: EventKind
    occurred: datetime
    fields: dict[str, Any]


class StoredReport(msgspec.Struct, frozen=True):
    """A row of ``recent_reports``: the fields of the event of kind ``report`` that are not text, and when it came in."""

    received: datetime
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
    """On how many events each rule says one thing online and another over history. Empty when all agree.

    Both kinds of row are in the order of arrival. Windows begin empty with the first.
    """
    stored: dict[EventKind, list[tuple[datetime, Event]]] = defaultdict(list)
    for row in activity:
        if (kind := playbook.activity.get(row.kind)) is not None:
            stored[row.kind].append((row.occurred, _without_text(kind, row.fields)))
    stored[REPORT] += [(report.received, msgspec.structs.asdict(report)) for report in reports]
    found: Counter[RuleCode] = Counter()
    for event_kind, kind in playbook.activity.items():
        rules = [rule for rule in playbook.rules.values() if rule.on == event_kind]
        if not rules:
            continue
        tried = partial(differences, rules, kind.fields, ask=ask, known=known_of(playbook, event_kind))
        occurred, events = [at for at, _ in stored[event_kind]], [event for _, event in stored[event_kind]]
        found.update(each.rule for each in tried(events, occurred=occurred))
        found.update(each.rule for each in tried(_of_cases(rules, kind)))
    return found


def _of_cases(rules: Iterable[Rule], kind: ActivityKind) -> list[Event]:
    """The events that the cases judge, without those before them."""
    judged = [case.events[-1] for rule in rules for case in rule.cases]
    return [{name: as_event(value, kind.fields[name]) for name, value in each.items() if name in kind.fields} for each in judged]


def _without_text(kind: ActivityKind, stored: Mapping[str, Any]) -> Event:
    """A stored event as the rules see it while its texts do not pass; moments as moments."""
    event: Event = {}
    for name, field in kind.fields.items():
        value = stored.get(name)
        if value is None or field in _TEXTS:
            continue
        if field is FieldType.TIMESTAMPS:
            event[name] = [datetime.fromisoformat(each) for each in value]
        else:
            event[name] = datetime.fromisoformat(value) if field is FieldType.TIMESTAMP else value
    return event
