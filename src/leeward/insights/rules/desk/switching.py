"""The kill switch: who stops a rule, why, and who lets it work again. Every process asks at its next batch."""

from leeward.insights.rules.desk.looking import Q
from leeward.insights.rules.reasons import OFF, ON, reason_in
from leeward.insights.rules.refusals import AlreadySo, NoSuchRule
from leeward.playbook.diagnostics import suggestion
from leeward.playbook.model import Playbook, Rule
from leeward.record.facts.rules import RuleSwitchedOff, RuleSwitchedOn
from leeward.record.ledger.record import Record
from leeward.record.terms.code import RuleCode
from leeward.record.terms.ids import PersonId, rule_id
from leeward.record.terms.moment import now


def switch(record: Record, playbook: Playbook, who: PersonId, code: str, *, off: bool, reason: str) -> None:
    """Switch a rule off, or on again. Raises NoSuchRule, NotAReason, AlreadySo."""
    rule = rule_of(playbook, code).code
    why = reason_in(OFF if off else ON, reason)
    with record.writing() as tx:
        tx.take_pen()
        if bool(tx.value(Q.switch_of, {"rule": rule})) is off:
            raise AlreadySo(f"{rule} is switched {'off' if off else 'on'} already.")
        if off:
            tx.append([RuleSwitchedOff(subject=rule_id(rule), actor=who, occurred=now(), rule=rule, reason=why)])
        else:
            tx.append([RuleSwitchedOn(subject=rule_id(rule), actor=who, occurred=now(), rule=rule, reason=why)])


def rule_of(playbook: Playbook, code: str) -> Rule:
    """The rule of this code. Raises NoSuchRule with the nearest name."""
    found = playbook.rules.get(RuleCode(code))
    if found is None:
        raise NoSuchRule(f"There is no rule {code[:80]}.", remedy=suggestion(code, playbook.rules))
    return found
