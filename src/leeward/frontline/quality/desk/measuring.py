"""The figures: how often decisions are right, how far people agree, who parts from the rest; for people and rules alike."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import msgspec

from leeward.frontline.quality import drift, proportions, views
from leeward.frontline.quality.desk import loading
from leeward.frontline.quality.desk.loading import Q
from leeward.frontline.quality.desk.showing import waiting
from leeward.record.ledger.look import Look
from leeward.record.terms.ids import PersonId
from leeward.record.terms.moment import Moment
from leeward.record.terms.quality import ErrorGrade
from leeward.record.terms.report import Verdict

VERDICTS = list(Verdict)
MOST = 20_000  # settled checks that one page is made of
EXPERTS = ("expert", "pair")


class _Rating(msgspec.Struct, frozen=True):
    """A row of ``ratings``."""

    look: Any
    person: PersonId
    seat: str
    verdict: Verdict
    severity: int
    queue: str
    clause: str | None
    truth: Verdict | None


def overview(look: Look, now: Moment, days: int) -> views.Overview:
    """The quality of the last ``days``: accuracy, agreement with its ceiling, samples, cohorts."""
    since = now - timedelta(days=days)
    samples = tuple(msgspec.convert(look.rows(Q.samples, {"since": since}), list[views.SampleLine]))
    checked = settled(look, since)
    ratings = msgspec.convert(look.rows(Q.ratings, {"since": since}), list[_Rating])
    return views.Overview(
        days=days,
        accuracy=proportions.stratified(
            [proportions.Stratum(size=each.size, looked_at=each.achieved, found=each.right_ones) for each in samples]
        ),
        critical=proportions.wilson(sum(each.grade is ErrorGrade.CRITICAL for each in checked), len(checked)),
        ceiling=_agreeing("Expert with expert", [each for each in ratings if each.seat in EXPERTS]),
        everything=_agreeing("Everything", _double(ratings)),
        queues=_by(ratings, lambda each: each.queue),
        clauses=_by(ratings, lambda each: each.clause or "no clause"),
        planned=sum(each.planned for each in samples),
        achieved=sum(each.achieved for each in samples),
        samples=samples,
        waiting=waiting(look),
        cohorts=_cohorts(checked),
    )


def settled(look: Look, since: Moment, decider: PersonId | None = None, limit: int = MOST) -> tuple[views.Settled, ...]:
    """Checked decisions of which it is known whether they were right, the latest first."""
    rows = look.rows(Q.settled, {"since": since, "decider": decider, "limit": limit})
    return tuple(msgspec.convert(rows, list[views.Settled]))


def cards(look: Look, now: Moment, days: int) -> tuple[views.CardLine, ...]:
    """The scorecards of everybody whose decisions were checked or who answered a golden item, by name."""
    since = now - timedelta(days=days)
    by_person: dict[PersonId, list[views.Settled]] = defaultdict(list)
    for each in settled(look, since):
        by_person[each.decider].append(each)
    golden = {row["person"]: row for row in look.rows(Q.golden_taken, {"since": since, "person": None})}
    names = loading.names(look, [*by_person, *golden])
    lines = [
        views.CardLine(
            person=person, name=names.get(person, "somebody"), accuracy=_right(by_person[person]),
            golden=_golden(golden.get(person)),
            critical=_graded(by_person[person])[ErrorGrade.CRITICAL], major=_graded(by_person[person])[ErrorGrade.MAJOR],
            minor=_graded(by_person[person])[ErrorGrade.MINOR],
        )
        for person in {*by_person, *golden}
    ]  # fmt: skip
    return tuple(sorted(lines, key=lambda each: (each.name, str(each.person))))


def card(look: Look, now: Moment, days: int, person: PersonId) -> views.Card:
    """One scorecard: accuracy, mistakes by grade, golden items, and the confusion matrix, shrunk where there is little."""
    since = now - timedelta(days=days)
    mine = settled(look, since, person)
    golden = look.one(Q.golden_taken, {"since": since, "person": person})
    ratings = msgspec.convert(look.rows(Q.ratings, {"since": since}), list[_Rating])
    cells, labels = _confusion(ratings, person)
    return views.Card(
        person=person, name=loading.names(look, [person]).get(person, "somebody"), days=days, accuracy=_right(mine),
        latest=mine[:50], grades=_graded(mine), golden=_golden(golden), confusion=cells, labels=labels,
    )  # fmt: skip


def rules(look: Look, now: Moment, days: int) -> tuple[views.RuleLine, ...]:
    """The scorecards of rules, by rule and clause: precision on checked decisions only, where the truth is known."""
    rows = look.rows(Q.rules, {"since": now - timedelta(days=days)})
    return tuple(
        views.RuleLine(
            rule=row["rule"], clause=row["clause"], checked=row["checked"],
            precision=proportions.wilson(row["violations"], row["checked"]),
            by_clause=proportions.wilson(row["by_clause"], row["checked"]),
        )
        for row in rows
    )  # fmt: skip


def _right(checked: Sequence[views.Settled]) -> proportions.Share:
    return proportions.wilson(sum(each.right for each in checked), len(checked))


def _golden(row: Mapping[str, Any] | None) -> proportions.Share:
    return proportions.wilson(row["passed"], row["items"]) if row else proportions.wilson(0, 0)


def _graded(checked: Iterable[views.Settled]) -> dict[ErrorGrade, int]:
    found = dict.fromkeys(ErrorGrade, 0)
    for each in checked:
        if each.grade is not None:
            found[each.grade] += 1
    return found


def _double(ratings: Iterable[_Rating]) -> list[_Rating]:
    """The decision and the peer: two who knew nothing of each other. Experts, who look where these differ, would bias it."""
    return [each for each in ratings if each.seat in ("first", "peer")]


def _by(ratings: Sequence[_Rating], of: Callable[[_Rating], str]) -> tuple[views.Agreeing, ...]:
    groups: dict[str, list[_Rating]] = defaultdict(list)
    for each in _double(ratings):
        groups[of(each)].append(each)
    return tuple(_agreeing(name, groups[name]) for name in sorted(groups))


def _agreeing(name: str, ratings: Sequence[_Rating]) -> views.Agreeing:
    from leeward.frontline.quality import agreement  # needs numpy, which nobody needs who asks for no figures

    places = {look: n for n, look in enumerate(dict.fromkeys(each.look for each in ratings))}
    items, labels = [places[each.look] for each in ratings], [VERDICTS.index(each.verdict) for each in ratings]
    table = agreement.table_of(items, labels, len(VERDICTS))
    return views.Agreeing(
        name=name, percent=agreement.percent(table), alpha=agreement.alpha(table), ac1=agreement.gwet(table)
    )  # fmt: skip


def _confusion(ratings: Sequence[_Rating], person: PersonId) -> tuple[tuple[views.Cell, ...], int]:
    """What somebody says, given what is true; truth anchored where it is known, found from everybody where it is not."""
    import numpy as np

    from leeward.frontline.quality import consensus

    places = {look: n for n, look in enumerate(dict.fromkeys(each.look for each in ratings))}
    people = {who: n for n, who in enumerate(dict.fromkeys(each.person for each in ratings))}
    if person not in people:
        return (), 0
    labels = consensus.Labels(
        item=np.array([places[each.look] for each in ratings], np.int64),
        reviewer=np.array([people[each.person] for each in ratings], np.int64),
        label=np.array([VERDICTS.index(each.verdict) for each in ratings], np.int64),
        items=len(places), reviewers=len(people), categories=len(VERDICTS),
    )  # fmt: skip
    known = {places[each.look]: VERDICTS.index(each.truth) for each in ratings if each.truth is not None}
    found, place = consensus.consensus(labels, known), people[person]
    low, high = consensus.intervals(found, place)
    cells = tuple(
        views.Cell(
            true=true, said=said, value=float(found.confusion[place, t, s]), low=float(low[t, s]), high=float(high[t, s])
        )
        for t, true in enumerate(VERDICTS)
        for s, said in enumerate(VERDICTS)
    )  # fmt: skip
    return cells, sum(each.person == person for each in ratings)


def _cohorts(checked: Sequence[views.Settled]) -> dict[str, tuple[drift.Cohort[str], ...]]:
    kinds: dict[str, Callable[[views.Settled], str]] = {
        "began": lambda each: f"{each.joined:%Y-%m}" if each.joined else "machines",
        "language": lambda each: str(each.language),
        "queue": lambda each: str(each.queue),
        "source": lambda each: each.source.value,
        "decided by": lambda each: "machines" if each.automated else "people",
    }
    found = {}
    for kind, name in kinds.items():
        right, of = defaultdict[str, int](int), defaultdict[str, int](int)
        for each in checked:
            right[name(each)] += each.right
            of[name(each)] += 1
        found[kind] = tuple(drift.cohorts({cohort: drift.Tally(right=right[cohort], of=of[cohort]) for cohort in of}))
    return found
