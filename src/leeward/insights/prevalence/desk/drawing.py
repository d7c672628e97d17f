"""Drawing a sample from the lake: the same seed, span and playbook draw the same."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from leeward.insights.prevalence import designs, scoring
from leeward.insights.prevalence.refusals import NothingToDrawFrom
from leeward.insights.prevalence.wanted import RULES, Wanted, clauses_of, kind_of
from leeward.playbook.certified import MINOR_GATE
from leeward.playbook.model import ActivityKind, Playbook, Policy
from leeward.playbook.routing import route
from leeward.record.facts.prevalence import Band, PrevalenceItemDrawn, PrevalenceSampled
from leeward.record.lake.frames import frame, pointed_at, texts
from leeward.record.lake.reading import open_lake
from leeward.record.ledger.record import Record
from leeward.record.terms.code import Digest, FieldCode, HarmCode, LanguageCode, QueueCode, ValueCode, is_code
from leeward.record.terms.ids import EventId, PersonId, SampledId, SampleId, SubjectId, VaultRef, new_id, new_ids
from leeward.record.terms.moment import now
from leeward.record.terms.prevalence import Design
from leeward.record.terms.report import Source
from leeward.record.terms.subject import SubjectKind

if TYPE_CHECKING:
    from numpy import bool_, float64, int64
    from numpy.typing import NDArray

    Floats = NDArray[float64]
    Ints = NDArray[int64]
    Flags = NDArray[bool_]


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """All there was, and what is expected of each."""

    events: list[UUID]
    abouts: list[str]
    weights: "Floats"
    guesses: "Floats"
    languages: list[str | None]
    segments: list[tuple[ValueCode | None, ...]]


class Drawing(msgspec.Struct, frozen=True, kw_only=True):
    """Who was drawn, in which band, with which chance."""

    chosen: "Flags"
    band: "Ints"
    chance: "Floats"
    bands: tuple[Band, ...]


def draw(
    record: Record, playbook: Playbook, who: PersonId, wanted: Wanted, lake: Path, *, seed: Digest | None = None
) -> SampleId:
    """Draw a sample and send it to blind labelling; its number.

    Raises NotDrawable for what does not fit, NothingToDrawFrom where the lake has no such activity. ``seed`` draws one again.
    """
    kind, policies = kind_of(wanted, playbook), clauses_of(wanted, playbook)
    sample = SampleId(new_id())
    seed = seed or Digest(record.digest("prevalence:draw", str(sample)))
    types = {name: each.value for name, each in kind.fields.items()}
    with open_lake(record, lake) as opened:
        table = frame(opened, kind.kind, types, _fields(kind, wanted), since=wanted.since, until=wanted.until)
        if not table.num_rows:
            raise NothingToDrawFrom(
                f"The lake holds no {kind.kind} from {wanted.since:%Y-%m-%d %H:%M} to {wanted.until:%Y-%m-%d %H:%M} UTC.",
                remedy="Choose a longer span, or another kind. Activity is in the lake a minute after it came in.",
            )
        pointed = pointed_at(opened, kind.kind) if wanted.score == RULES else {}
        columns = {name: table.column(name).to_pylist() for name in table.column_names}
        whole = _frame(columns, wanted, playbook, pointed)
        found = drawn_from(whole, wanted, seed)
        places = [int(place) for place in found.chosen.nonzero()[0]]
        refs = texts(opened, kind.kind, types, [whole.events[place] for place in places])
    head = _sampled(sample, who, wanted, kind, policies, seed, playbook, found, len(whole.events))
    items = _items(head, whole, found, places, refs, kind, policies, playbook, wanted)
    with record.writing() as tx:
        tx.take_pen()
        tx.append([head, *items])
    return sample


def drawn_from(whole: Frame, wanted: Wanted, seed: Digest) -> Drawing:
    """Who is drawn from a frame: nothing but the frame, what is wanted and the seed decide it."""
    import numpy as np

    n, count = min(wanted.labels, len(whole.events)), len(whole.events)
    place = designs.places(bytes.fromhex(seed), whole.events)
    band = np.zeros(count, np.int64)
    if wanted.design is Design.STRATIFIED:
        band = designs.bands(whole.guesses, wanted.bands)
        sizes = np.bincount(band)
        counts = designs.allocate(sizes, np.bincount(band, whole.guesses) / sizes, n)
        chosen = designs.lowest_of_each(band, place, counts)
        chance = (counts / sizes)[band]
    elif wanted.design is Design.WEIGHTED:
        chance = designs.chances(whole.weights, whole.guesses, n)
        band = (chance >= 1).astype(np.int64)
        chosen = designs.drawn(chance, place, n)
    else:
        chance = np.full(count, n / count)
        chosen = designs.drawn(chance, place, n)
    return Drawing(chosen=chosen, band=band, chance=chance, bands=_bands(whole, band, chosen))


def _bands(whole: Frame, band: "Ints", chosen: "Flags") -> tuple[Band, ...]:
    return tuple(
        Band(
            size=int(inside.sum()), weight=float(whole.weights[inside].sum()), planned=int((chosen & inside).sum()),
            expected=float(whole.guesses[inside].mean()) if inside.any() else 0.0,
        )
        for inside in (band == number for number in range(int(band.max()) + 1))
    )  # fmt: skip


def _fields(kind: ActivityKind, wanted: Wanted) -> list[str]:
    score = None if wanted.score == RULES else wanted.score
    language = "language" if "language" in kind.fields else None
    return list(dict.fromkeys(name for name in (*wanted.segments, wanted.weighed_by, score, language) if name))


def _frame(columns: dict[str, list[object]], wanted: Wanted, playbook: Playbook, pointed: Mapping[UUID, frozenset[str]]) -> Frame:
    events = [UUID(str(each)) for each in columns["event_id"]]
    weighed = _numbers(columns[wanted.weighed_by]) if wanted.weighed_by else None
    if wanted.score == RULES:
        guesses = scoring.by_rules(playbook, events, pointed, wanted.expected)
    else:
        guesses = scoring.by_field(_numbers(columns[wanted.score]), wanted.expected)
    named = [[_value(each) for each in columns[name]] for name in wanted.segments]
    return Frame(
        events=events, abouts=[str(each) for each in columns["about"]], weights=scoring.weights_of(weighed, len(events)),
        guesses=guesses, languages=[str(each) if each else None for each in columns.get("language", [None] * len(events))],
        segments=list(zip(*named, strict=True)) if named else [()] * len(events),
    )  # fmt: skip


def _numbers(values: Sequence[object]) -> list[float | None]:
    return [float(value) if isinstance(value, int | float) else None for value in values]


def _value(value: object) -> ValueCode | None:
    text = ("yes" if value else "no") if isinstance(value, bool) else str(value)
    return ValueCode(text) if value is not None and is_code(text) else None


def _sampled(
    sample: SampleId, who: PersonId, wanted: Wanted, kind: ActivityKind, policies: Sequence[Policy], seed: Digest,
    playbook: Playbook, found: Drawing, size: int,
) -> PrevalenceSampled:  # fmt: skip
    return PrevalenceSampled(
        subject=sample, actor=who, occurred=now(), design=wanted.design, event_kind=kind.kind,
        harm=HarmCode(wanted.harm) if wanted.harm else None, clauses=tuple(policy.id for policy in policies), since=wanted.since,
        until=wanted.until, score=FieldCode(wanted.score), weighed_by=FieldCode(wanted.weighed_by) if wanted.weighed_by else None,
        segments=tuple(FieldCode(name) for name in wanted.segments), looks=wanted.looks, seed=seed, playbook=playbook.digest,
        bands=found.bands, size=size, planned=int(found.chosen.sum()),
    )  # fmt: skip


def _items(
    head: PrevalenceSampled, whole: Frame, found: Drawing, places: Sequence[int], refs: dict[UUID, tuple[UUID, ...]],
    kind: ActivityKind, policies: Sequence[Policy], playbook: Playbook, wanted: Wanted,
) -> list[PrevalenceItemDrawn]:  # fmt: skip
    gravest, queue = _lead(policies, playbook)
    # Who is verified must not follow from the place in the draw: another seed says it.
    again = designs.places(bytes.fromhex(head.seed)[::-1], [whole.events[place] for place in places])
    return [
        PrevalenceItemDrawn(
            subject=SampledId(identity), actor=head.actor, occurred=head.occurred, sample=SampleId(head.subject),
            event=EventId(whole.events[place]), about=SubjectId(UUID(whole.abouts[place])),
            kind=kind.subject or SubjectKind.CONTENT,
            harm=gravest.harm, clauses=head.clauses, queue=queue, severity=gravest.severity,
            language=LanguageCode((whole.languages[place] or "und").lower()), looks=wanted.looks,
            verified=bool(again[number] < wanted.verified), band=int(found.band[place]), chance=float(found.chance[place]),
            weight=float(whole.weights[place] / found.chance[place]), segments=whole.segments[place],
            texts=tuple(VaultRef(ref) for ref in refs.get(whole.events[place], ())),
        )
        for number, (place, identity) in enumerate(zip(places, new_ids(len(places)), strict=True))
    ]  # fmt: skip


def _lead(policies: Sequence[Policy], playbook: Playbook) -> tuple[Policy, QueueCode]:
    """The gravest policy and its queue, by which people are found. Possible minors are handed over, not labelled."""
    routed = [(each, route(playbook.queues, each.harm, each.severity, Source.PROACTIVE).code) for each in policies]
    return next((one for one in routed if str(one[1]) != str(MINOR_GATE)), routed[0])
