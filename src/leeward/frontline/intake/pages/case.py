"""The case pages: come back by case number and PIN, see how it stands, add, complete, withdraw. For anyone with a case open."""

from uuid import UUID

from litestar.params import FromPath

from leeward.frontline.intake import answers as told
from leeward.frontline.intake import desk, questions
from leeward.frontline.intake.answers import Answers
from leeward.frontline.intake.arrival import Supplement
from leeward.frontline.intake.catalogue import Words
from leeward.frontline.intake.desk import NotOpened, Visit
from leeward.frontline.intake.pages import notice, public
from leeward.frontline.intake.pages.public import Answered
from leeward.frontline.intake.portal import CaseView
from leeward.frontline.intake.questions import Field, Kind, Question
from leeward.web.kit import Markup, Page, anyone, get, post, redirect

ADDED = Question(code="added", fields=(Field(name="added", kind=Kind.AREA),), needed=True)
AGAIN = Question(code="again", fields=(Field(name="again", kind=Kind.AREA),))


# For anyone: it asks for number and PIN.
@get("/case", guard=anyone, include_in_schema=False)
def come_back(request: Page) -> Answered:
    """The door back to a case."""
    visit = public.visit_of(request)
    return _enter(request, public.words_of(request)) if visit is None else redirect(request, _onward(visit))


# For anyone: only number and PIN open a case, and attempts are counted.
@post("/case", guard=anyone, include_in_schema=False, request_max_body_size=public.MOST_BYTES)
def enter(request: Page) -> Answered:
    """Open a case by number and PIN."""
    sent, words = public.posted(request), public.words_of(request)
    record, number = public.record_of(request), public.one(sent, "number")
    token = desk.enter(record, number, public.one(sent, "pin"), address=public.address(request))
    if isinstance(token, NotOpened):
        seconds = max(1, round(token.wait)) if token.wait else 0
        said = words("enter.wait", seconds=seconds) if seconds else words("enter.wrong")
        return _enter(request, words, number=number, said=said, status=429 if seconds else 422)
    opened = desk.visited(record, token)
    assert opened is not None, "it was opened just now"
    return redirect(request, _onward(opened), cookies=[public.case_cookie(request, token)])


# For anyone with a case open: how their own notice stands.
@get("/case/status", guard=anyone, include_in_schema=False)
def status(request: Page) -> Answered:
    """How it stands."""
    visit = public.visit_of(request)
    if visit is None or visit.sent is None:
        return _elsewhere(request, visit)
    desk.stay(public.record_of(request), visit)
    return public.show(
        request, "intake/status.html", public.words_of(request, visit), visit=visit, case=_view(request, visit.case)
    )


# For anyone with a case open: what is said of it is who wrote when, and nothing of what it was about.
@get("/case/receipt", guard=anyone, include_in_schema=False)
def receipt(request: Page) -> Answered:
    """The receipt, to print or keep."""
    visit = public.visit_of(request)
    if visit is None or visit.sent is None:
        return _elsewhere(request, visit)
    words = public.words_of(request, visit)
    return public.show(request, "intake/receipt.html", words, visit=visit, case=_view(request, visit.case), back="/case/status")


# For anyone with a case open: one page for each thing that it still needs.
@get("/case/need/{element:str}", guard=anyone, include_in_schema=False)
def need(request: Page, element: FromPath[str]) -> Answered:
    """The question for one missing element."""
    visit = public.visit_of(request)
    if visit is None or visit.sent is None:
        return _elsewhere(request, visit)
    question = questions.asks(element)
    if question is None or element not in _view(request, visit.case).needs:
        return redirect(request, "/case/status")
    return _need(request, public.words_of(request, visit), visit, question, element, {}, {})


