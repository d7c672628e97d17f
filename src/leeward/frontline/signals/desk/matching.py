"""Media of reports is looked up in every bank: at the door, and again where a bank changed while its job waits.

Whether a hash is live is asked of the database, in the same transaction, whatever an index in memory holds: what was withdrawn a
moment ago matches nothing (Q26).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

import msgspec

from leeward.frontline.signals.desk.indexes import index_of
from leeward.frontline.signals.desk.taking import Q
from leeward.frontline.signals.entries import together
from leeward.playbook.model import Bank, Playbook
from leeward.record.facts import Fact, Recorded
from leeward.record.facts.intake import ReportReceived
from leeward.record.facts.signals import MediaMatched
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Hearing, Listeners, Record
from leeward.record.terms.ids import BankVersion, HashId, ReportId, SubjectId
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import PLAYBOOK
from leeward.record.terms.signal import Feedback, Opinion
from leeward.record.terms.subject import HashKind, MediaReference

Current = Callable[[], Playbook]
OURS = {Feedback.BLOCKED: Opinion.POSITIVE, Feedback.NOT_BLOCKED: Opinion.NEGATIVE}
"""What our own judgement of a hash adds to the opinions on it."""
AGAIN = 2_000
"""So many waiting reports are looked up again at a time."""
_looked: dict[str, tuple[frozenset[UUID], UUID]] = {}


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """Media found in a bank."""

    media: MediaReference
    bank: Bank
    version: BankVersion
    hash: HashId
    distance: int
    opinion: Opinion


Asked = tuple[ReportId, SubjectId, tuple[MediaReference, ...]]


def listeners(current: Current) -> Listeners:
    """What this room hears. ``current`` gives the playbook in force."""
    return {ReportReceived: (partial(match_reports, current),)}


def match_reports(current: Current, heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """A ``MediaMatched`` for each bank that media of a report's subject stands in."""
    playbook = current()
    reports = [one.fact for one in heard if isinstance(one.fact, ReportReceived)]
    if not playbook.banks or not reports:
        return []
    media = media_of(hearing.look, {report.about for report in reports})
    asked = [(ReportId(report.subject), report.about, media[report.about]) for report in reports if report.about in media]
    return _matched(hearing.look, playbook, asked, hearing.now)


def wake(record: Record, current: Current, moment: Moment) -> int:
    """Look up again what waits undecided, a part at a time, since a bank changed; how many matches were new."""
    playbook = current()
    if not playbook.banks:
        return 0
    with record.reading() as look:
        versions = frozenset(row["version"] for row in look.rows(Q.banks) if row["version"] is not None)
        seen, last = _looked.get(record.url, (frozenset[UUID](), UUID(int=0)))
        if versions != seen:
            last = UUID(int=0)
        elif last.int == _ALL:
            return 0
        asked = _waiting(look, last)
        found = _matched(look, playbook, asked, moment) if versions else []
    if found:
        found = _write(record, playbook, asked, found, moment)
    _looked[record.url] = versions, asked[-1][0] if len(asked) == AGAIN else UUID(int=_ALL)
    return len(found)


_ALL = (1 << 128) - 1


def _waiting(look: Look, after: UUID) -> list[Asked]:
    """The next undecided reports with media, in the order of their numbers."""
    rows = look.rows(Q.reports_waiting, {"after": after, "limit": AGAIN})
    return [(row["report"], row["about"], msgspec.convert(row["media"], tuple[MediaReference, ...])) for row in rows]


def _write(record: Record, playbook: Playbook, asked: Sequence[Asked], found: Sequence[Fact], moment: Moment) -> list[Fact]:
    """Look once more under the pen, only what was found, and write it down."""
    reports = {fact.subject for fact in found}
    with record.writing() as tx:
        tx.take_pen()
        again = _matched(tx, playbook, [each for each in asked if each[0] in reports], moment)
        tx.append(again)
    return again


