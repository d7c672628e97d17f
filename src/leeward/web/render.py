"""From a template and its context to a page. Templates of a room are named ``<room>/<file>``, those of the kit ``kit/<file>``."""

from collections.abc import Sequence
from datetime import UTC
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, FileSystemLoader, PrefixLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from litestar import Request, Response
from litestar.enums import MediaType
from markupsafe import Markup as Safe

from leeward.playbook.model import Viewing
from leeward.playbook.viewing import shown
from leeward.record.terms import moment as clock
from leeward.web import formtoken, notices, place, static_files
from leeward.web.pictures import small
from leeward.web.session import no_cookie
from leeward.web.visit import Person
from leeward.web.words import FILTERS

Markup = Response[str]
"""What a page handler returns."""


class Shell(msgspec.Struct, frozen=True, kw_only=True):
    """What the shell around a page shows."""

    here: str
    search: str
    rail: dict[str, list[place.Entry]]
    notice: notices.Notice | None
    ribbon: Sequence[Any]


@cache
def environment() -> Environment:
    """The one Jinja environment: escapes everything, and an unknown name is an error, not a blank."""
    house = Path(str(files("leeward")))
    kit = FileSystemLoader(house / "web" / "templates")
    rooms = {folder.parent.name: FileSystemLoader(folder) for folder in sorted(house.glob("*/*/templates"))}
    made = Environment(
        loader=_Loader({"": kit, **rooms}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.do"],
    )
    made.filters.update(FILTERS)
    made.globals.update(small.GLOBALS, utc=UTC)
    made.globals.update(
        asset=static_files.address,
        islands=static_files.islands,
        icon=icon,
        csrf=csrf,
        csrf_token=csrf_token,
        now=clock.now,
        json_of=json_of,
    )
    return made


class _Loader(PrefixLoader):
    """``<room>/<file>`` from the room's templates; everything else from the kit's."""

    def get_loader(self, template: str) -> tuple[Any, str]:
        room, _, rest = template.partition("/")
        if rest and room in self.mapping:
            return self.mapping[room], rest
        return self.mapping[""], template


def render(
    request: Request[Any, Any, Any], template: str, *, status: int = 200, block: str = "", **context: Any
) -> Response[str]:
    """The page (or only its ``block``, for a swap in place). Context is what the template names; the shell's is added."""
    body = to_text(request, template, block=block, **context)
    secure = request.app.state.site.secure
    cookies = [cookie for cookie in (formtoken.cookie_to_set(request), notices.cookie_to_clear(request)) if cookie]
    if request.scope["state"].get("stale_cookie"):
        cookies.append(no_cookie(secure))
    return Response(body, status_code=status, media_type=MediaType.HTML, cookies=cookies)


def to_text(request: Request[Any, Any, Any], template: str, *, block: str = "", **context: Any) -> str:
    """The text of a page or of one of its blocks."""
    made = environment().get_template(template)
    everything = _shell_context(request) | context
    if not block:
        return made.render(everything)
    return "".join(made.blocks[block](made.new_context(everything)))


def is_swap(request: Request[Any, Any, Any]) -> bool:
    """Whether htmx asks for a part of the page."""
    return request.headers.get("hx-request") == "true"


def _shell_context(request: Request[Any, Any, Any]) -> dict[str, Any]:
    user = request.scope.get("user")
    me = user if isinstance(user, Person) else None
    rail = place.rail_of(request.app.state.places, me)
    state = request.app.state
    finds = me is not None and (state.search_asks is None or state.search_asks in me.permissions)
    shell = Shell(
        search=state.site.search if finds else "",
        here=place.here_of(rail, request.scope["path"]),
        rail=rail,
        notice=notices.read(request),
        ribbon=request.app.state.ribbon(request) if me else (),
    )
    viewing = shown(_viewing_of(state.playbook()), me.preferences) if me else {}
    return {"request": request, "me": me, "site": state.site, "shell": shell, "viewing": viewing, "filled": None}


def _viewing_of(playbook: Any) -> Viewing:
    """How the organisation shows things; the house's own way where the playbook says nothing of it."""
    limits = getattr(playbook, "limits", None)
    return limits.wellness.viewing if limits is not None else Viewing()


@pass_context
def csrf_token(context: Context) -> str:
    """The form token of whoever this page is for."""
    return formtoken.token_of(context["request"])


@pass_context
def csrf(context: Context) -> Safe:
    """The hidden field every form needs: ``{{ csrf() }}``."""
    return Safe('<input type="hidden" name="{}" value="{}">').format(formtoken.FIELD, csrf_token(context))


def json_of(value: object) -> str:
    """JSON for a ``data-`` attribute; autoescape does the rest."""
    return msgspec.json.encode(value).decode()


def icon(name: str, label: str = "") -> Safe:
    """An icon of the sprite. Without a label it is decoration beside a word; with one it speaks for itself."""
    speaks = Safe('role="img" aria-label="{}"').format(label) if label else Safe('aria-hidden="true"')
    return Safe('<svg class="icon" {}><use href="{}#{}"></use></svg>').format(speaks, static_files.address("icons.svg"), name)
