"""How a case stands, for whoever sent it (Q62): states with their moments, and nothing of anybody else.

Only what happened after the report came in is told, so that nobody learns whether others reported before; and of a decision only
what can no longer be undone. Who decided, what the account did and who else was concerned is not in these rows.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum

import msgspec

from leeward.frontline.intake.validity import Validity, lacking
from leeward.playbook.model import MeasureKind, Playbook
from leeward.record.terms.code import ElementCode, HarmCode, MeasureCode
from leeward.record.terms.ids import JobId, ReporterId, ReportId
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import Verdict


class State(StrEnum):
    """Where something stands, or what happened to it; the words are in the catalogue under ``state.<value>``."""

    RECEIVED = "received"
    IN_REVIEW = "in_review"
    REMOVED = "removed"
    ACTED = "acted"
    KEPT = "kept"
    UNDECIDED = "undecided"
    RESTORED = "restored"
    COPIES_SEARCHED = "copies_searched"
    PARTNER_SHARED = "partner_shared"
    WITHDRAWN = "withdrawn"
    ADDED = "added"
    COMPLETED = "completed"
    ASKED_AGAIN = "asked_again"
    HEARD_UPHELD = "heard_upheld"
    HEARD_CHANGED = "heard_changed"


TOLD: Mapping[str, State] = {
    "job_claimed": State.IN_REVIEW,
    "notice_withdrawn": State.WITHDRAWN,
    "notice_supplemented": State.ADDED,
    "notice_cured": State.COMPLETED,
    "copies_searched": State.COPIES_SEARCHED,
    "hashes_shared": State.PARTNER_SHARED,
}
"""Kinds of fact that whoever reported is told of; each is told once, but for what they did themselves.

``hashes_shared`` stands for a hash of theirs of which partners were told, by an exchange, that it is what it says."""
_EACH = frozenset({State.ADDED, State.COMPLETED})
REMOVES = frozenset(
    {"DECISION_VISIBILITY_CONTENT_REMOVED", "DECISION_VISIBILITY_CONTENT_DISABLED", "DECISION_ACCOUNT_TERMINATED"}
)
"""What the DSA calls a measure after which the content is gone for everybody."""
_ASKED = 20


class PlaceRow(msgspec.Struct, frozen=True):
    """A place of a case: a row of ``case_places``."""

    place: int
    report: ReportId
    reporter: ReporterId
    received: Moment
    withdrawn: Moment | None
    elements: list[ElementCode]
    missing: dict[str, list[str]]
    capacity: str
    job: JobId | None
    named: HarmCode
    verdict: str | None
    effective: Moment | None
    due: Moment | None
    legal: bool


class FactRow(msgspec.Struct, frozen=True):
    """Something that happened: a row of ``case_facts``."""

    report: ReportId
    kind: str
    occurred: Moment


class RemovalRow(msgspec.Struct, frozen=True):
    """Something that was done: a row of ``case_removals``."""

    report: ReportId
    effective: Moment
    state: str
    ended: Moment | None
    measure: MeasureCode


class AppealRow(msgspec.Struct, frozen=True):
    """Somebody else looks again: a row of ``case_appeals``."""

    report: ReportId
    received: Moment
    outcome: str | None
    took_effect: Moment | None


class Told(msgspec.Struct, frozen=True, order=True):
    """One line of a place's story."""

    at: Moment
    state: State


class PlaceView(msgspec.Struct, frozen=True, kw_only=True):
    """One place of a case, as its page shows it."""

    place: int
    report: ReportId
    story: tuple[Told, ...]
    due: Moment | None
    """By when the law wants a decision, while there is none."""
    legal: bool
    decided: bool
    lacks: tuple[Validity, ...]
    can_appeal: bool


class CaseView(msgspec.Struct, frozen=True, kw_only=True):
    """A case, as its page shows it."""

    places: tuple[PlaceView, ...]
    minor: bool
    """Somebody may be under 18: nothing more is asked for, or taken."""
    withdrawn: bool
    needs: tuple[ElementCode, ...]
    """What is still missing under any instrument, each once."""
    received: Moment


