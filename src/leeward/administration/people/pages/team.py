"""The team: who works here, what they may and can do; somebody joins, changes, leaves."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar.params import FromPath

from leeward.administration.people import desk
from leeward.administration.people.choices import language_codes
from leeward.administration.people.desk.team import Rights
from leeward.administration.people.pages.door import LOGIN
from leeward.administration.people.refusals import LastAdmin, LoginTaken, NobodyHere
from leeward.record.ledger.look import Look
from leeward.record.standing.queries import read_queries
from leeward.record.terms.code import LanguageCode, SkillCode
from leeward.record.terms.ids import KeyId, PersonId
from leeward.record.terms.people import Role
from leeward.record.terms.severity import Severity
from leeward.web import session as sessions
from leeward.web.export import LIMIT, csv_of
from leeward.web.kit import (
    Choice,
    Column,
    Form,
    Markup,
    NotHere,
    Onward,
    Page,
    Place,
    Refused,
    blank,
    form,
    get,
    listing,
    may,
    person,
    post,
    redirect,
    render,
    session,
)

Q = read_queries("leeward.administration.people")
VIEW, MANAGE = may("people.view"), may("people.manage")
ROLES = {role.value: role.value for role in Role}
COLUMNS = (
    Column(name="name", label="Name"),
    Column(name="login", label="Login"),
    Column(name="roles", label="Roles"),
    Column(name="skills", label="Skills"),
    Column(name="languages", label="Languages"),
    Column(name="severity_limit", label="Up to severity", hint="The highest severity somebody is certified for."),
    Column(name="seen", label="Here last", digits=True),
)
_CODE = r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*"
LANGUAGES = rf"^[,\s]*{_CODE}(?:[,\s]+{_CODE})*[,\s]*$"
CHOICES = (
    Choice(name="which", label="Show", options=(("invited", "not here yet"), ("left", "left"))),
    Choice(name="role", label="Role", options=tuple(ROLES.items())),
)


class Colleague(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the team, as the pages show them."""

    id: UUID
    name: str
    login: str
    roles: list[str]
    skills: list[str]
    languages: list[str]
    severity_limit: int
    joined: datetime
    departed: datetime | None
    has_password: bool
    invitation_expires: datetime | None
    seen: datetime | None


class Asked(msgspec.Struct, kw_only=True):
    """What the page about somebody asks. ``login`` is only asked of somebody new."""

    name: Annotated[str, msgspec.Meta(max_length=80, title="a name", extra={"problem": "A name is 80 characters at most."})]
    roles: Annotated[tuple[Role, ...], msgspec.Meta(title="the roles")] = ()
    skills: Annotated[tuple[SkillCode, ...], msgspec.Meta(title="the skills")] = ()
    languages: Annotated[
        str,
        msgspec.Meta(
            pattern=LANGUAGES, max_length=200, title="the languages", extra={"problem": "Languages are short codes: en es pt-br."}
        ),
    ] = ""
    severity_limit: Annotated[Severity, msgspec.Meta(title="the highest severity")] = Severity.MINOR


class Newcomer(Asked, kw_only=True):
    """Somebody new."""

    login: Annotated[
        str, msgspec.Meta(pattern=LOGIN, title="a login", extra={"problem": "A login is 3 to 80 characters without a space."})
    ]


def rights_of(asked: Asked) -> Rights:
    """The rights a form asks for."""
    languages = tuple(LanguageCode(code) for code in language_codes(asked.languages))
    return Rights(roles=asked.roles, skills=asked.skills, languages=languages, severity_limit=asked.severity_limit)


@get("/people", guard=VIEW, place=Place("Administration", "People", key="p"), include_in_schema=False)
def people(request: Page) -> Markup:
    """Everybody."""
    asked = listing(request, COLUMNS, CHOICES, sort="name")
    wanted: dict[str, Any] = {"which": asked.chosen.get("which"), "role": asked.chosen.get("role")}
    exporting = request.query_params.get("format") == "csv"
    wanted |= {"limit": LIMIT if exporting else asked.limit, "offset": 0 if exporting else asked.offset}
    with request.app.state.record.reading() as look:
        rows = look.rows(Q.people, wanted, into=Colleague)
    if exporting:
        heads = [(column.name, column.label) for column in COLUMNS]
        return csv_of(map(msgspec.structs.asdict, rows), heads, "people")
    return render(request, "people/people.html", list=asked, rows=rows)


@get("/people/new", guard=MANAGE, include_in_schema=False)
def newcomer(request: Page) -> Markup:
    """The page that adds somebody."""
    return render(request, "people/new.html", filled=blank(Newcomer), **_vocabulary(request))


