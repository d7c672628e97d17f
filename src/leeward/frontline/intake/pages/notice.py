"""The public notice form: one question a page, kept on the way, sent as reports. For anyone: whoever reports has no account."""

from litestar import Response
from litestar.params import FromPath

from leeward.frontline.intake import answers as told
from leeward.frontline.intake import desk, questions
from leeward.frontline.intake.answers import Answers
from leeward.frontline.intake.catalogue import Words
from leeward.frontline.intake.desk import NotOpened, Visit
from leeward.frontline.intake.pages import public
from leeward.frontline.intake.pages.public import Answered
from leeward.frontline.intake.questions import MINOR_PLACE, QUESTIONS, Question
from leeward.playbook.model import Playbook
from leeward.web.kit import Markup, Page, anyone, get, post, redirect

CHECK = "check"
_TEAM = "en"
"""The language of the labels before what was written: the team's."""


# For anyone: who reports has no account.
@get("/report", guard=anyone, include_in_schema=False)
def start(request: Page) -> Markup:
    """What this is, and what to expect."""
    return _start(request, public.words_of(request), closed="closed" in request.query_params)


# For anyone: a new case holds nothing yet.
@post("/report", guard=anyone, include_in_schema=False, request_max_body_size=public.MOST_BYTES)
def begin(request: Page) -> Answered:
    """Begin to write."""
    public.posted(request)
    words = public.words_of(request)
    token = desk.begin(public.record_of(request), words.language, address=public.address(request))
    if isinstance(token, NotOpened):
        return _start(request, words, wait=token)
    return redirect(request, "/report/age", cookies=[public.case_cookie(request, token)])


# For anyone: it only takes away what this browser holds of us.
@get("/report/leave", guard=anyone, include_in_schema=False)
def leave(request: Page) -> Response[str]:
    """Out of here at once."""
    return public.go_away(request)


# For anyone with a case open: the answers shown are their own.
@get("/report/{code:str}", guard=anyone, include_in_schema=False)
def ask(request: Page, code: FromPath[str]) -> Answered:
    """One question, or the page before sending."""
    visit = public.visit_of(request)
    if visit is None or visit.sent is not None:
        return public.closed(request) if visit is None else redirect(request, "/case/status")
    answers = desk.answers_of(public.record_of(request), visit)
    words = public.words_of(request, visit)
    if code == "minor" and answers.get("age") == "maybe":
        return _minor(request, words, visit, {}, {})
    asked = questions.path(answers)
    before = asked[: asked.index(code)] if code in asked else asked
    if (earlier := told.first_open(answers, before)) is not None:
        return redirect(request, f"/report/{earlier}")
    if code == CHECK:
        return _check(request, words, visit, answers)
    if code not in asked:
        return redirect(request, f"/report/{CHECK}")
    return _question(request, words, visit, QUESTIONS[code], answers, {})


# For anyone with a case open: what is kept is their own.
@post("/report/{code:str}", guard=anyone, include_in_schema=False, request_max_body_size=public.MOST_BYTES)
def answer(request: Page, code: FromPath[str]) -> Answered:
    """Keep an answer, and go on; or keep it, and say how to come back."""
    sent, visit = public.posted(request), public.visit_of(request)
    if visit is None or visit.sent is not None:
        return public.closed(request) if visit is None else redirect(request, "/case/status")
    record, words = public.record_of(request), public.words_of(request, visit)
    before = desk.answers_of(record, visit)
    if code == "minor":
        return _send_minor(request, words, visit, before, sent)
    if code == "saved":
        return _saved(request, words, visit, before, code=CHECK, fresh=True)
    if code not in QUESTIONS:
        return redirect(request, f"/report/{CHECK}")
    question = questions.offered(QUESTIONS[code], public.playbook_of(request).harms)
    given = told.read(question, sent)
    problems = problems_in(request, words, question, given)
    saving = public.one(sent, "then") == "save"
    if problems and not (saving and not any(given.values())):
        return _question(request, words, visit, question, before | given, problems, status=422)
    after = before if problems else before | given
    desk.save(record, visit, after, words.language)
    if saving:
        return _saved(request, words, visit, after, code=code)
    return redirect(request, _next(after, code, changing=public.one(sent, "then") == CHECK))


# For anyone with a case open: it sends what they wrote.
@post("/report/send", guard=anyone, include_in_schema=False, request_max_body_size=public.MOST_BYTES)
def send(request: Page) -> Answered:
    """Send it."""
    public.posted(request)
    visit, record = public.visit_of(request), public.record_of(request)
    if visit is None or visit.sent is not None:
        return public.closed(request) if visit is None else redirect(request, "/case/status")
    answers, words = desk.answers_of(record, visit), public.words_of(request, visit)
    earlier = told.first_open(answers, questions.path(answers))
    if earlier is not None or answers.get("age") != "no":
        return redirect(request, f"/report/{earlier or 'age'}")
    arrivals = told.reports(visit.case, answers, words.language, labels())
    desk.send(record, public.playbook_of(request), visit, arrivals, told.hashes(answers) or ())
    return _sent(request, words, visit)