# For anyone with a case open: it completes their own notice.
@post("/case/need/{element:str}", guard=anyone, include_in_schema=False, request_max_body_size=public.MOST_BYTES)
def complete(request: Page, element: FromPath[str]) -> Answered:
    """What was missing arrives."""
    sent, visit = public.posted(request), public.visit_of(request)
    if visit is None or visit.sent is None:
        return _elsewhere(request, visit)
    question = questions.asks(element)
    if question is None:
        return redirect(request, "/case/status")
    words, given = public.words_of(request, visit), told.read(question, sent)
    problems = notice.problems_in(request, words, question, given)
    elements, text = told.supplement(question, given, notice.labels())
    if not elements and not problems:
        problems = {question.fields[0].name: words("slip.empty")}
    if problems:
        return _need(request, words, visit, question, element, given, problems, status=422)
    _add(request, visit, Supplement(elements=elements, text=text or None))
    return redirect(request, "/case/status", notice=words("need.done"))


# For anyone with a case open: a page with one field.
@get("/case/add", guard=anyone, include_in_schema=False)
def more(request: Page) -> Answered:
    """Room for more words."""
    visit = public.visit_of(request)
    if visit is None or visit.sent is None:
        return _elsewhere(request, visit)
    return _more(request, public.words_of(request, visit), visit, {}, {})


# For anyone with a case open: it adds to their own notice.
@post("/case/add", guard=anyone, include_in_schema=False, request_max_body_size=public.MOST_BYTES)
def add(request: Page) -> Answered:
    """More words arrive."""
    sent, visit = public.posted(request), public.visit_of(request)
    if visit is None or visit.sent is None:
        return _elsewhere(request, visit)
    words, given = public.words_of(request, visit), told.read(ADDED, sent)
    problems = notice.problems_in(request, words, ADDED, given)
    if not given["added"]:
        problems = {"added": words("slip.empty")}
    if problems:
        return _more(request, words, visit, given, problems, status=422)
    _add(request, visit, Supplement(text=told.words(given, ("added",), notice.labels())))
    return redirect(request, "/case/status", notice=words("add.done"))


# For anyone with a case open: it asks whether they are sure.
@get("/case/withdraw", guard=anyone, include_in_schema=False)
def ask_withdraw(request: Page) -> Answered:
    """Whether to withdraw."""
    visit = public.visit_of(request)
    if visit is None or visit.sent is None:
        return _elsewhere(request, visit)
    return _withdraw(request, public.words_of(request, visit), visit)


# For anyone with a case open: it withdraws their own notice.
@post("/case/withdraw", guard=anyone, include_in_schema=False, request_max_body_size=public.MOST_BYTES)
def withdraw(request: Page) -> Answered:
    """Withdraw it."""
    sent, visit = public.posted(request), public.visit_of(request)
    if visit is None or visit.sent is None:
        return _elsewhere(request, visit)
    words = public.words_of(request, visit)
    if public.one(sent, "sure") != "yes":
        return _withdraw(request, words, visit, said=words("slip.confirm"), status=422)
    done = desk.withdraw(public.record_of(request), visit.case, erase=public.one(sent, "erase") == "yes")
    return redirect(request, "/case/status", notice=words(f"withdraw.{done}"))


# For anyone with a case open: what they may ask for is about their own notice.
@get("/case/appeal/{place:int}", guard=anyone, include_in_schema=False)
def ask_appeal(request: Page, place: FromPath[int]) -> Answered:
    """What asking again means, and room for reasons."""
    visit = public.visit_of(request)
    if visit is None or visit.sent is None:
        return _elsewhere(request, visit)
    if not any(each.place == place and each.can_appeal for each in _view(request, visit.case).places):
        return redirect(request, "/case/status")
    return _appeal(request, public.words_of(request, visit), visit, place, {}, {})


