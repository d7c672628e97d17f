"""The ladder in force, and what another one would have done."""

from typing import Annotated

import msgspec

from leeward.frontline.enforcement import desk
from leeward.frontline.enforcement.preview import Preview
from leeward.playbook.diagnostics import PlaybookErrors
from leeward.record.terms.moment import now
from leeward.web.kit import Form, Markup, Page, Place, form, get, may, post, render
from leeward.web.telling import plain

LADDER = "/enforcement/ladder"


class Tried(msgspec.Struct, kw_only=True):
    """A whole ladder.toml."""

    ladder: Annotated[str, msgspec.Meta(max_length=200_000, title="a ladder")]
    days: Annotated[int, msgspec.Meta(ge=1, le=3650)] = 90


@get(LADDER, guard=may("enforcement.view"), place=Place("Front line", "Ladder", order=62), include_in_schema=False)
def ladder(request: Page) -> Markup:
    """The steps in force, and a place to try others."""
    return _page(request)


@post(LADDER, guard=may("enforcement.view"), status_code=200, include_in_schema=False)
def try_ladder(request: Page) -> Markup:
    """What another ladder would have done to how many. Nothing is changed and nothing kept."""
    filled = form(request, Tried)
    if filled.value is None:
        return _page(request, filled=filled, status=422)
    try:
        candidate = desk.candidate_of(request.app.state.playbook_folder, filled.value.ladder)
    except PlaybookErrors as problem:
        told = "; ".join(f"{each.file}:{each.line} {each.message}" for each in problem.diagnostics[:5])
        return _page(request, filled=filled.refuse("ladder", told), status=422)
    with request.app.state.record.reading() as look:
        seen = desk.preview_ladder(look, request.app.state.playbook(), candidate, now(), filled.value.days)
    names = {str(code): each.name for code, each in candidate.measures.items()}
    return _page(request, filled=filled, seen=seen, names=names)


def _page(
    request: Page,
    *,
    filled: Form[Tried] | None = None,
    seen: Preview | None = None,
    names: dict[str, str] | None = None,
    status: int = 200,
) -> Markup:
    playbook = request.app.state.playbook()
    called = {str(code): each.name for code, each in playbook.measures.items()} | (names or {})
    return render(
        request, "enforcement/ladder.html", status=status, filled=filled, seen=seen, names=called, steps=playbook.steps,
        plain=plain, written=(request.app.state.playbook_folder / desk.LADDER).read_text("utf-8"),
    )  # fmt: skip


ROUTES = [ladder, try_ladder]
