"""From a decision and its measures in force to a statement of reasons: codes of the facts, words of the playbook, no more."""

from collections.abc import Iterable, Sequence
from datetime import UTC
from typing import Any

import msgspec

from leeward.frontline.statements.statement import FREE, Statement
from leeward.frontline.statements.validator import findings_of, problems_of
from leeward.playbook import dsa
from leeward.playbook.model import Mappings, Measure, MeasureKind, Playbook
from leeward.playbook.personal import found_in
from leeward.playbook.statement import Grounds, Words, words_of
from leeward.record.facts.assessment import Reason
from leeward.record.facts.review import Step
from leeward.record.facts.statements import Problem
from leeward.record.terms.code import ClauseCode, FieldCode, LanguageCode, MeasureCode, ReasonCode
from leeward.record.terms.ids import DecisionId, JobId, StatementId, VaultRef
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import Source
from leeward.record.terms.subject import SubjectKind

GRAVEST = {word: place for words in dsa.OF_KIND.values() for place, word in enumerate(words)}
"""Of two words for one kind of measure, the later one in the database's own order is the graver."""


class Imposed(msgspec.Struct, frozen=True, kw_only=True):
    """A measure that was put in force, and until when: an element of a row of ``owed``."""

    measure: MeasureCode
    until: Moment | None


class Owed(msgspec.Struct, frozen=True, kw_only=True):
    """A decision that a statement is owed for: a row of ``owed``."""

    id: StatementId
    decision: DecisionId
    job: JobId
    clause: ClauseCode
    clause_version: int
    path: tuple[Step, ...]
    reasons: tuple[Reason, ...]
    source: Source
    language: LanguageCode
    automated_detection: bool
    automated_decision: bool
    effective: Moment
    first_seen: Moment
    kind: SubjectKind
    identifier: VaultRef
    imposed: tuple[Imposed, ...]

    @property
    def grounds(self) -> Grounds:
        """What the words rest on."""
        return Grounds(**{name: getattr(self, name) for name in Grounds.__struct_fields__})


def drafted(playbook: Playbook, owed: Owed) -> Statement | None:
    """The statement. None when the playbook in force no longer has the clause, or no measure of it that restricts."""
    words = words_of(playbook, owed.grounds, [each.measure for each in owed.imposed])
    if words is None:
        return None
    known = [(playbook.measures[each.measure], each.until) for each in owed.imposed if each.measure in playbook.measures]
    mapped = _mapped(playbook, owed.clause)
    language = owed.language.partition("-")[0].upper()
    return Statement(
        **_restrictions(known),
        **_ground(words),
        **_content(playbook, owed.kind),
        decision_ground_reference_url=playbook.statements.terms if playbook.statements else None,
        category=mapped.dsa_category,
        category_specification=(mapped.dsa_keyword,) if mapped.dsa_keyword else (),
        content_language=language if language in dsa.LANGUAGES else None,
        content_date=_day(owed.first_seen),
        territorial_scope=tuple(playbook.statements.territory) if playbook.statements else (),
        application_date=_day(owed.effective),
        decision_facts=words.facts,
        source_type=dsa.SOURCE_OF.get(owed.source, "SOURCE_TYPE_OTHER_NOTIFICATION"),
        automated_detection="Yes" if owed.automated_detection else "No",
        automated_decision=f"AUTOMATED_DECISION_{'FULLY' if owed.automated_decision else 'NOT_AUTOMATED'}",
        puid=str(owed.id),
    )


def blocking(statement: Statement, ours: Iterable[str], *, strict: bool = True) -> tuple[Problem, ...]:
    """What keeps a statement in the house: what the database would refuse, and personal data in its texts (Q16).

    ``ours`` are identifiers of the subject that must not stand in it. ``strict`` keeps what the database would take
    though its own description rules it out.
    """
    payload, names = statement.payload(), tuple(ours)
    personal = [
        Problem(field=FieldCode(field), rule=ReasonCode(f"personal:{place.kind}"), at=place.begin + 1)
        for field in FREE
        for place in found_in(payload.get(field) or "", names)
    ]
    return (*problems_of(payload), *(findings_of(payload) if strict else ()), *personal)


def _day(moment: Moment) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d}"


def _mapped(playbook: Playbook, clause: ClauseCode) -> Mappings:
    """The clause's own words of the database, and its harm's where it has none."""
    policy = playbook.policies[clause]
    harm = playbook.harms.get(policy.harm)
    own, general = policy.mappings, harm.mappings if harm else Mappings()
    return Mappings(dsa_category=own.dsa_category or general.dsa_category, dsa_keyword=own.dsa_keyword or general.dsa_keyword)


def _restrictions(known: Sequence[tuple[Measure, Moment | None]]) -> dict[str, Any]:
    """The decision fields. Of measures of one kind the last to end counts, and one without an end above all."""
    fields: dict[str, Any] = {}
    for kind, name, end in _KINDS:
        ours = [(measure, until) for measure, until in known if measure.kind is kind]
        words = sorted({word for measure, _ in ours if (word := dsa.word_for(measure))}, key=lambda word: GRAVEST.get(word, 0))
        if not words:
            continue
        fields[name] = tuple(words) if kind is MeasureKind.VISIBILITY else words[-1]
        others = [measure.name for measure, _ in ours if str(dsa.word_for(measure)).endswith("_OTHER")]
        if f"{name.upper()}_OTHER" in words and f"{name}_other" in Statement.__struct_fields__:
            fields[f"{name}_other"] = "; ".join(dict.fromkeys(others))[:500]
        ends = [until for _, until in ours]
        if None not in ends:
            fields[f"end_date_{end}_restriction"] = max(_day(until) for until in ends if until is not None)
    return fields


_KINDS = (
    (MeasureKind.VISIBILITY, "decision_visibility", "visibility"),
    (MeasureKind.MONETARY, "decision_monetary", "monetary"),
    (MeasureKind.PROVISION, "decision_provision", "service"),
    (MeasureKind.ACCOUNT, "decision_account", "account"),
)
"""Kind, its field, and what the field of its end is called."""


def _ground(words: Words) -> dict[str, Any]:
    if words.legal:
        return {
            "decision_ground": dsa.ILLEGAL,
            "illegal_content_legal_ground": words.ground,
            "illegal_content_explanation": words.explanation,
        }
    return {
        "decision_ground": dsa.INCOMPATIBLE,
        "incompatible_content_ground": words.ground,
        "incompatible_content_explanation": words.explanation,
    }


def _content(playbook: Playbook, kind: SubjectKind) -> dict[str, Any]:
    word = playbook.statements.content.get(kind, kind.value) if playbook.statements else kind.value
    if word in dsa.CONTENT_TYPES[:-1]:
        return {"content_type": (word,)}
    return {"content_type": ("CONTENT_TYPE_OTHER",), "content_type_other": word}