def media_of(look: Look, abouts: Iterable[SubjectId]) -> Mapping[SubjectId, tuple[MediaReference, ...]]:
    """The media of subjects that have any."""
    rows = look.rows(Q.media_of_subjects, {"subjects": list(abouts)})
    return {row["id"]: msgspec.convert(row["media"], tuple[MediaReference, ...]) for row in rows}


def _matched(look: Look, playbook: Playbook, asked: Sequence[Asked], moment: Moment) -> list[Fact]:
    """What is new: media of a report in a bank in which it was not found before."""
    if not asked:
        return []
    hits = look_up(look, playbook, {each for _, _, media in asked for each in media}, moment)
    if not hits:
        return []
    known = {(row["report"], row["bank"], row["kind"], row["digest"]) for row in _known(look, asked)}
    return [
        MediaMatched(
            subject=report, actor=PLAYBOOK, occurred=moment, about=about, media=hit.media, bank=hit.bank.code,
            bank_version=hit.version, hash=hit.hash, distance=hit.distance, opinion=hit.opinion,
        )
        for report, about, media in asked
        for each in dict.fromkeys(media)
        for hit in hits.get(each, ())
        if (report, hit.bank.code, each.hash, each.digest) not in known
    ]  # fmt: skip


def _known(look: Look, asked: Sequence[Asked]) -> list[dict[str, Any]]:
    return look.rows(Q.matches_of_reports, {"reports": [report for report, _, _ in asked]})


def look_up(look: Look, playbook: Playbook, media: Iterable[MediaReference], moment: Moment) -> dict[MediaReference, list[Hit]]:
    """In which banks each of these stands: exactly by an index of the database, a PDQ also within its bank's distance."""
    every = list(dict.fromkeys(media))
    versions = {row["code"]: row["version"] for row in look.rows(Q.banks) if row["version"] is not None}
    banks = {code: bank for code, bank in playbook.banks.items() if code in versions}
    if not every or not banks:
        return {}
    near: dict[UUID, list[tuple[MediaReference, str | None, int]]] = {}
    exact = {"kinds": [each.hash for each in every], "digits": [each.digest for each in every]}
    by_value: dict[tuple[str, str], list[MediaReference]] = {}
    for each in every:
        by_value.setdefault((each.hash.value, each.digest), []).append(each)
    for row in look.rows(Q.hashes_by_value, exact):
        near.setdefault(row["id"], []).extend((each, None, 0) for each in by_value[row["kind"], row["digits"]])
    for code, bank in banks.items():
        for each in every if bank.distance else ():
            if each.hash is HashKind.PDQ:
                for number, distance in index_of(look, code, versions[code]).find(each.digest, bank.distance):
                    near.setdefault(number, []).append((each, code, distance))
    return _nearest(look, banks, versions, near, moment)


def _nearest(
    look: Look,
    banks: Mapping[Any, Bank],
    versions: Mapping[Any, UUID],
    near: Mapping[UUID, Sequence[tuple[MediaReference, str | None, int]]],
    moment: Moment,
) -> dict[MediaReference, list[Hit]]:
    """Of each medium and bank the nearest live hash, with the opinion of all that are near enough."""
    found: dict[tuple[MediaReference, str], list[tuple[int, UUID, Opinion]]] = {}
    for row in look.rows(Q.hashes_live, {"hashes": list(near), "banks": list(banks), "now": moment}) if near else ():
        opinions = [Opinion(each) for each in row["opinions"]]
        ours = OURS.get(Feedback(row["feedback"])) if row["feedback"] else None
        opinion = together([*opinions, ours] if ours else opinions)
        for media, code, distance in near[row["hash"]]:
            if code in (None, row["bank"]):
                found.setdefault((media, row["bank"]), []).append((distance, row["hash"], opinion))
    hits: dict[MediaReference, list[Hit]] = {}
    for (media, code), all_near in found.items():
        distance, number, _ = min(all_near, key=lambda each: (each[0], each[1]))
        hit = Hit(
            media=media, bank=banks[code], version=BankVersion(versions[code]), hash=HashId(number), distance=distance,
            opinion=together(opinion for _, _, opinion in all_near),
        )  # fmt: skip
        hits.setdefault(media, []).append(hit)
    return hits