# For anyone with a case open: it asks about their own notice.
@post("/case/appeal/{place:int}", guard=anyone, include_in_schema=False, request_max_body_size=public.MOST_BYTES)
def appeal(request: Page, place: FromPath[int]) -> Answered:
    """Ask that somebody else looks again."""
    sent, visit = public.posted(request), public.visit_of(request)
    if visit is None or visit.sent is None:
        return _elsewhere(request, visit)
    words, given = public.words_of(request, visit), told.read(AGAIN, sent)
    if problems := notice.problems_in(request, words, AGAIN, given):
        return _appeal(request, words, visit, place, given, problems, status=422)
    record, playbook = public.record_of(request), public.playbook_of(request)
    try:
        taken = desk.ask_again(record, playbook, visit, place, str(given["again"]))
    except desk.NotOpenAnyMore:
        taken = False
    return redirect(request, "/case/status", notice=words("appeal.done") if taken else words("appeal.refused"))


# For anyone with a case open: the PIN is for their own case, and shown once.
@post("/case/pin", guard=anyone, include_in_schema=False, request_max_body_size=public.MOST_BYTES)
def pin(request: Page) -> Answered:
    """A new PIN."""
    public.posted(request)
    visit = public.visit_of(request)
    if visit is None or visit.sent is None:
        return _elsewhere(request, visit)
    fresh = desk.give_pin(public.record_of(request), visit)
    words = public.words_of(request, visit)
    return public.show(request, "intake/saved.html", words, visit=visit, pin=fresh, onward="/case/status", sent=True, minor=False)


# For anyone: it closes the case in this browser.
@post("/case/close", guard=anyone, include_in_schema=False, request_max_body_size=public.MOST_BYTES)
def close(request: Page) -> Answered:
    """Close it here."""
    public.posted(request)
    if token := public.token_of(request):
        desk.leave(public.record_of(request), token)
    return redirect(request, "/report", cookies=[public.no_case(request)])


def _onward(visit: Visit) -> str:
    return "/case/status" if visit.sent else f"/report/{notice.CHECK}"


def _elsewhere(request: Page, visit: Visit | None) -> Answered:
    """To the door when no case is open, to the form when it was not sent."""
    return public.closed(request) if visit is None else redirect(request, f"/report/{notice.CHECK}")


def _view(request: Page, case: UUID) -> CaseView:
    with public.record_of(request).reading() as look:
        return desk.case_view(look, public.playbook_of(request), case)


def _add(request: Page, visit: Visit, added: Supplement) -> None:
    desk.add(public.record_of(request), public.playbook_of(request), visit.case, added)


def _enter(request: Page, words: Words, *, number: str = "", said: str = "", status: int = 200) -> Markup:
    return public.show(request, "intake/enter.html", words, status=status, number=number, said=said, back="/report")


def _need(
    request: Page, words: Words, visit: Visit, question: Question, element: str, given: Answers, problems: dict[str, str],
    status: int = 200,
) -> Markup:  # fmt: skip
    return public.show(
        request, "intake/question.html", words, status=status, visit=visit, question=question, answers=given, problems=problems,
        number=0, all=0, back="/case/status", changing=False, action=f"/case/need/{element}",
    )  # fmt: skip


def _more(request: Page, words: Words, visit: Visit, given: Answers, problems: dict[str, str], status: int = 200) -> Markup:
    return public.show(
        request, "intake/add.html", words, status=status, visit=visit, answers=given, problems=problems, back="/case/status"
    )


def _withdraw(request: Page, words: Words, visit: Visit, *, said: str = "", status: int = 200) -> Markup:
    return public.show(request, "intake/withdraw.html", words, status=status, visit=visit, said=said, back="/case/status")


def _appeal(
    request: Page, words: Words, visit: Visit, place: int, given: Answers, problems: dict[str, str], status: int = 200
) -> Markup:
    return public.show(
        request, "intake/appeal.html", words, status=status, visit=visit, place=place, answers=given, problems=problems,
        back="/case/status",
    )  # fmt: skip


ROUTES = [come_back, enter, status, receipt, need, complete, more, add, ask_withdraw, withdraw, ask_appeal, appeal, pin, close]
