"""What people do about an alarm: take it, say what it was, close it, silence a series, let it ring again."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from leeward.insights.trends.desk.watching import Q
from leeward.insights.trends.reading import NOTHING
from leeward.insights.trends.reasons import SILENT, WAS, reason_in
from leeward.insights.trends.refusals import ClosedAlready, NoSuchAlarm, NoSuchSeries, NotExplained, NotThatLong
from leeward.insights.trends.streams import ALL, STREAMS
from leeward.record.facts.trends import AlarmClosed, AlarmExplained, AlarmSilenced, AlarmTaken, SeriesName, SilenceEnded
from leeward.record.ledger.record import Record, Transaction
from leeward.record.terms.code import DimensionCode, ReasonCode, StreamCode, ValueCode, is_code
from leeward.record.terms.ids import AlarmId, OwnerId, PersonId, SilenceId, new_id
from leeward.record.terms.moment import now

LONGEST = timedelta(days=90)
MOST_CHARACTERS = 4_000


def take(record: Record, who: PersonId, number: UUID) -> None:
    """Answer for an alarm, also for one that was somebody else's. Raises NoSuchAlarm, ClosedAlready."""
    with record.writing() as tx:
        alarm = _open(tx, number)
        tx.append([AlarmTaken(subject=alarm, actor=who, occurred=now(), alarm=alarm)])


def explain(record: Record, who: PersonId, number: UUID, reason: str, note: str = "") -> None:
    """Say what it was; whoever does so answers for it where nobody did. The note lies in the vault.

    Raises NoSuchAlarm, ClosedAlready, NotAReason, NotThatLong.
    """
    why, words = reason_in(WAS, reason), note.strip()
    if len(words) > MOST_CHARACTERS:
        raise NotThatLong(f"The note has {len(words)} characters; {MOST_CHARACTERS:,} are taken.", remedy="Say it shorter.")
    with record.writing() as tx:
        alarm = _open(tx, number)
        row = _row(tx, number)
        at, ref = now(), tx.vault.write(OwnerId(alarm), [words])[0] if words else None
        if row["owner"] is None:
            tx.append([AlarmTaken(subject=alarm, actor=who, occurred=at, alarm=alarm)])
        tx.append([AlarmExplained(subject=alarm, actor=who, occurred=at, alarm=alarm, reason=why, note=ref)])


def close(record: Record, who: PersonId, number: UUID) -> ReasonCode:
    """Close an alarm as what it was said to be. Raises NoSuchAlarm, ClosedAlready, NotExplained."""
    with record.writing() as tx:
        alarm = _open(tx, number)
        reason = _row(tx, number)["explained"]
        if reason is None:
            raise NotExplained("Say first what it was.", remedy="Explain it, then close it.")
        tx.append([AlarmClosed(subject=alarm, actor=who, occurred=now(), alarm=alarm, reason=ReasonCode(reason))])
    return ReasonCode(reason)


def silence(
    record: Record, who: PersonId, series: SeriesName, reason: str, days: int, *, alarm: UUID | None = None
) -> SilenceId:  # fmt: skip
    """Keep a series from ringing for so many days; what would have rung is written down all the same.

    Raises NoSuchAlarm, NoSuchSeries, NotAReason, NotThatLong.
    """
    why = reason_in(SILENT, reason)
    if not 1 <= days <= LONGEST.days:
        raise NotThatLong(f"{days} days is not between 1 and {LONGEST.days}.", remedy="Silence it for less, and look again then.")
    with record.writing() as tx:
        tx.take_pen()
        if alarm is not None:
            _row(tx, alarm)
        kept, at = SilenceId(new_id()), now()
        tx.append(
            [
                AlarmSilenced(
                    subject=kept, actor=who, occurred=at, series=series, reason=why, until=at + timedelta(days=days),
                    alarm=AlarmId(alarm) if alarm else None,
                )
            ]
        )  # fmt: skip
    return kept


def end_silence(record: Record, who: PersonId, number: UUID) -> None:
    """Let a series ring again before its time. Raises NoSuchAlarm, ClosedAlready."""
    with record.writing() as tx:
        tx.take_pen()
        row = tx.one(Q.silence, {"id": number})
        if row is None:
            raise NoSuchAlarm("There is no such silence.")
        at = now()
        if row["ended"] is not None or row["until"] <= at:
            raise ClosedAlready("This silence is over already.")
        tx.append([SilenceEnded(subject=number, actor=who, occurred=at, series=series_of(row))])


def series_of(row: dict[str, Any]) -> SeriesName:
    """The series that a row names."""
    return SeriesName(stream=StreamCode(row["stream"]), dimension=DimensionCode(row["dimension"]), value=ValueCode(row["value"]))


def series_named(stream: str, dimension: str, value: str) -> SeriesName:
    """The series that somebody names. Raises NoSuchSeries."""
    known = stream in STREAMS and dimension in (ALL, *STREAMS[stream].watched) and (is_code(value) or value == NOTHING)
    if not known:
        raise NoSuchSeries(f'"{stream[:40]}" by "{dimension[:40]}" is not watched.', remedy=f"Streams are: {', '.join(STREAMS)}.")
    return SeriesName(stream=StreamCode(stream), dimension=DimensionCode(dimension), value=ValueCode(value))


def _row(tx: Transaction, number: UUID) -> dict[str, Any]:
    row = tx.one(Q.alarm, {"id": number})
    if row is None:
        raise NoSuchAlarm("There is no such alarm.")
    return row


def _open(tx: Transaction, number: UUID) -> AlarmId:
    tx.take_pen()
    if _row(tx, number)["closed"] is not None:
        raise ClosedAlready("Somebody closed it already.")
    return AlarmId(number)
