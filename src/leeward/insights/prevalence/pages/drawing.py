"""Drawing a sample by hand."""

from datetime import UTC, datetime, time, timedelta
from typing import Annotated

import msgspec

from leeward.insights.prevalence import desk
from leeward.insights.prevalence.pages.asking import DESIGNS, DRAW
from leeward.insights.prevalence.refusals import NotDrawable, NothingToDrawFrom
from leeward.insights.prevalence.wanted import MOST_LABELS, RULES, Wanted
from leeward.playbook.model import REPORT, FieldType, Playbook
from leeward.record.terms.moment import now
from leeward.record.terms.prevalence import Design
from leeward.web.kit import Form, Markup, Onward, Page, blank, form, get, person, post, redirect, render


class Asked(msgspec.Struct, kw_only=True):
    """A sample as the form asks for it."""

    kind: Annotated[str, msgspec.Meta(title="a kind of activity")]
    days: Annotated[
        int, msgspec.Meta(ge=1, le=400, title="a number of days", extra={"problem": "Days are a whole number from 1 to 400."})
    ] = 7
    labels: Annotated[
        int,
        msgspec.Meta(
            ge=1, le=MOST_LABELS, title="a number of labels", extra={"problem": "Labels are a whole number from 1 to 50,000."}
        ),
    ] = 1_000
    design: Annotated[Design, msgspec.Meta(title="a design")] = Design.STRATIFIED
    harm: str | None = None
    score: str | None = None
    weighed_by: str | None = None
    segment: str | None = None
    looks: Annotated[
        int, msgspec.Meta(ge=1, le=5, title="a number of looks", extra={"problem": "Looks are a whole number from 1 to 5."})
    ] = 2
    verified: Annotated[
        float, msgspec.Meta(ge=0, le=100, title="a share", extra={"problem": "A share is a number from 0 to 100, in per cent."})
    ] = 2.0
    expected: Annotated[
        float,
        msgspec.Meta(
            gt=0, lt=100, title="the share you expect", extra={"problem": "A share is a number between 0 and 100, in per cent."}
        ),
    ] = 0.1


@get("/prevalence/draw", guard=DRAW, include_in_schema=False)
def new_sample(request: Page) -> Markup:
    """The form."""
    return _page(request, blank(Asked))


@post("/prevalence/draw", guard=DRAW, status_code=200, include_in_schema=False)
def drawn(request: Page) -> Markup | Onward:
    """Draw it, or say what does not fit."""
    filled = form(request, Asked)
    if filled.value is None:
        return _page(request, filled, status=422)
    state, asked = request.app.state, filled.value
    try:
        sample = desk.draw(state.record, state.playbook(), person(request).id, _wanted(asked), state.lake)
    except (NotDrawable, NothingToDrawFrom) as problem:
        return _page(request, filled.refuse("kind", f"{problem.detail} {problem.remedy}".strip()), status=422)
    return redirect(request, f"/prevalence/samples/{sample}", notice="It is drawn. Its items are in Second looks now.")


def _wanted(asked: Asked) -> Wanted:
    """Whole days, UTC, up to the last midnight."""
    until = datetime.combine(now().date(), time(), UTC)
    return Wanted(
        kind=asked.kind, since=until - timedelta(days=asked.days), until=until, labels=asked.labels, design=asked.design,
        harm=asked.harm or None, score=asked.score or RULES, weighed_by=asked.weighed_by or None,
        segments=(asked.segment,) if asked.segment else (), looks=asked.looks, verified=asked.verified / 100,
        expected=asked.expected / 100,
    )  # fmt: skip


def _page(request: Page, filled: Form[Asked], status: int = 200) -> Markup:
    playbook: Playbook = request.app.state.playbook()
    kinds = sorted(kind for kind in playbook.activity if kind != REPORT)
    harms = sorted({policy.harm for policy in playbook.policies.values()})
    return render(
        request, "prevalence/draw.html", status=status, filled=filled, kinds=kinds, designs=DESIGNS, harms=harms,
        numbers=_fields(playbook, FieldType.INTEGER, FieldType.FLOAT), codes=_fields(playbook, FieldType.CODE, FieldType.BOOLEAN),
    )  # fmt: skip


def _fields(playbook: Playbook, *types: FieldType) -> list[str]:
    kinds = [kind for kind in playbook.activity.values() if kind.kind != REPORT]
    return sorted({name for kind in kinds for name, each in kind.fields.items() if each in types})


ROUTES = [new_sample, drawn]