def view(
    playbook: Playbook, places: Sequence[PlaceRow], facts: Iterable[FactRow], removals: Iterable[RemovalRow],
    appeals: Iterable[AppealRow],
) -> CaseView:  # fmt: skip
    """The case that these rows tell of. There is at least one place."""
    facts, removals, appeals = list(facts), list(removals), list(appeals)
    removing = removing_measures(playbook)
    minor, withdrawn = any(is_minor(each.named) for each in places), all(each.withdrawn for each in places)
    seen = tuple(
        _place(
            row,
            [each for each in facts if each.report == row.report],
            [each for each in removals if each.report == row.report],
            [each for each in appeals if each.report == row.report],
            removing,
            minor=minor,
        )
        for row in places
    )
    needs = () if minor or withdrawn else dict.fromkeys(e for each in seen for lack in each.lacks for e in lack.missing)
    received = min(each.received for each in places)
    return CaseView(places=seen, minor=minor, withdrawn=withdrawn, needs=tuple(needs)[:_ASKED], received=received)


def is_minor(harm: HarmCode) -> bool:
    """Whether a report was named as one about somebody who may be under 18."""
    return harm.startswith("possible_minor") or harm in ("sex_trafficking.minor", "child_trafficking")


def removing_measures(playbook: Playbook) -> frozenset[MeasureCode]:
    """The measures after which a thing is gone for everybody."""
    return frozenset(
        code
        for code, each in playbook.measures.items()
        if each.dsa in REMOVES or (each.dsa is None and each.kind is MeasureKind.VISIBILITY)
    )


def _place(
    row: PlaceRow,
    facts: Sequence[FactRow],
    removals: Sequence[RemovalRow],
    appeals: Sequence[AppealRow],
    removing: Collection[MeasureCode],
    *,
    minor: bool,
) -> PlaceView:
    story = [Told(row.received, State.RECEIVED), *_happened(row, facts), *_heard(appeals)]
    gone = [each for each in removals if each.measure in removing]
    story += _decided(row, gone)
    decided = row.effective is not None
    turned_down = row.verdict in (Verdict.NO_VIOLATION, Verdict.NOT_ENOUGH)
    return PlaceView(
        place=row.place,
        report=row.report,
        story=tuple(sorted(set(story))),
        due=None if decided else row.due,
        legal=row.legal and not decided,
        decided=decided,
        lacks=() if minor or row.withdrawn else lacking(row.missing),
        can_appeal=decided and turned_down and not appeals and not minor and row.withdrawn is None,
    )


def _happened(row: PlaceRow, facts: Iterable[FactRow]) -> list[Told]:
    found: list[Told] = []
    for each in facts:
        state = TOLD[each.kind]
        if each.occurred >= row.received and (state in _EACH or all(told.state is not state for told in found)):
            found.append(Told(each.occurred, state))
    return found


def _decided(row: PlaceRow, gone: Sequence[RemovalRow]) -> list[Told]:
    """What was decided, once it holds: gone, kept, or something else done about it; and that it was put back."""
    if row.effective is None or row.verdict is None:
        return []
    if row.verdict != Verdict.VIOLATES:
        state = State.KEPT if row.verdict == Verdict.NO_VIOLATION else State.UNDECIDED
        return [Told(max(row.effective, row.received), state)]
    if not gone:
        return [Told(max(row.effective, row.received), State.ACTED)]
    found = [Told(max(gone[0].effective, row.received), State.REMOVED)]
    back = [each.ended for each in gone if each.state == "reversed" and each.ended]
    return found + ([Told(max(back), State.RESTORED)] if back and all(each.state == "reversed" for each in gone) else [])


def _heard(appeals: Iterable[AppealRow]) -> list[Told]:
    found: list[Told] = []
    for each in appeals:
        found.append(Told(each.received, State.ASKED_AGAIN))
        if each.took_effect is not None:
            state = State.HEARD_UPHELD if each.outcome == "upheld" else State.HEARD_CHANGED
            found.append(Told(each.took_effect, state))
    return found
