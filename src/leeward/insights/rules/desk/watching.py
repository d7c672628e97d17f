"""Watching how often rules fire: asked twice a second like every timer, done every few minutes, by one process at a time."""

import threading
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from leeward.insights.rules.alarm import MOST_DAYS, judge
from leeward.insights.rules.desk.looking import Q
from leeward.insights.rules.reasons import ALARM, reason_in
from leeward.insights.rules.refusals import AlreadySo, NothingThere
from leeward.playbook.model import Playbook
from leeward.record.facts.rules import FiringAlarmAcknowledged, FiringAlarmRaised
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
from leeward.record.terms.code import RuleCode
from leeward.record.terms.ids import AlarmId, PersonId, new_id
from leeward.record.terms.moment import Moment, now
from leeward.record.terms.people import CLOCKWORK

EVERY = timedelta(minutes=5)
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


class _Turn:
    """When this process last watched each record."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: dict[str, Moment] = {}

    def is_due(self, record: Record, at: Moment) -> bool:
        with self._lock:
            last = self._last.get(record.url)
            if last is not None and last <= at < last + EVERY:
                return False
            self._last[record.url] = at
            return True


_TURN = _Turn()


def wake(record: Record, current: Callable[[], Playbook], at: Moment) -> int:
    """A timer: watch when it is time; how many alarms were raised."""
    return watch(record, current(), at) if _TURN.is_due(record, at) else 0


def watch(record: Record, playbook: Playbook, at: Moment) -> int:
    """Judge this hour and the one before for every rule; an alarm for each that is out of the ordinary and has none yet."""
    with record.writing() as tx:
        if not tx.value(Q.one_watcher):
            return 0
        raised = _alarming(tx, playbook, at)
        tx.append(raised)
    return len(raised)


def acknowledge(record: Record, who: PersonId, number: UUID, reason: str) -> RuleCode:
    """Somebody says what an alarm was; the rule it was about. Raises NothingThere, NotAReason, AlreadySo."""
    why = reason_in(ALARM, reason)
    with record.writing() as tx:
        tx.take_pen()
        row = tx.one(Q.alarm, {"id": number})
        if row is None:
            raise NothingThere("There is no such alarm.")
        if row["acknowledged"] is not None:
            raise AlreadySo("Somebody acknowledged it already.")
        alarm, rule = AlarmId(number), RuleCode(row["rule"])
        tx.append([FiringAlarmAcknowledged(subject=alarm, actor=who, occurred=now(), alarm=alarm, rule=rule, reason=why)])
    return rule


def _alarming(look: Look, playbook: Playbook, at: Moment) -> list[FiringAlarmRaised]:
    hour = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    counted = _counted(look, hour)
    known = {(row["rule"], row["hour"]) for row in look.rows(Q.alarms_of_hours, {"since": hour - _HOUR})}
    found = []
    for code in playbook.rules:
        for judged in (hour - _HOUR, hour):
            alarm = None if (code, judged) in known else _judged(counted[code], code, judged, len(playbook.rules), at)
            found += [alarm] if alarm else []
    return found


def _counted(look: Look, hour: Moment) -> dict[RuleCode, dict[Moment, int]]:
    since = _midnight(hour) - MOST_DAYS * _DAY - _DAY
    counted: dict[RuleCode, dict[Moment, int]] = defaultdict(dict)
    for row in look.rows(Q.hours, {"since": since}):
        counted[row["rule"]][row["hour"]] = row["matches"]
    return counted


def _judged(
    counted: dict[Moment, int], code: RuleCode, hour: Moment, rules: int, at: Moment
) -> FiringAlarmRaised | None:  # fmt: skip
    """An alarm where this hour is one. The past is whole days before the day of ``hour``, from the rule's first match on."""
    observed = counted.get(hour, 0)
    if observed < 2:
        return None
    today = _midnight(hour)
    begins = max(today - MOST_DAYS * _DAY, _midnight(min(counted)) + _DAY)
    days = [begins + n * _DAY for n in range(max(0, (today - begins).days))]
    past = [[counted.get(day + n * _HOUR, 0) for n in range(24)] for day in days]
    found = judge(observed, past, hour.hour, rules)
    if found is None or not found.alarming:
        return None
    alarm = AlarmId(new_id())
    return FiringAlarmRaised(
        subject=alarm, actor=CLOCKWORK, occurred=at, alarm=alarm, rule=code, hour=hour, observed=observed,
        expected=found.expected, most=found.most, chance=found.chance, hours=len(days) * 24,
    )  # fmt: skip


def _midnight(at: Moment) -> datetime:
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
