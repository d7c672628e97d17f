"""My own page: what I prefer, my password, where I am signed in, my keys."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar.params import FromPath

from leeward.administration.people import desk
from leeward.administration.people.choices import PREFERENCES
from leeward.administration.people.pages.door import VERBATIM
from leeward.administration.people.refusals import KeyTooWide, NobodyHere
from leeward.playbook.rights import RIGHTS
from leeward.record.standing.queries import read_queries
from leeward.record.terms.ids import KeyId, SessionId
from leeward.record.terms.moment import now
from leeward.web import session as sessions
from leeward.web.kit import (
    Form,
    Markup,
    NotHere,
    Onward,
    Page,
    Place,
    Refused,
    form,
    get,
    may,
    person,
    post,
    redirect,
    render,
    session,
    signed_in,
)
from leeward.web.passwords import weakness
from leeward.web.visit import Session

Q = read_queries("leeward.administration.people")
KEYS = may("keys.manage")
DAYS = ((30, "30 days"), (90, "90 days"), (365, "a year"), (0, "no end"))


class Preferences(msgspec.Struct, kw_only=True):
    """What somebody prefers."""

    theme: str = "auto"
    density: str = "comfortable"


class Preference(msgspec.Struct, kw_only=True):
    """One of them, from a button in the top line."""

    key: str
    value: str


class NewPassword(msgspec.Struct, kw_only=True):
    """The current password and another."""

    current: Annotated[str, msgspec.Meta(max_length=1000, title="your current password", extra=VERBATIM)]
    password: Annotated[str, msgspec.Meta(max_length=1000, title="a new password", extra=VERBATIM)]
    again: Annotated[str, msgspec.Meta(max_length=1000, title="the new password once more", extra=VERBATIM)]


class NewKey(msgspec.Struct, kw_only=True):
    """What a key is for, what it opens and how long."""

    name: Annotated[str, msgspec.Meta(max_length=80, title="a name", extra={"problem": "A name is 80 characters at most."})]
    permissions: Annotated[tuple[str, ...], msgspec.Meta(title="what the key opens")]
    days: Annotated[int, msgspec.Meta(ge=0, le=3650, title="how long it holds")] = 90


@get("/people/me", guard=signed_in, place=Place("Administration", "Your settings", key="m", order=80), include_in_schema=False)
def me(request: Page) -> Markup:
    """My page."""
    return _mine(request)


@post("/people/me", guard=signed_in, include_in_schema=False)
def prefer_all(request: Page) -> Onward:
    """Keep what I prefer."""
    filled = form(request, Preferences)
    for key, value in msgspec.structs.asdict(filled.value or Preferences()).items():
        if not desk.prefer(request.app.state.record, person(request).id, key, value):
            raise Refused(f"There is no such choice for {key}.", remedy="Choose one of those on the page.")
    return redirect(request, "/people/me", notice="Kept.")


@post("/people/me/preference", guard=signed_in, status_code=204, include_in_schema=False)
def prefer_one(request: Page) -> None:
    """Keep one choice, from a button."""
    filled = form(request, Preference)
    value = filled.value
    if value is None or not desk.prefer(request.app.state.record, person(request).id, value.key, value.value):
        raise Refused("There is no such choice.", remedy="Choose one of those on the page.")


@post("/people/me/password", guard=signed_in, include_in_schema=False)
def change_password(request: Page) -> Markup | Onward:
    """Another password; every other session ends."""
    filled, visit = _checked(request, form(request, NewPassword)), session(request)
    if filled.value is None or visit is None:
        return _mine(request, filled=filled, status=422)
    token = desk.change_password(request.app.state.record, visit, filled.value.current, filled.value.password)
    if token is None:
        return _mine(request, filled=filled.refuse("current", "This is not your current password."), status=422)
    notice = "Your password is changed. You are signed out everywhere else."
    return redirect(request, "/people/me", notice=notice, cookies=[sessions.cookie(token, request.app.state.site.secure)])


def _checked(request: Page, filled: Form[NewPassword]) -> Form[NewPassword]:
    value = filled.value
    if value is None:
        return filled
    who = person(request)
    if weak := weakness(value.password, who.login, *who.name.split()):
        return filled.refuse("password", weak)
    return filled if value.password == value.again else filled.refuse("again", "This is not the same password as above.")


@post("/people/me/sessions/{identity:uuid}/end", guard=signed_in, include_in_schema=False)
def end_session(request: Page, identity: FromPath[UUID]) -> Onward:
    """One of my sessions ends."""
    desk.end_one(request.app.state.record, person(request).id, SessionId(identity))
    return redirect(request, "/people/me", notice="That session is over.")


@post("/people/me/everywhere", guard=signed_in, include_in_schema=False)
def sign_out_everywhere(request: Page) -> Onward:
    """All my sessions end, this one too."""
    count = desk.sign_out_everywhere(request.app.state.record, person(request).id)
    words = "You are signed out." if count == 1 else f"You are signed out in all {count} places."
    return redirect(request, "/login", notice=words, cookies=[sessions.no_cookie(request.app.state.site.secure)])


@get("/people/keys", guard=KEYS, place=Place("Administration", "API keys", key="k", order=70), include_in_schema=False)
def keys(request: Page) -> Markup:
    """My keys."""
    return _keys(request)


@post("/people/keys", guard=KEYS, include_in_schema=False)
def issue(request: Page) -> Markup:
    """A key, shown this once."""
    filled, who = form(request, NewKey), person(request)
    if filled.value is not None:
        value, may = filled.value, who.permissions
        try:
            _, secret = desk.issue_key(
                request.app.state.record,
                who.id,
                who.id,
                name=value.name,
                permissions=value.permissions,
                may=may,
                days=value.days or None,
            )
            return _keys(request, secret=secret, name=value.name)
        except KeyTooWide:
            filled = filled.refuse("permissions", "A key opens at least one thing, and nothing that you may not do yourself.")
    return _keys(request, filled=filled, status=422)


@post("/people/keys/{key:uuid}/revoke", guard=KEYS, include_in_schema=False)
def revoke(request: Page, key: FromPath[UUID]) -> Onward:
    """One of my keys works no more."""
    who = person(request).id
    try:
        desk.revoke_key(request.app.state.record, who, who, KeyId(key))
    except NobodyHere as nobody:
        raise NotHere("This key does not work any more, or never was.") from nobody
    return redirect(request, "/people/keys", notice="The key works no more.")


def _mine(request: Page, *, filled: Form[Any] | None = None, status: int = 200) -> Markup:
    who, visit = person(request), session(request)
    with request.app.state.record.reading() as look:
        signed: list[Session] = sessions.sessions_of(look, who.id, now())
    here = visit.id if visit else None
    choices = {key: [(value, value) for value in values] for key, values in PREFERENCES.items()}
    context: dict[str, Any] = {"sessions": signed, "here": here, "choices": choices, "filled": filled}
    return render(request, "people/me.html", status=status, **context)


def _keys(request: Page, *, filled: Form[NewKey] | None = None, status: int = 200, secret: str = "", name: str = "") -> Markup:
    who = person(request)
    with request.app.state.record.reading() as look:
        rows = look.rows(Q.keys_of, {"person": who.id})
    options = [(action, RIGHTS.get(action, action)) for action in sorted(who.permissions)]
    context: dict[str, Any] = {"rows": rows, "options": options, "days": DAYS, "secret": secret, "name": name, "filled": filled}
    return render(request, "people/keys.html", status=status, **context)


ROUTES = [me, prefer_all, prefer_one, change_password, end_session, sign_out_everywhere, keys, issue, revoke]
