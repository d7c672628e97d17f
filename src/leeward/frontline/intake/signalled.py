"""From a signal to a report of our own: activity that matched rules, and what a sample of activity brought to light, go the same
way as what people tell us."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from leeward.playbook.model import Playbook
from leeward.record.facts.assessment import SignalRaised
from leeward.record.facts.intake import ReportReceived
from leeward.record.facts.quality import LabelSettled
from leeward.record.terms.code import Digest, HarmCode, LanguageCode, PlaceCode, SourceCode
from leeward.record.terms.ids import ReporterId, ReportId, new_id
from leeward.record.terms.people import PLAYBOOK
from leeward.record.terms.report import Capacity, Source, Verdict

RULES, SAMPLE = SourceCode("rules"), SourceCode("sample")


def reports_of(
    playbook: Playbook, signals: Sequence[SignalRaised], events: Mapping[UUID, Mapping[str, Any]]
) -> Iterator[ReportReceived]:
    """One report a signal. Its harm is that of the clause of its gravest, then strongest reason; its receipt is the event's."""
    for signal in signals:
        event = events[signal.event]
        gravest = max(signal.reasons, key=lambda reason: reason.severity)
        yield ReportReceived(
            subject=ReportId(new_id()),
            actor=PLAYBOOK,
            occurred=signal.occurred,
            about=signal.about,
            reporter=ReporterId(PLAYBOOK),
            source=Source.PROACTIVE,
            capacity=Capacity.MACHINE,
            door=RULES,
            harm=HarmCode(playbook.policies[gravest.clause].harm),
            language=LanguageCode(str(event["fields"].get("language") or "und").lower()),
            jurisdictions=tuple(PlaceCode(place) for place in _places(event["fields"])),
            idempotency=Digest(signal.event.hex * 2),
            signal=signal.event,
        )


def reports_of_samples(labels: Sequence[LabelSettled]) -> Iterator[ReportReceived]:
    """One report for each item that was found to violate while a share was estimated: who was found is not left alone."""
    for label in labels:
        if label.verdict is Verdict.VIOLATES:
            yield ReportReceived(
                subject=ReportId(new_id()),
                actor=label.actor,
                occurred=label.occurred,
                about=label.about,
                reporter=ReporterId(PLAYBOOK),
                source=Source.PROACTIVE,
                capacity=Capacity.MACHINE,
                door=SAMPLE,
                harm=label.harm,
                language=label.language,
                jurisdictions=(),
                idempotency=Digest(label.subject.hex * 2),
                content=label.content,
            )


def _places(fields: Mapping[str, Any]) -> list[str]:
    """The countries an event names, for the clocks of their law."""
    named = {value for name, value in fields.items() if name.endswith("country") and isinstance(value, str)}
    return sorted(place for place in named if len(place) == 2 and place.isupper())
