"""Asking why a number moved: one page, and the same as JSON."""

from datetime import date, timedelta

import msgspec
from litestar import Response

from leeward.insights.drivers import desk, refusals
from leeward.insights.drivers.links import href_of
from leeward.insights.drivers.question import Question
from leeward.insights.drivers.refusals import NotAPeriod, NothingBefore
from leeward.insights.drivers.series import LABELS, SERIES, Kind
from leeward.insights.drivers.views import Answer, Slice
from leeward.insights.drivers.wording import amount_words, level_words, value_words
from leeward.record.terms.moment import now
from leeward.web import faults
from leeward.web.kit import Markup, Page, Place, csv_of, get, may, person, render
from leeward.web.pictures.bars import dots
from leeward.web.pictures.chart import Chart, Series

faults.STATUS.update(refusals.STATUS)

VIEW = may("driver.view")
DAYS = ((1, "1 day"), (7, "7 days"), (14, "14 days"), (28, "28 days"), (91, "91 days"))
EARLIER = ((1, "the one before"), (4, "4 before"), (8, "8 before"), (12, "12 before"))
EXPORTED = tuple(
    (name, name)
    for name in ("slice", "before", "after", "contribution", "low", "high", "share", "rate", "mix", "before_of", "after_of")
)


@get("/drivers", guard=VIEW, place=Place("Insights", "Why did it move?", key="v", order=12), include_in_schema=False)
def why(request: Page) -> Markup | Response[str]:
    """Why a number moved between two periods."""
    trouble, status, answer = "", 200, None
    asked = Question(series="reports", last=now().date() - timedelta(days=1))
    try:
        asked = _asked(request)
        answer = desk.explain(request.app.state.record, request.app.state.lake, asked, _harms(request))
    except NothingBefore as nothing:
        trouble = " ".join((nothing.detail, nothing.remedy))
    except tuple(refusals.STATUS) as refused:
        trouble, status = str(refused), refusals.STATUS[type(refused)]
    if answer and request.query_params.get("format") == "csv":
        return csv_of([_row(each) for each in (*answer.drivers, *answer.against, answer.rest)], EXPORTED, f"why-{asked.series}")
    rights = frozenset(map(str, person(request).permissions))
    return render(
        request,
        "drivers/why.html",
        status=status,
        asked=asked,
        answer=answer,
        trouble=trouble,
        all_series=[(each.code, each.name) for each in SERIES.values()],
        all_days=_with(DAYS, asked.days, "days"),
        all_earlier=_with(EARLIER, asked.earlier, "before"),
        labels=LABELS,
        picture=_picture(answer) if answer else None,
        level=level_words,
        amount=amount_words,
        value_words=lambda name, value: value_words(name, value, _harms(request)),
        behind=lambda each: href_of(dict((*asked.where, *each.where)), rights),
        address=lambda *where, **other: _address(asked, where, **other),
        ratio=answer is not None and answer.series.kind is Kind.RATIO,
    )


@get("/v1/drivers", guard=VIEW)
def why_as_json(request: Page) -> Response[bytes]:
    """Why a number moved, as JSON: slices with contributions and intervals."""
    answer = desk.explain(request.app.state.record, request.app.state.lake, _asked(request), _harms(request))
    return Response(msgspec.json.encode(answer), media_type="application/json")


def _harms(request: Page) -> dict[str, str]:
    return {str(code): str(harm.name) for code, harm in request.app.state.playbook().harms.items()}


def _asked(request: Page) -> Question:
    """The question of an address. Raises NotAPeriod, NoSuchPart."""
    given = request.query_params
    yesterday = now().date() - timedelta(days=1)
    try:
        last = date.fromisoformat(given["last"]) if given.get("last") else yesterday
        days, earlier = int(given.get("days") or 7), int(given.get("earlier") or 4)
    except ValueError:
        raise NotAPeriod(
            "The last day is a date such as 2026-05-19, the others are whole numbers.", remedy="Choose again above."
        ) from None
    where = tuple(
        (name, value) for name, _, value in (each.partition(":") for each in given.getall("where", [])) if name and value
    )
    by = tuple(each for each in given.getall("by", []) if each)
    return Question(series=given.get("series") or "reports", last=last, days=days, earlier=earlier, where=where, by=by)


def _address(asked: Question, where: tuple[tuple[str, str], ...], **other: object) -> str:
    """The address of the question with other parts."""
    from urllib.parse import urlencode

    fields: list[tuple[str, object]] = [
        ("series", asked.series),
        ("last", asked.last),
        ("days", asked.days),
        ("earlier", asked.earlier),
    ]
    fields += [("where", f"{name}:{value}") for name, value in where] + [("by", name) for name in asked.by]
    return "/drivers?" + urlencode([*fields, *other.items()])


def _with(known: tuple[tuple[int, str], ...], here: int, word: str) -> list[tuple[int, str]]:
    """The choices, and what is asked for if it is none of them."""
    return sorted({**dict(known), **({} if here in dict(known) else {here: f"{here} {word}"})}.items())


def _picture(answer: Answer) -> Chart | None:
    """What each slice and the rest contributed, with its interval."""
    shown = (*answer.drivers, *answer.against)
    if not shown:
        return None
    scale = 100.0 if answer.series.kind is Kind.RATIO else 1.0
    each = Series(
        name="contribution",
        values=[one.amount * scale for one in (*shown, answer.rest)],
        low=[one.low * scale for one in (*shown, answer.rest)],
        high=[one.high * scale for one in (*shown, answer.rest)],
    )
    unit = "points" if answer.series.kind is Kind.RATIO else (answer.series.unit or answer.series.noun)
    return dots("What each slice contributed", [one.words for one in (*shown, answer.rest)], each, unit=unit, first="slice")


def _row(each: Slice) -> dict[str, object]:
    return {
        "slice": " & ".join(f"{name}={value}" for name, value in each.where) or each.words,
        "contribution": each.amount,
        **{
            name: getattr(each, name)
            for name in ("before", "after", "low", "high", "share", "rate", "mix", "before_of", "after_of")
        },
    }


ROUTES = [why, why_as_json]
