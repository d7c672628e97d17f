"""The words of a statement of reasons (DSA Art 17(3)): the playbook's texts, filled in with codes of one decision."""

from collections.abc import Sequence
from string import Formatter

import msgspec

from leeward.playbook.dsa import restricts
from leeward.playbook.model import Playbook
from leeward.record.facts.assessment import Reason
from leeward.record.facts.review import Step
from leeward.record.terms.code import ClauseCode, MeasureCode
from leeward.record.terms.report import Source

GROUND = ("clause", "title")
FACTS = ("source", "detection", "decision", "clause", "title", "version", "path", "rules", "measures")
LONGEST = {"ground": 500, "explanation": 2000, "facts": 5000}


class Grounds(msgspec.Struct, frozen=True, kw_only=True):
    """What a statement rests on: the part of a decision that is told."""

    clause: ClauseCode
    clause_version: int
    path: tuple[Step, ...]
    reasons: tuple[Reason, ...]
    source: Source
    automated_detection: bool
    automated_decision: bool


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """What a statement says in words."""

    legal: bool
    """Whether it rests on a law; else on the platform's own rules."""
    ground: str
    explanation: str
    facts: str
    redress: str


def names_in(template: str) -> set[str] | None:
    """The names that a template fills in; None when its braces do not match or ask for more than a name."""
    try:
        parts = list(Formatter().parse(template))
    except ValueError:
        return None
    if any(form or conversion for _, _, form, conversion in parts):
        return None
    return {name for _, name, _, _ in parts if name is not None}


def words_of(playbook: Playbook, grounds: Grounds, measures: Sequence[MeasureCode]) -> Words | None:
    """What is said about a decision whose ``measures`` are in force.

    None when the playbook makes no statements, or has neither the clause nor a measure that restricts any more.
    """
    texts, policy = playbook.statements, playbook.policies.get(grounds.clause)
    known = [playbook.measures[code] for code in measures if code in playbook.measures]
    restricting = [measure.name for measure in known if restricts(measure)]
    if texts is None or policy is None or not restricting:
        return None
    names = {"clause": policy.id, "title": policy.title}
    way = {True: "automated", False: "people"}
    filled = names | {
        "version": str(grounds.clause_version),
        "source": texts.source.get(grounds.source, ""),
        "detection": texts.detection.get(way[grounds.automated_detection], ""),
        "decision": texts.decision.get(way[grounds.automated_decision], ""),
        "path": ", ".join(f"{step.question}: {step.answer}" for step in grounds.path) or "none",
        "rules": ", ".join(dict.fromkeys(reason.rule for reason in grounds.reasons)) or "none",
        "measures": "; ".join(restricting),
    }
    return Words(
        legal=bool(policy.law),
        ground=policy.law or texts.ground.format_map(names),
        explanation=policy.reasons.strip(),
        facts=" ".join(texts.facts.format_map(filled).split()),
        redress=texts.redress,
    )