@post("/people/new", guard=MANAGE, include_in_schema=False)
def add(request: Page) -> Markup:
    """Somebody joins; their link is shown this once."""
    filled = form(request, Newcomer)
    if filled.value is not None:
        value, state = filled.value, request.app.state
        try:
            _, link = desk.add(
                state.record,
                person(request).id,
                name=value.name,
                login=value.login,
                rights=rights_of(value),
                base_url=state.site.base_url,
            )
            return render(request, "people/link.html", name=value.name, link=link, days=7)
        except LoginTaken:
            filled = filled.refuse("login", "Somebody else has this login. Choose another.")
    return render(request, "people/new.html", status=422, filled=filled, **_vocabulary(request))


@get("/people/{colleague:uuid}", guard=MANAGE, include_in_schema=False)
def colleague_page(request: Page, colleague: FromPath[UUID]) -> Markup:
    """Somebody."""
    return _show(request, PersonId(colleague), None)


@post("/people/{colleague:uuid}", guard=MANAGE, include_in_schema=False)
def change(request: Page, colleague: FromPath[UUID]) -> Markup | Onward:
    """Name and rights change."""
    filled, identity = form(request, Asked), PersonId(colleague)
    if filled.value is None:
        return _show(request, identity, filled)
    name, rights = filled.value.name, rights_of(filled.value)
    try:
        token = desk.change(
            request.app.state.record, person(request).id, identity, name=name, rights=rights, visit=session(request)
        )
    except NobodyHere as nobody:
        raise NotHere("Nobody who works here has this number.") from nobody
    except LastAdmin as last:
        return _show(request, identity, filled.refuse("roles", f"Somebody has to stay who can let people in. {last.remedy}"))
    cookies = [sessions.cookie(token, request.app.state.site.secure)] if token else []
    return redirect(request, "/people", notice=f"{name} is changed. If rights changed, they sign in again.", cookies=cookies)


@post("/people/{colleague:uuid}/leave", guard=MANAGE, include_in_schema=False)
def leave(request: Page, colleague: FromPath[UUID]) -> Onward:
    """Somebody works here no more."""
    try:
        desk.leave(request.app.state.record, person(request).id, PersonId(colleague))
    except NobodyHere as nobody:
        raise NotHere("Nobody who works here has this number.") from nobody
    except LastAdmin as last:
        raise Refused("Somebody has to stay who can let people in.", remedy=last.remedy) from last
    return redirect(
        request, "/people", notice="They are signed out everywhere, and their keys work no more. Their history stays."
    )


@post("/people/{colleague:uuid}/invite", guard=MANAGE, include_in_schema=False)
def invite(request: Page, colleague: FromPath[UUID]) -> Markup:
    """A new link, shown this once."""
    state = request.app.state
    try:
        link = desk.invite(state.record, person(request).id, PersonId(colleague), state.site.base_url)
    except NobodyHere as nobody:
        raise NotHere("Nobody who works here has this number.") from nobody
    with state.record.reading() as look:
        return render(request, "people/link.html", name=_colleague(look, PersonId(colleague)).name, link=link, days=7)


@post("/people/{colleague:uuid}/keys/{key:uuid}/revoke", guard=may("keys.manage"), include_in_schema=False)
def revoke(request: Page, colleague: FromPath[UUID], key: FromPath[UUID]) -> Onward:
    """Somebody's key works no more."""
    try:
        desk.revoke_key(request.app.state.record, person(request).id, PersonId(colleague), KeyId(key))
    except NobodyHere as nobody:
        raise NotHere("This key does not work any more, or never was.") from nobody
    return redirect(request, f"/people/{colleague}", notice="The key works no more.")


def _colleague(look: Look, identity: PersonId) -> Colleague:
    found = look.one(Q.person, {"person": identity}, into=Colleague)
    if found is None:
        raise NotHere("Nobody has this number.")
    return found


def _show(request: Page, identity: PersonId, filled: Form[Asked] | None) -> Markup:
    with request.app.state.record.reading() as look:
        who = _colleague(look, identity)
        keys = look.rows(Q.keys_of, {"person": identity})
    starts: dict[str, Any] = {"languages": " ".join(who.languages), "severity_limit": who.severity_limit}
    starts |= {"name": who.name, "roles": tuple(who.roles), "skills": tuple(who.skills)}
    status = 200 if filled is None else 422
    filled = filled or blank(Asked, **starts)
    return render(request, "people/person.html", status=status, who=who, keys=keys, filled=filled, **_vocabulary(request))


def _vocabulary(request: Page) -> dict[str, Any]:
    """The words of the forms: roles, the skills of the playbook, severities."""
    known = request.app.state.playbook().skills
    options = [("any", "any: every job"), *((skill, skill.replace("_", " ")) for skill in sorted(known))]
    levels = [(level.value, f"{level.value} {level.name.lower()}") for level in Severity]
    return {"roles": list(ROLES.items()), "skills": options, "levels": levels}


ROUTES = [people, newcomer, add, colleague_page, change, leave, invite, revoke]
