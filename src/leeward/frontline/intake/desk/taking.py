"""Taking in activity: a batch is one transaction, a column at a time, and rules see it as it passes."""

from collections.abc import Mapping, Sequence, Set
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import msgspec

from leeward.frontline.intake.arrival import Problem
from leeward.frontline.intake.columns import Columns, sent_columns, sent_rows
from leeward.frontline.intake.desk.labelling import Labels
from leeward.frontline.intake.desk.receiving import refusal_of
from leeward.frontline.intake.desk.remembering import aggregated, all_written, windows_of
from leeward.frontline.intake.identity import Names, subject_of
from leeward.frontline.intake.kept import Kept, kept_rows, put_references, texts_of
from leeward.frontline.intake.shapes import shapes
from leeward.playbook.model import Playbook
from leeward.record.facts import Fact, Recorded
from leeward.record.facts.assessment import SignalRaised
from leeward.record.facts.intake import ActivityReceived, SubjectSeen
from leeward.record.facts.labels import LabelPut
from leeward.record.ledger.record import Record, Transaction
from leeward.record.standing.queries import read_queries
from leeward.record.terms import media
from leeward.record.terms.activity import Activity
from leeward.record.terms.code import Digest, SourceCode
from leeward.record.terms.ids import OwnerId, PersonId, Position, SubjectId, VaultRef, new_id
from leeward.record.terms.moment import Moment, now

Q = read_queries("leeward.frontline.intake")
_SEEN: WeakKeyDictionary[Record, set[str]] = WeakKeyDictionary()
"""Subjects that stand in a record: once there, one is there for good, so this process need not ask again."""
_MOST_SEEN = 200_000
_COPY = "activity (position, event, kind, about, occurred, received, fields, windows)"


