"""At the door: sign in, sign out, and the page a one-time link leads to."""

import math
from typing import Annotated

import msgspec
from litestar.params import FromPath

from leeward.administration.people import desk
from leeward.administration.people.desk.door import Entered, Invited
from leeward.administration.people.refusals import LinkOver, LoginTaken
from leeward.web import session as sessions
from leeward.web.entrance import address_of
from leeward.web.kit import (
    Form,
    Markup,
    NotHere,
    Onward,
    Page,
    anyone,
    form,
    get,
    local,
    post,
    redirect,
    render,
    session,
    signed_in,
)
from leeward.web.passwords import weakness

LOGIN = r"^\S{3,80}$"
VERBATIM = {"verbatim": True}  # a space is part of a password
NOT_IN = "This login and password do not go together."


class SignIn(msgspec.Struct, kw_only=True):
    """What the sign-in page asks."""

    login: Annotated[str, msgspec.Meta(max_length=200, title="your login")]
    password: Annotated[str, msgspec.Meta(max_length=1000, title="your password", extra=VERBATIM)]
    next: str = "/"


class Welcome(msgspec.Struct, kw_only=True):
    """What somebody with a link says of themselves."""

    name: Annotated[str, msgspec.Meta(max_length=80, title="your name", extra={"problem": "A name is 80 characters at most."})]
    login: Annotated[
        str, msgspec.Meta(pattern=LOGIN, title="a login", extra={"problem": "A login is 3 to 80 characters without a space."})
    ]
    password: Annotated[str, msgspec.Meta(max_length=1000, title="a password", extra=VERBATIM)]
    again: Annotated[str, msgspec.Meta(max_length=1000, title="the password once more", extra=VERBATIM)]


# For anyone: this is how somebody becomes somebody.
@get("/login", guard=anyone, include_in_schema=False)
def login(request: Page) -> Markup | Onward:
    """The sign-in page."""
    onward = local(str(request.query_params.get("next", "/")))
    if request.user is not None:
        return redirect(request, onward)
    return render(request, "people/login.html", onward=onward)


# For anyone: see above; attempts are counted by login and by address.
@post("/login", guard=anyone, include_in_schema=False)
def sign_in(request: Page) -> Markup | Onward:
    """Come in, or be told that it did not work and nothing more."""
    filled = form(request, SignIn)
    onward = local(str(filled.typed.get("next") or "/"))
    if filled.value is None:
        return render(request, "people/login.html", status=422, filled=filled, onward=onward)
    record, value = request.app.state.record, filled.value
    came = desk.sign_in(record, value.login, value.password, address=address_of(request.scope), before=session(request))
    if isinstance(came, Entered):
        return _inside(request, came, onward)
    if came.wait:
        words = f"Too many attempts. The next one is read in {math.ceil(came.wait)} seconds."
        answer = render(request, "people/login.html", status=429, filled=filled.refuse("password", words), onward=onward)
        answer.headers["Retry-After"] = str(math.ceil(came.wait))
        return answer
    return render(request, "people/login.html", status=422, filled=filled.refuse("password", NOT_IN), onward=onward)


@post("/logout", guard=signed_in, include_in_schema=False)
def sign_out(request: Page) -> Onward:
    """This session ends."""
    visit = session(request)
    if visit is not None:
        desk.sign_out(request.app.state.record, visit)
    return redirect(request, "/login", notice="You are signed out.", cookies=[sessions.no_cookie(request.app.state.site.secure)])


# For anyone: whoever holds the link has nothing else yet.
@get("/welcome/{token:str}", guard=anyone, include_in_schema=False)
def welcome(request: Page, token: FromPath[str]) -> Markup:
    """The page of a one-time link."""
    return render(request, "people/welcome.html", invited=_invited(request, token))


# For anyone: see above.
@post("/welcome/{token:str}", guard=anyone, include_in_schema=False)
def arrive(request: Page, token: FromPath[str]) -> Markup | Onward:
    """Name, login and password are set; the link is over."""
    invited, filled = _invited(request, token), form(request, Welcome)
    filled = _checked(filled)
    if filled.value is not None:
        value = filled.value
        try:
            came = desk.accept(request.app.state.record, token, name=value.name, login=value.login, password=value.password)
            return _inside(request, came, "/", f"Welcome, {came.name}.")
        except LoginTaken:
            filled = filled.refuse("login", "Somebody else has this login. Choose another.")
        except LinkOver as over:
            raise NotHere("This link was used already, or its time is over.", remedy=over.remedy) from over
    return render(request, "people/welcome.html", status=422, filled=filled, invited=invited)


def _checked(filled: Form[Welcome]) -> Form[Welcome]:
    value = filled.value
    if value is None:
        return filled
    if weak := weakness(value.password, value.login, *value.name.split()):
        return filled.refuse("password", weak)
    if value.password != value.again:
        return filled.refuse("again", "This is not the same password as above.")
    return filled


def _invited(request: Page, token: str) -> Invited:
    with request.app.state.record.reading() as look:
        invited = desk.opened(look, token)
    if invited is None:
        raise NotHere("This link was used already, or its time is over.", remedy="Ask an admin for a new one.")
    return invited


def _inside(request: Page, came: Entered, onward: str, notice: str = "") -> Onward:
    secure = request.app.state.site.secure
    return redirect(request, onward, notice=notice, cookies=[sessions.cookie(came.token, secure)])


ROUTES = [login, sign_in, sign_out, welcome, arrive]