def labels() -> dict[str, str]:
    """The words before what was written, for whoever decides: name of field -> label."""
    team = Words(_TEAM)
    names = {field.name for question in QUESTIONS.values() for field in question.fields} | {"added"}
    return {name: team(f"label.{name}") for name in names if team.has(f"label.{name}")}


def problems_in(request: Page, words: Words, question: Question, given: Answers) -> dict[str, str]:
    """What has to be mended on a page: field -> sentence."""
    unfit = desk.unfit_answers(public.record_of(request), public.playbook_of(request), given)
    found = {name: "slip.too_long" if reason == "text_too_long" else "slip.media" for name, reason in unfit.items()}
    return {name: words(key) for name, key in (told.slips(question, given) | found).items()}


def _next(answers: Answers, code: str, *, changing: bool) -> str:
    if answers.get("age") == "maybe":
        return "/report/minor"
    asked = questions.path(answers)
    if changing:
        return f"/report/{told.first_open(answers, asked) or CHECK}"
    here = asked.index(code) if code in asked else -1
    return f"/report/{asked[here + 1] if here + 1 < len(asked) else CHECK}"


def _start(request: Page, words: Words, *, closed: bool = False, wait: NotOpened | None = None) -> Markup:
    status = 429 if wait else 200
    seconds = max(1, round(wait.wait)) if wait else 0
    return public.show(request, "intake/start.html", words, status=status, closed=closed, seconds=seconds)


def _question(
    request: Page, words: Words, visit: Visit, question: Question, answers: Answers, problems: dict[str, str], status: int = 200
) -> Markup:
    asked = questions.path(answers)
    place = asked.index(question.code) if question.code in asked else 0
    changing = "change" in request.query_params
    back = f"/report/{CHECK}" if changing else f"/report/{asked[place - 1]}" if place else "/report"
    return public.show(
        request, "intake/question.html", words, status=status, visit=visit,
        question=questions.offered(question, public.playbook_of(request).harms), answers=answers, problems=problems,
        number=place + 1, all=len(asked) + 1, back=back, changing=changing, action=f"/report/{question.code}",
    )  # fmt: skip


def _check(request: Page, words: Words, visit: Visit, answers: Answers) -> Markup:
    playbook: Playbook = public.playbook_of(request)
    asked = [QUESTIONS[code] for code in questions.path(answers)]
    return public.show(
        request, "intake/check.html", words, visit=visit, asked=asked, answers=answers,
        lacks=desk.lacks(playbook, answers), back=f"/report/{asked[-1].code}", number=len(asked) + 1,
        asks={name: questions.asks(name) for lack in desk.lacks(playbook, answers) for name in lack.missing},
    )  # fmt: skip


def _minor(request: Page, words: Words, visit: Visit, answers: Answers, problems: dict[str, str], status: int = 200) -> Markup:
    return public.show(
        request, "intake/minor.html", words, status=status, visit=visit, answers=answers, problems=problems, back="/report/age"
    )


def _send_minor(request: Page, words: Words, visit: Visit, before: Answers, sent: dict[str, list[str]]) -> Answered:
    if before.get("age") != "maybe":
        return redirect(request, "/report/age")
    given = told.read(MINOR_PLACE, sent)
    if problems := problems_in(request, words, MINOR_PLACE, given):
        return _minor(request, words, visit, given, problems, status=422)
    said = Words(_TEAM)("minor.said")
    arrivals = told.minor_reports(visit.case, given, words.language, said)
    desk.send(public.record_of(request), public.playbook_of(request), visit, arrivals)
    return _sent(request, words, visit, minor=True)


def _saved(request: Page, words: Words, visit: Visit, answers: Answers, *, code: str, fresh: bool = False) -> Markup:
    """Number and PIN. A PIN that was written down before stays good, unless a new one is asked for."""
    pin = desk.give_pin(public.record_of(request), visit) if fresh or not visit.has_pin else ""
    onward = told.first_open(answers, questions.path(answers)) or code
    return public.show(
        request, "intake/saved.html", words, visit=visit, pin=pin, onward=f"/report/{onward}", sent=False, minor=False
    )


def _sent(request: Page, words: Words, visit: Visit, *, minor: bool = False) -> Markup:
    pin = "" if visit.has_pin else desk.give_pin(public.record_of(request), visit)
    return public.show(request, "intake/saved.html", words, visit=visit, pin=pin, onward="/case/status", sent=True, minor=minor)


ROUTES = [start, begin, leave, send, ask, answer]