class Intake(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a batch of activity."""

    batch: UUID
    taken: int
    duplicates: int
    signals: int
    refused: tuple[tuple[int, Problem], ...]
    """(place in the batch, why)"""


def take_activity(
    record: Record, playbook: Playbook, events: Columns | Sequence[Any], *, door: SourceCode, actor: PersonId
) -> Intake:
    """Take a batch of activity in; rules see it as it passes. An event sent twice is one event.

    ``events`` are columns, or rows: structs of ``shapes``, ``EventIn``, and problems in the place of what could not be read.
    """
    moment, most = now(), playbook.limits.text_characters
    if isinstance(events, Columns):
        sent = sent_columns(events, moment, most)
    else:
        sent = sent_rows(events, shapes(playbook), moment, most)
    names = Names(record.keys.digests)
    named = [Kept.of(columns, names) for columns in sent.columns]
    for each in named:
        each.prepare()
    facts: list[Fact] = [refusal_of(problem, door, actor, moment) for _, problem in sent.problems if problem.reason in media.WHY]
    with record.writing() as tx:
        tx.take_pen()
        fresh = _fresh(tx, named)
        told = _append(record, playbook, tx, fresh, facts, door, actor, moment)
    _keep_in_mind(record, fresh)
    fit, taken = sum(len(each.events) for each in named), sum(len(each.events) for each in fresh)
    batches = [one.fact.subject for one in told if isinstance(one.fact, ActivityReceived)]
    return Intake(
        batch=batches[0] if batches else new_id(),
        taken=taken,
        duplicates=fit - taken,
        signals=sum(isinstance(one.fact, SignalRaised) for one in told),
        refused=tuple(sent.problems),
    )


def _fresh(tx: Transaction, named: Sequence[Kept]) -> list[Kept]:
    """What did not come in before; of two alike in one batch the first."""
    asked = "{" + ",".join(event for each in named for event in each.events) + "}"
    known = {str(row["event"]) for row in tx.rows(Q.events_known, {"events": asked})}
    return [fresh for each in named if (fresh := each.without(known)).events]


def _append(
    record: Record,
    playbook: Playbook,
    tx: Transaction,
    batches: Sequence[Kept],
    facts: list[Fact],
    door: SourceCode,
    actor: PersonId,
    moment: Moment,
) -> list[Recorded]:
    """Store the events, then say so: an ActivityReceived for each kind in the batch."""
    unseen = _unseen(tx, batches, _SEEN.get(record, set()))
    items = [(OwnerId(UUID(about)), str(raw)) for about, (raw, _, _) in unseen.items()]
    items += [text for batch in batches for text in texts_of(batch)]
    refs = tx.vault.write_many(items)
    for (about, (raw, platform, batch)), ref in zip(unseen.items(), refs, strict=False):
        facts.append(_seen(record, about, raw, platform, batch, ref, actor, moment))
    arriving: dict[UUID, Activity] = {}
    labels = Labels(tx, playbook, moment)
    left = iter(refs[len(unseen) :])
    for batch in batches:
        passing = batch.fields()  # with its texts, before references take their place
        put_references(batch, left)
        received, put = _store(record, playbook, tx, batch, passing, labels, door, actor, moment)
        facts += [received, *put]
        arriving[received.subject] = Activity(
            kind=batch.columns.shape.kind.kind, first=received.first, events=batch.events, abouts=batch.abouts,
            occurred=batch.columns.occurred, fields=passing,
        )  # fmt: skip
    return tx.append(facts, arriving=arriving)


def _keep_in_mind(record: Record, batches: Sequence[Kept]) -> None:
    """What these are about is known from now on: it is on disk."""
    seen = _SEEN.setdefault(record, set())
    if len(seen) > _MOST_SEEN:
        seen = _SEEN[record] = set()  # another thread may be looking at the old one
    for batch in batches:
        seen.update(batch.abouts)


def _unseen(tx: Transaction, batches: Sequence[Kept], seen: Set[str]) -> dict[str, tuple[str | int, str, Kept]]:
    """Subjects that nobody named before: (the platform's identifier, the platform, an event's batch)."""
    named: dict[str, tuple[str | int, str, Kept]] = {}
    for batch in batches:
        for about, raw, platform in zip(batch.abouts, batch.raw_subjects, batch.columns.platforms, strict=True):
            if about not in seen and about not in named:
                named[about] = (raw, platform, batch)
    if not named:
        return named
    unknown = {str(row["id"]) for row in tx.rows(Q.subjects_unknown, {"subjects": "{" + ",".join(named) + "}"})}
    return {about: one for about, one in named.items() if about in unknown}


def _seen(
    record: Record, about: str, raw: str | int, platform: str, batch: Kept, ref: VaultRef, actor: PersonId, moment: Moment
) -> SubjectSeen:
    kind = batch.columns.shape.kind.subject
    assert kind is not None
    _, external = subject_of(record.digest, kind.value, platform, str(raw))
    return SubjectSeen(
        subject=SubjectId(UUID(about)),
        actor=actor,
        occurred=moment,
        subject_kind=kind,
        held_by=SourceCode(platform),
        external=external,
        identifier=ref,
    )


def _store(
    record: Record,
    playbook: Playbook,
    tx: Transaction,
    batch: Kept,
    passing: Sequence[dict[str, object]],
    labels: Labels,
    door: SourceCode,
    actor: PersonId,
    moment: Moment,
) -> tuple[ActivityReceived, list[LabelPut]]:
    """The fact about a batch, and the labels that its events put: rules read on with what they see here."""
    events = len(batch.events)
    first = Position(tx.value(Q.go_on, {"events": events}) - events + 1)
    kind = batch.columns.shape.kind.kind
    windows: Sequence[Mapping[str, object]] = ()
    if features := aggregated(playbook, batch.columns.shape.kind):
        columns = (batch.events, batch.columns.occurred, passing)
        windows = windows_of(record).seen(tx, batch.columns.shape.kind, features, first, *columns)
    stood, put = labels.seen(batch.columns.shape.kind, first, batch.events, batch.columns.occurred, passing)
    saw = [{**held, **said} for held, said in zip(windows, stood, strict=True)] if windows and stood else windows or stood
    lines, digest = kept_rows(batch, first, moment, all_written(saw) or None)
    tx.copy_text(_COPY, lines)
    received = ActivityReceived(
        subject=new_id(),
        actor=actor,
        occurred=moment,
        door=door,
        event_kind=kind,
        first=first,
        events=events,
        digest=Digest(digest),
    )
    return received, put
