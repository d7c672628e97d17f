"""The workbench: the editor, the tables beside it, a run under way, its answer as a table and as a picture."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar.params import FromPath

from leeward.insights.explore import desk
from leeward.insights.explore.drafting import draft_of
from leeward.insights.explore.functions import FUNCTIONS, WORDS
from leeward.insights.explore.pages.asking import OUTCOMES, asker_of, chart_of
from leeward.insights.explore.parameters import with_dollars
from leeward.insights.explore.picturing import SHAPES, Picture, is_number, proposed
from leeward.insights.explore.refusals import NotAQuery, NotAValue, TooManyAtOnce
from leeward.record.lake.apart import Answer
from leeward.record.terms.ids import QueryId, RunId
from leeward.web.kit import Markup, Onward, Page, Place, form, get, is_swap, may, post, redirect, render

FIRST = "SELECT queue, state, count(*) AS jobs\nFROM jobs\nGROUP BY ALL\nORDER BY jobs DESC"
SHOWN = 500  # rows of an answer on the page; the export has all
VALUE = "value-"  # before the name of a parameter's field


class Asked(msgspec.Struct, kw_only=True):
    """What the editor sends."""

    sql: Annotated[str, msgspec.Meta(title="a query")] = ""
    query: str = ""
    """The saved query it was opened from, if it was."""


@get("/explore", guard=may("explore.query"), place=Place("Insights", "Explore", key="z", order=30), include_in_schema=False)
def workbench(request: Page) -> Markup:
    """The editor with nothing asked yet: an example, or a table to begin with."""
    table = str(request.query_params.get("table", ""))
    known = {each.name for each in desk.tables(asker_of(request).playbook)}
    sql = f"SELECT *\nFROM {table}\nLIMIT 100" if table in known else FIRST
    return page(request, sql)


@post("/explore/run", guard=may("explore.query"), include_in_schema=False, status_code=200)
def run(request: Page) -> Markup | Onward:
    """Start a run."""
    filled = form(request, Asked)
    asked = filled.value or Asked()
    sql = asked.sql.replace("\r\n", "\n")
    typed = _values(request, sql)
    try:
        number = desk.begin(asker_of(request), sql, typed, query=_query(asked.query))
    except (NotAQuery, NotAValue, TooManyAtOnce) as problem:
        status = 200 if is_swap(request) else 422
        return page(request, sql, typed=typed, refused=problem, query=asked.query, status=status)
    if is_swap(request):
        return _standing(request, number)
    return redirect(request, f"/explore/runs/{number}")


@get("/explore/runs/{run:uuid}", guard=may("explore.query"), include_in_schema=False)
def one_run(request: Page, run: FromPath[UUID]) -> Markup:
    """A run: under way, or its answer."""
    number = RunId(run)
    if is_swap(request):
        return _standing(request, number)
    asker = asker_of(request)
    answers = desk.Answers(asker.record, asker.home)
    standing, answer = answers.standing(number, asker.person), answers.answer(number, asker.person)
    sql = desk.opened_run(asker.record, asker.person, number) if standing.done else ""
    return page(request, sql or FIRST, run=number, standing=standing, answer=answer)


@post("/explore/runs/{run:uuid}/stop", guard=may("explore.query"), include_in_schema=False, status_code=200)
def stop(request: Page, run: FromPath[UUID]) -> Markup | Onward:
    """Stop it: nothing of it is kept."""
    asker = asker_of(request)
    desk.Answers(asker.record, asker.home).stop(RunId(run), asker.person)
    return _standing(request, RunId(run)) if is_swap(request) else redirect(request, f"/explore/runs/{run}")


@get("/explore/words", guard=may("explore.query"), include_in_schema=False)
def words(request: Page) -> dict[str, Any]:
    """What completion offers: tables with their columns, functions, words."""
    asker = asker_of(request)
    return {
        "tables": {each.name: [column.name for column in each.columns] for each in desk.tables(asker.playbook)},
        "functions": sorted(FUNCTIONS),
        "words": list(dict.fromkeys(WORDS.split())),
    }


@post("/explore/measure", guard=may("explore.query"), include_in_schema=False, status_code=200)
def as_measure(request: Page) -> Markup:
    """The query as the draft of a measure."""
    filled = form(request, Asked)
    sql = (filled.value or Asked()).sql.replace("\r\n", "\n")
    name, text = draft_of(str(request.query_params.get("name", "")), sql)
    return render(request, "explore/measure.html", name=name, text=text, rows=text.count("\n") + 2)


def page(request: Page, sql: str, *, status: int = 200, **more: Any) -> Markup:
    """The whole workbench, or for a swap only what came of the query."""
    asker = asker_of(request)
    context: dict[str, Any] = {
        "sql": sql,
        "parameters": with_dollars(sql)[1],
        "typed": {},
        "refused": None,
        "run": None,
        "standing": None,
        "answer": None,
        "query": "",
        "opened": None,
        "outcomes": OUTCOMES,
        "limits": asker.playbook.limits.explore,
        **more,
    }
    context |= _shown(request, context["answer"])
    if is_swap(request):
        return render(request, "explore/outcome.html", status=status, **context)
    with asker.record.reading() as look:
        context |= {"history": desk.history(look, asker.person), "saved": desk.saved(look, asker.person)}
    tables = desk.tables(asker.playbook, asker.hidden.columns)
    return render(request, "explore/explore.html", status=status, tables=tables, rows_of=sql.count("\n") + 3, **context)


def _standing(request: Page, run: RunId) -> Markup:
    asker = asker_of(request)
    answers = desk.Answers(asker.record, asker.home)
    standing = answers.standing(run, asker.person)
    return page(request, "", run=run, standing=standing, answer=answers.answer(run, asker.person))


def _shown(request: Page, answer: Answer | None) -> dict[str, Any]:
    """The answer for a page: its rows, which columns hold digits, and the picture that was asked for."""
    if answer is None or answer.outcome != "answered":
        return {"rows": [], "digits": [], "chart": None, "picture": None, "shapes": SHAPES, "proposal": None}
    picture = asked_picture(request, answer)
    chart = chart_of(picture, answer, "Answer") if picture else None
    return {
        "rows": answer.rows[:SHOWN],
        "digits": [is_number(each) for each in answer.types],
        "picture": picture,
        "chart": chart,
        "shapes": SHAPES,
        "proposal": proposed(answer.names, answer.types),
    }


def asked_picture(request: Page, answer: Answer) -> Picture | None:
    """The picture that the address names: a shape, and if they like its columns."""
    asked = request.query_params
    shape = str(asked.get("shape", ""))
    if shape not in SHAPES:
        return None
    usual = proposed(answer.names, answer.types, shape)
    if usual is None:
        return None
    x, y, by = (str(asked.get(key, "")) for key in ("x", "y", "by"))
    chosen = {"x": x or usual.x, "y": (y,) if y else usual.y, "by": by if "by" in asked else usual.by}
    return msgspec.structs.replace(usual, **chosen)


def _values(request: Page, sql: str) -> dict[str, str]:
    sent = request.scope["state"].get("posted") or {}
    names = with_dollars(sql)[1]
    return {name: str(sent.get(VALUE + name, "")) for name in names}


def _query(written: str) -> QueryId | None:
    try:
        return QueryId(UUID(written)) if written else None
    except ValueError:
        return None


WORKING = [workbench, run, one_run, stop, words, as_measure]
