"""Drafting a rule: its text checked as it is written, and what it would have matched. What comes out is a file to apply."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import msgspec
from litestar import Response
from litestar.params import FromPath

from leeward.insights.rules import desk
from leeward.insights.rules.pages.asking import asked_rule, by_day, playbook_of, record_of
from leeward.insights.rules.skeleton import skeleton
from leeward.insights.rules.trial import Trial
from leeward.playbook.diagnostics import Diagnostic, PlaybookErrors
from leeward.playbook.model import REPORT, Playbook, Rule
from leeward.playbook.tried import NotARule, with_rule
from leeward.record.terms.code import EventKind
from leeward.record.terms.moment import now
from leeward.web.kit import Markup, Page, Place, form, get, may, person, post, render

MOST = 20_000
"""Rows a preview reads, the earliest of its days first; `leeward rule test` reads more."""


class Written(msgspec.Struct, kw_only=True):
    """A draft as it stands in the page."""

    code: Annotated[str, msgspec.Meta(title="a code", max_length=80)] = ""
    text: Annotated[str, msgspec.Meta(title="the text of the rule", max_length=65_536, extra={"verbatim": True})] = ""
    days: Annotated[int, msgspec.Meta(ge=1, le=90, title="a number of days")] = 7
    act: str = "check"


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be said of a draft."""

    errors: tuple[Diagnostic, ...] = ()
    problem: str = ""
    playbook: Playbook | None = None
    rule: Rule | None = None


@get("/rules/draft", guard=may("rule.draft"), place=Place("Insights", "Draft a rule", order=23), include_in_schema=False)
def new_draft(request: Page) -> Markup:
    """A new rule."""
    playbook = playbook_of(request)
    kind = EventKind(str(request.query_params.get("kind", REPORT)))
    text = skeleton(playbook, playbook.activity.get(kind, playbook.activity[REPORT]))
    return _page(request, Written(code="", text=text), None)


@get("/rules/{folder:str}/{name:str}/draft", guard=may("rule.draft"), include_in_schema=False)
def draft_of(request: Page, folder: FromPath[str], name: FromPath[str]) -> Markup:
    """A change of a rule."""
    rule = asked_rule(request, folder, name)
    return _page(request, Written(code=rule.code, text=rule.where.source), None)


@post("/rules/draft", guard=may("rule.draft"), include_in_schema=False, status_code=200)
def drafted(request: Page) -> Markup | Response[str]:
    """Check a draft, show what it would have matched, or hand it out as the file to apply."""
    filled = form(request, Written)
    if filled.value is None:
        typed = Written(code=str(filled.typed["code"] or ""), text=str(filled.typed["text"] or ""))
        return _page(request, typed, Checked(problem=" ".join(filled.problems.values())), status=422)
    written = msgspec.structs.replace(filled.value, text=filled.value.text.replace("\r\n", "\n"))
    checked = _check(request, written)
    if written.act == "file":
        return _file(written)
    if written.act == "live":
        return render(request, "rules/findings.html", checked=checked, rows=written.text.split("\n"))
    trial = _preview(request, written, checked) if written.act == "preview" else None
    return _page(request, written, checked, trial=trial)


def _check(request: Page, written: Written) -> Checked:
    if not written.code:
        return Checked(problem="We still need a code: folder/name, as in recruitment/fee_before_contract.")
    try:
        playbook, rule = with_rule(request.app.state.house.folder, written.code, written.text)
    except PlaybookErrors as problem:
        file = f"rules/{written.code}.toml"
        own = tuple(each for each in problem.diagnostics if each.file == file)
        return Checked(errors=own or problem.diagnostics)
    except NotARule as problem:
        return Checked(problem=f"{problem.detail} {problem.remedy}".strip())
    return Checked(playbook=playbook, rule=rule)


def _preview(request: Page, written: Written, checked: Checked) -> Trial | None:
    if checked.playbook is None or checked.rule is None:
        return None
    who, in_force = person(request).id, playbook_of(request)
    return desk.run(
        record_of(request),
        in_force,
        checked.playbook,
        checked.rule,
        who,
        days=written.days,
        lake=request.app.state.lake,
        most=MOST,
    )


def _file(written: Written) -> Response[str]:
    name = written.code.rpartition("/")[2] or "rule"
    safe = "".join(sign for sign in name if sign.isascii() and (sign.isalnum() or sign in "_.+-")) or "rule"
    headers = {"Content-Disposition": f'attachment; filename="{safe}.toml"'}
    return Response(written.text, media_type="application/toml; charset=utf-8", headers=headers)


def _days(trial: Trial, days: int) -> list[tuple[datetime, int]]:
    """Every day of the preview, with its matches."""
    today = now().date()
    whole = [today - timedelta(days=back) for back in range(days - 1, -1, -1)]
    return [(datetime(day.year, day.month, day.day, tzinfo=UTC), trial.by_day.get(day.isoformat(), 0)) for day in whole]


def _page(request: Page, written: Written, checked: Checked | None, *, trial: Trial | None = None, status: int = 200) -> Markup:
    playbook = playbook_of(request)
    days = _days(trial, written.days) if trial else []
    return render(
        request,
        "rules/draft.html",
        status=status,
        written=written,
        checked=checked,
        rows=written.text.split("\n"),
        trial=trial,
        picture=by_day(days),
        most=MOST,
        kinds=[(kind, each.doc) for kind, each in playbook.activity.items()],
        known=written.code in playbook.rules,
    )


DRAFTING = [new_draft, draft_of, drafted]
