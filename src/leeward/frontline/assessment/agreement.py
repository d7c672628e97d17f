"""Whether the rules of a playbook mean over history what they mean online, tried on what came in last and on their own cases.

Text stays in the vault: what is stored is tried without it, as if it were not passing; the cases of the rules bring texts.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import msgspec

from leeward.playbook.checks.rules import as_event
from leeward.playbook.event import activity_event
from leeward.playbook.model import REPORT, ActivityKind, FieldType, Playbook, Rule
from leeward.playbook.rules.known import known_of
from leeward.playbook.rules.labels import Change, asked_about
from leeward.playbook.rules.parity import Ask, differences
from leeward.record.terms.code import EventKind, RuleCode

Event = dict[str, object]
_TEXTS = (FieldType.TEXT, FieldType.TEXTS)


class StoredActivity(msgspec.Struct, frozen=True):
    """A row of ``recent_activity``."""

    position: int
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
    playbook: Playbook,
    activity: Iterable[StoredActivity],
    reports: Iterable[StoredReport],
    ask: Ask,
    changes: Sequence[Change] = (),
) -> Counter[RuleCode]:
    """On how many events each rule says one thing online and another over history. Empty when all agree.

    Both kinds of row are in the order of arrival. Windows begin empty with the first; labels are what ``changes`` make of them.
    """
    stored: dict[EventKind, list[tuple[datetime, int, Event]]] = defaultdict(list)
    for row in activity:
        if (kind := playbook.activity.get(row.kind)) is not None:
            stored[row.kind].append((row.occurred, row.position, _without_text(kind, row.fields)))
    for place, report in enumerate(reports, 1):
        stored[REPORT].append((report.received, place, msgspec.structs.asdict(report)))
    found: Counter[RuleCode] = Counter()
    for event_kind, kind in playbook.activity.items():
        rules = [rule for rule in playbook.rules.values() if rule.on == event_kind]
        if not rules:
            continue
        tried = partial(differences, rules, kind.fields, ask=ask, known=known_of(playbook, event_kind))
        rows = stored[event_kind]
        occurred, positions, events = [at for at, _, _ in rows], [place for _, place, _ in rows], [event for _, _, event in rows]
        found.update(each.rule for each in tried(events, occurred=occurred, positions=positions, changes=changes))
        found.update(each.rule for each in tried(_of_cases(rules, kind)))
    return found


def labelled(playbook: Playbook, activity: Iterable[StoredActivity]) -> tuple[set[str], set[str]]:
    """Whom these events name where rules ask about labels, and which labels these are."""
    fields, labels = asked_about(playbook)
    named = {str(value) for row in activity for name in fields[row.kind] if (value := row.fields.get(name)) is not None}
    return named, labels


def _of_cases(rules: Iterable[Rule], kind: ActivityKind) -> list[Event]:
    """The events that the cases judge, without those before them."""
    judged = [case.events[-1] for rule in rules for case in rule.cases]
    return [{name: as_event(value, kind.fields[name]) for name, value in each.items() if name in kind.fields} for each in judged]


def _without_text(kind: ActivityKind, stored: Mapping[str, Any]) -> Event:
    """A stored event as the rules see it while its texts do not pass; moments as moments."""
    read = activity_event(kind, stored, {})
    return {name: value for name, value in read.items() if value is not None and kind.fields[name] not in _TEXTS}
