"""Answering: take, explain, close, read the note, silence, let ring again."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar.params import FromPath

from leeward.insights.trends import desk, refusals
from leeward.insights.trends.desk.answering import series_named
from leeward.insights.trends.pages.looking import alarm_page, record_of
from leeward.web.kit import Markup, Onward, Page, form, may, person, post, redirect


class Said(msgspec.Struct, kw_only=True):
    """What an alarm was."""

    reason: Annotated[str, msgspec.Meta(title="what it was")]
    note: Annotated[str, msgspec.Meta(title="a note")] = ""


class Quiet(msgspec.Struct, kw_only=True):
    """Which series does not ring, why, and how long."""

    stream: Annotated[str, msgspec.Meta(title="what is counted")]
    dimension: Annotated[str, msgspec.Meta(title="by what")]
    value: Annotated[str, msgspec.Meta(title="its value")]
    reason: Annotated[str, msgspec.Meta(title="a reason")]
    days: Annotated[int, msgspec.Meta(title="for how many days")]
    alarm: Annotated[str, msgspec.Meta(title="the alarm")] = ""


@post("/trends/alarms/{alarm:uuid}/take", guard=may("trend.answer"), include_in_schema=False)
def take(request: Page, alarm: FromPath[UUID]) -> Onward:
    """Answer for an alarm."""
    desk.take(record_of(request), person(request).id, alarm)
    return redirect(request, f"/trends/alarms/{alarm}", notice="It is yours.")


@post("/trends/alarms/{alarm:uuid}/explain", guard=may("trend.answer"), include_in_schema=False)
def explain(request: Page, alarm: FromPath[UUID]) -> Onward:
    """Say what it was."""
    said = form(request, Said).value
    desk.explain(record_of(request), person(request).id, alarm, said.reason if said else "", said.note if said else "")
    return redirect(request, f"/trends/alarms/{alarm}", notice="It is written down what it was.")


@post("/trends/alarms/{alarm:uuid}/close", guard=may("trend.answer"), include_in_schema=False)
def close(request: Page, alarm: FromPath[UUID]) -> Onward:
    """Close it as what it was said to be."""
    desk.close(record_of(request), person(request).id, alarm)
    return redirect(request, "/trends", notice="It is closed.")


@post("/trends/alarms/{alarm:uuid}/note", guard=may("trend.view"), include_in_schema=False)
def note(request: Page, alarm: FromPath[UUID]) -> Markup:
    """Read what somebody wrote about it; the reading is written down."""
    return alarm_page(request, alarm, desk.read_note(record_of(request), person(request).id, alarm))


@post("/trends/silences", guard=may("trend.silence"), include_in_schema=False)
def silence(request: Page) -> Onward:
    """Keep a series from ringing for a while."""
    asked = form(request, Quiet).value
    if asked is None:
        raise refusals.NotThatLong("Say how many days.", remedy="A whole number from 1 to 90.")
    series = series_named(asked.stream, asked.dimension, asked.value)
    number = _number(asked.alarm)
    desk.silence(record_of(request), person(request).id, series, asked.reason, asked.days, alarm=number)
    told = f"It does not ring for {asked.days} days; what would have rung is written down."
    return redirect(request, f"/trends/alarms/{number}" if number else "/trends/silences", notice=told)


def _number(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise refusals.NoSuchAlarm("There is no such alarm.") from None


@post("/trends/silences/{silence:uuid}/end", guard=may("trend.silence"), include_in_schema=False)
def end(request: Page, silence: FromPath[UUID]) -> Onward:
    """Let it ring again."""
    desk.end_silence(record_of(request), person(request).id, silence)
    return redirect(request, "/trends/silences", notice="It rings again.")


ANSWERING = [take, explain, close, note, silence, end]
