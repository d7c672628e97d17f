"""Saved queries: kept, opened, dropped."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar.params import FromPath

from leeward.insights.explore import desk
from leeward.insights.explore.pages.asking import asker_of
from leeward.insights.explore.pages.working import page
from leeward.insights.explore.refusals import NotAName, NotAQuery
from leeward.record.terms.ids import QueryId
from leeward.web.kit import Markup, Onward, Page, form, get, may, person, post, redirect


class Kept(msgspec.Struct, kw_only=True):
    """A query to keep."""

    name: str = ""
    sql: Annotated[str, msgspec.Meta(title="a query")] = ""
    shared: bool = False


@post("/explore/queries", guard=may("explore.query"), include_in_schema=False)
def keep(request: Page) -> Markup | Onward:
    """Keep a query under a name."""
    filled = form(request, Kept)
    kept = filled.value or Kept()
    sql = kept.sql.replace("\r\n", "\n")
    try:
        query = desk.save(asker_of(request), kept.name, sql, shared=kept.shared)
    except (NotAName, NotAQuery) as problem:
        return page(request, sql, refused=problem, status=422)
    told = "Kept, and shared with whoever may ask the lake." if kept.shared else "Kept, for you alone."
    return redirect(request, f"/explore/queries/{query}", notice=told)


@get("/explore/queries/{saved:uuid}", guard=may("explore.query"), include_in_schema=False)
def opened(request: Page, saved: FromPath[UUID]) -> Markup:
    """A saved query in the editor."""
    asker = asker_of(request)
    found, sql = desk.opened_query(asker.record, asker.person, QueryId(saved))
    return page(request, sql, opened=found, query=str(saved))


@post("/explore/queries/{saved:uuid}/drop", guard=may("explore.query"), include_in_schema=False)
def dropped(request: Page, saved: FromPath[UUID]) -> Onward:
    """Keep it no longer."""
    desk.drop(request.app.state.record, person(request).id, QueryId(saved))
    return redirect(request, "/explore", notice="It is not kept any longer. Your history still has its runs.")


KEEPING = [keep, opened, dropped]
