"""Reasons and clocks in the playbook's own words: what a rule says, which of its parts were true, what a clock demands."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from leeward.frontline.review.views import ClockLine, Offer, ReasonLine
from leeward.playbook.banks import matched
from leeward.playbook.ladder import Strikes, consequence
from leeward.playbook.model import FieldType, Playbook, Rule
from leeward.playbook.rules import known_of, parse_predicate
from leeward.playbook.rules.tree import columns
from leeward.record.facts.assessment import Reason
from leeward.record.terms.code import ClauseCode
from leeward.record.terms.moment import Moment
from leeward.record.terms.subject import SubjectKind

LONGEST = 64
"""So many characters of a value are shown."""


def reason_lines(playbook: Playbook, reasons: Iterable[Any]) -> tuple[ReasonLine, ...]:
    """Each rule that matched once, the most severe and strongest first."""
    found = {(one.rule, one.rule_version): one for one in msgspec.convert(list(reasons), list[Reason])}
    lines = [_reason_line(playbook, one) for one in found.values()]
    return tuple(sorted(lines, key=lambda line: (-line.severity, -(line.strength or 0), line.rule)))


def _reason_line(playbook: Playbook, reason: Reason) -> ReasonLine:
    rule, policy = playbook.rules.get(reason.rule), playbook.policies.get(reason.clause)
    found = matched(playbook, reason.rule)
    changed = found is None and (rule is None or rule.version != reason.rule_version)
    return ReasonLine(
        rule=reason.rule,
        clause=reason.clause,
        clause_title=policy.title if policy else "",
        severity=reason.severity,
        signal=rule.signal if rule else found.signal if found else "",
        why=rule.why if rule else found.bank.why if found else "",
        matched=() if changed or rule is None else _matched(playbook, rule, reason.conjuncts),
        strength=rule.strength if rule else found.strength if found else None,
        changed=changed,
    )


def _matched(playbook: Playbook, rule: Rule, conjuncts: tuple[int, ...]) -> tuple[str, ...]:
    """The text of the parts that were true; reading a rule again is a look-up."""
    known = known_of(playbook, rule.on)
    parts = parse_predicate(rule.when, playbook.activity[rule.on].fields, rule.where, known).conjuncts
    return tuple(" ".join(parts[number].text.split()) for number in conjuncts if number < len(parts))


def values_read(playbook: Playbook, reason: Reason, event: Mapping[str, object]) -> tuple[tuple[str, ...], ...]:
    """For each part that was true the values that it read, as ``account_age_days = 3``. Of texts, and of what ``event`` does not
    say, nothing; nothing at all when the rule was changed since."""
    rule = playbook.rules.get(reason.rule)
    if rule is None or rule.version != reason.rule_version:
        return ()
    fields, known = playbook.activity[rule.on].fields, known_of(playbook, rule.on)
    parts = parse_predicate(rule.when, fields, rule.where, known).conjuncts
    texts = {name for name, each in fields.items() if each.element is FieldType.TEXT}
    return tuple(
        tuple(f"{name} = {_shown(event[name])}" for name in columns(parts[number].node) if name in event and name not in texts)
        for number in reason.conjuncts
        if number < len(parts)
    )


def _shown(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, list | tuple):
        shown = "[" + ", ".join(map(_shown, value)) + "]"
    elif isinstance(value, bool):
        shown = str(value).lower()
    else:
        shown = value.isoformat() if isinstance(value, datetime) else str(value)
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"


def clock_lines(playbook: Playbook, rows: Iterable[Mapping[str, Any]]) -> tuple[ClockLine, ...]:
    """Clocks with the words of clocks.toml; a clock that is no longer there keeps its code as its name."""
    known = {row.code: row for row in playbook.clocks}
    return tuple(
        msgspec.convert(
            {
                **row,
                "name": known[row["clock"]].name if row["clock"] in known else row["clock"],
                "must": known[row["clock"]].must if row["clock"] in known else "",
                "section": known[row["clock"]].section if row["clock"] in known else "",
            },
            ClockLine,
        )
        for row in rows
    )


def offers(
    playbook: Playbook, clauses: Iterable[ClauseCode], harm: str, kind: SubjectKind, strikes: tuple[Strikes, ...], at: Moment
) -> tuple[Offer, ...]:
    """All policies a job can be decided by: its own clauses first, then those of its harm, of its harm's class, the others."""
    own = list(dict.fromkeys(clauses))
    family = harm.partition(".")[0]

    def nearness(code: ClauseCode) -> tuple[int, str]:
        if code in own:
            return own.index(code) - len(own), ""
        theirs = playbook.policies[code].harm
        return (0 if theirs == harm else 1 if theirs.partition(".")[0] == family else 2), code

    return tuple(
        Offer(
            policy=playbook.policies[code],
            suggested=code in own,
            consequence=consequence(playbook.steps, playbook.measures, playbook.policies[code], kind, strikes, at),
        )
        for code in sorted(playbook.policies, key=nearness)
    )
