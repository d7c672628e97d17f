"""From matching rules to reasons, and from reasons to harm, clauses and severity."""

from collections.abc import Iterable, Sequence

import msgspec

from leeward.playbook.banks import matched
from leeward.playbook.model import Playbook, Policy
from leeward.playbook.rules import Match
from leeward.record.facts.assessment import Reason
from leeward.record.terms.code import ClauseCode, HarmCode, RuleCode
from leeward.record.terms.severity import Severity


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What follows from a report's reasons and from the harm its reporter named."""

    reasons: tuple[Reason, ...]
    """The strongest first: by severity, then by the rule's strength, then by code."""
    harm: HarmCode
    clauses: tuple[ClauseCode, ...]
    """Those of the reasons, in their order, each once."""
    severity: Severity


def reasons_of(matches: Iterable[Match]) -> list[Reason]:
    """The rules that matched, as they are kept: rule and version, clause, severity, and the conjuncts that were true."""
    return [
        Reason(
            rule=match.rule.code,
            rule_version=match.rule.version,
            clause=match.rule.clause,
            severity=match.rule.severity,
            conjuncts=tuple(match.conjuncts),
        )
        for match in matches
    ]


def find(playbook: Playbook, named: HarmCode, default: Severity, reasons: Iterable[Reason]) -> Finding:
    """What the reasons say of a report that named the harm ``named``, ``default`` by itself. They raise, and never lower."""
    ordered = in_order(reasons, playbook)
    return Finding(
        reasons=ordered,
        harm=_harm(playbook, named, default, ordered),
        clauses=tuple(dict.fromkeys(reason.clause for reason in ordered)),
        severity=max([default, *(reason.severity for reason in ordered)]),
    )


def in_order(reasons: Iterable[Reason], playbook: Playbook) -> tuple[Reason, ...]:
    """Each rule's reason once, the strongest first."""
    once = {reason.rule: reason for reason in reasons}
    if len(once) < 2:
        return tuple(once.values())
    return tuple(sorted(once.values(), key=lambda each: (-each.severity, -strength(playbook, each.rule), each.rule)))


def strength(playbook: Playbook, rule: RuleCode) -> float:
    """The strength of a rule, or of a bank's match; 0 when it is not in the playbook any more."""
    known = playbook.rules.get(rule) or matched(playbook, rule)
    return known.strength if known else 0.0


def default_severity(playbook: Playbook, harm: HarmCode) -> Severity:
    """How bad a harm is when nothing but its name is known: the worst that its policies make of it.

    A harm without a policy takes those of the harm above it; where there is none either, serious.
    """
    named = str(harm)
    while named:
        if policies := policies_of(playbook, named):
            return max(policy.severity for policy in policies)
        named = named.rpartition(".")[0]
    return Severity.SERIOUS


def policies_of(playbook: Playbook, harm: str) -> list[Policy]:
    """The policies on a harm; those on the more exact harms beneath it when it has none of its own."""
    own = [policy for policy in playbook.policies.values() if policy.harm == harm]
    return own or [policy for policy in playbook.policies.values() if is_beneath(policy.harm, harm)]


def is_beneath(harm: str, other: str) -> bool:
    """Whether ``harm`` is a more exact class of ``other``: ``labour_exploitation.fees`` of ``labour_exploitation``."""
    return harm.startswith(other + ".")


def _harm(playbook: Playbook, named: HarmCode, default: Severity, reasons: Sequence[Reason]) -> HarmCode:
    """The harm of the strongest clause that makes the named one more exact, is worse than it, or is all that is known.

    What the reporter named is kept beside it (``report.named``): clocks of the law hang on either.
    """
    vague = bool(reasons) and not policies_of(playbook, named)
    for reason in reasons:
        policy = playbook.policies.get(reason.clause)
        if policy is not None and (vague or reason.severity > default or is_beneath(policy.harm, named)):
            return policy.harm
    return named
