"""What people look at: the list of rules, one rule, alarms."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from leeward.insights.rules import views
from leeward.insights.rules.share import Share, share
from leeward.playbook.model import Playbook, Rule
from leeward.playbook.rules.costs import COSTS
from leeward.record.ledger.look import Look
from leeward.record.standing.queries import read_queries
from leeward.record.terms.code import Digest, RuleCode
from leeward.record.terms.ids import rule_id
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import MACHINES
from leeward.record.terms.report import Verdict

Q = read_queries("leeward.insights.rules")
DAYS = 60
"""How many days the picture of a rule goes back."""
Verdicts = Mapping[tuple[RuleCode, Digest], Mapping[str, int]]


def rule_lines(look: Look, playbook: Playbook, at: Moment) -> list[views.RuleLine]:
    """Every rule of the playbook in force, in the order of its files."""
    counted = {row["rule"]: row for row in look.rows(Q.matches, {"now": at})}
    verdicts, off = _verdicts(look), {row["rule"] for row in look.rows(Q.switches) if row["off"]}
    first = {(row["rule"], row["version"]): row["first"] for row in look.rows(Q.first_seen)}
    failures: dict[tuple[str, str], int] = defaultdict(int)
    for row in look.rows(Q.failures):
        failures[row["rule"], row["version"]] += row["failures"]
    return [
        views.RuleLine(
            code=rule.code,
            kind=rule.on,
            signal=rule.signal,
            clause=rule.clause,
            severity=int(rule.severity),
            state=state_of(rule, rule.code in off),
            week=int(counted.get(rule.code, {}).get("week") or 0),
            month=int(counted.get(rule.code, {}).get("month") or 0),
            precision=_precision(verdicts, rule.code, rule.version),
            first=first.get((rule.code, rule.version)),
            last=counted.get(rule.code, {}).get("last"),
            failures=failures[rule.code, rule.version],
        )
        for rule in playbook.rules.values()
    ]


def state_of(rule: Rule, off: bool) -> views.State:
    """How a rule stands, by its file and its switch."""
    return views.State.OFF if off else views.State.SHADOW if rule.shadow else views.State.LIVE


def rule_view(look: Look, playbook: Playbook, rule: Rule, at: Moment) -> views.RuleView:
    """Everything about one rule."""
    [line] = [each for each in rule_lines(look, playbook, at) if each.code == rule.code]
    since, month = _day(at) - timedelta(days=DAYS - 1), at - timedelta(days=30)
    counted = {row["day"]: row["matches"] for row in look.rows(Q.days, {"rule": rule.code, "since": since})}
    asked = {"since": month, "reason": msgspec.json.encode([{"rule": rule.code}]).decode()}
    return views.RuleView(
        rule=rule,
        line=line,
        text=rule.where.source,
        versions=_versions(look, rule),
        days=tuple((day, int(counted.get(day, 0))) for day in (since + timedelta(days=n) for n in range(DAYS))),
        beside=tuple(
            views.Both(rule=row["rule"], both=row["both"], known=row["rule"] in playbook.rules)
            for row in look.rows(Q.beside, {"rule": rule.code, "since": month.date()})
        ),
        jobs=tuple(msgspec.convert(row, views.JobLine) for row in look.rows(Q.jobs_of_rule, {**asked, "limit": 10})),
        queues=tuple((row["queue"], row["jobs"]) for row in look.rows(Q.jobs_by_queue, asked)),
        failures=tuple(msgspec.convert(row, views.Failure) for row in look.rows(Q.failures) if row["rule"] == rule.code),
        changes=tuple(_change(row) for row in look.rows(Q.changes, {"id": rule_id(rule.code)})),
        alarms=alarms(look, rule.code),
        cost=COSTS.of(rule.version),
    )


def alarms(look: Look, rule: RuleCode | None = None, *, limit: int = 50) -> tuple[views.Alarm, ...]:
    """Alarms, of one rule or of all; those that nobody acknowledged first."""
    rows = look.rows(Q.alarms, {"rule": rule, "limit": limit})
    return tuple(msgspec.convert({**row, "by": row["name"] or ""}, views.Alarm) for row in rows)


def pairs(look: Look, at: Moment) -> dict[tuple[RuleCode, RuleCode], int]:
    """How often two rules matched the same thing in the last thirty days."""
    rows = look.rows(Q.pairs, {"since": (at - timedelta(days=30)).date()})
    return {(row["rule"], row["beside"]): int(row["both"]) for row in rows}


def _versions(look: Look, rule: Rule) -> tuple[views.Version, ...]:
    verdicts = _verdicts(look)
    return tuple(
        views.Version(
            version=row["version"],
            current=row["version"] == rule.version,
            matches=int(row["matches"]),
            shadow=row["shadow"],
            first=row["first"],
            last=row["last"],
            playbook=row["playbook"],
            applied=row["applied"],
            by=row["name"] or MACHINES.get(row["actor"], ""),
            precision=_precision(verdicts, rule.code, row["version"]),
        )
        for row in look.rows(Q.versions, {"rule": rule.code})
    )


def _verdicts(look: Look) -> Verdicts:
    found: dict[tuple[RuleCode, Digest], dict[str, int]] = defaultdict(dict)
    for row in look.rows(Q.verdicts):
        found[row["rule"], row["version"]][row["verdict"]] = int(row["decisions"])
    return found


def _precision(verdicts: Verdicts, rule: RuleCode, version: Digest) -> Share | None:
    ended = verdicts.get((rule, version), {})
    right, wrong = ended.get(Verdict.VIOLATES, 0), ended.get(Verdict.NO_VIOLATION, 0)
    return share(right, right + wrong)


def _change(row: Mapping[str, Any]) -> views.Change:
    return views.Change(
        off=row["kind"] == "rule_switched_off", at=row["occurred"], reason=row["reason"], by=row["name"] or "somebody who left"
    )


def _day(at: Moment) -> datetime:
    return datetime(at.year, at.month, at.day, tzinfo=UTC)


def in_state(lines: Iterable[views.RuleLine], state: str | None) -> list[views.RuleLine]:
    """Those that stand so; all when nothing is asked for."""
    return [line for line in lines if state is None or line.state == state]
