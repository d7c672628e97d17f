"""The register of trusted flaggers: the list, an entry, entering and changing one, pausing, ending."""

from datetime import UTC, date, datetime, time
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath

from leeward.frontline.reporters import desk, views
from leeward.frontline.reporters.desk.register import ENDS, PAUSES, Entry
from leeward.frontline.reporters.pages.deciding import Why
from leeward.frontline.reporters.pages.looking import playbook_of, record_of
from leeward.frontline.reporters.refusals import NotAFlagger
from leeward.playbook.dsa import TERRITORIES
from leeward.record.terms.code import HarmCode, PlaceCode, is_code
from leeward.record.terms.ids import FlaggerId, PersonId, ReporterId
from leeward.record.terms.moment import Moment, now
from leeward.record.terms.reporter import reporter_of
from leeward.web.kit import (
    Form,
    Markup,
    NotHere,
    Onward,
    Page,
    allows,
    blank,
    csv_of,
    form,
    get,
    may,
    person,
    post,
    redirect,
    render,
)

VIEW, MANAGE = may("reporter.view"), may("flagger.manage")
EXPORTED = tuple((name, name.replace("_", " ")) for name in views.FlaggerLine.__struct_fields__)


class Written(msgspec.Struct, kw_only=True):
    """An entry as somebody writes it."""

    account: Annotated[UUID, msgspec.Meta(title="its account")]
    coordinator: Annotated[str, msgspec.Meta(title="the coordinator's state")]
    awarded: Annotated[date, msgspec.Meta(title="the day it was awarded", extra={"problem": "Write the day as 2026-01-31."})]
    until: Annotated[date | None, msgspec.Meta(title="a day", extra={"problem": "Write the day as 2026-01-31."})] = None
    harms: tuple[str, ...] = ()
    jurisdictions: Annotated[str, msgspec.Meta(max_length=400, title="places")] = ""
    platform: Annotated[str, msgspec.Meta(max_length=80, title="a platform")] = "platform"
    known_as: Annotated[str, msgspec.Meta(max_length=2000, title="its name at the platform")] = ""


@get("/reporters/flaggers", guard=VIEW, include_in_schema=False)
def flaggers(request: Page) -> Markup | Response[str]:
    """The register."""
    with record_of(request).reading() as look:
        lines = desk.flaggers(look)
    if request.query_params.get("format") == "csv":
        return csv_of([msgspec.structs.asdict(line) for line in lines], EXPORTED, "trusted-flaggers")
    share = playbook_of(request).start_by.source_share.get("trusted_flagger", 1.0)
    manages = allows(person(request), "flagger.manage")
    return render(
        request, "reporters/flaggers.html", rows=lines, share=share, now=now(), manages=manages, pauses=PAUSES, ends=ENDS
    )


@get("/reporters/flaggers/new", guard=MANAGE, include_in_schema=False)
def new(request: Page) -> Markup:
    """The form for a new entry."""
    return _form(request, blank(Written, awarded=f"{now():%Y-%m-%d}", platform="platform", harms=()))


@post("/reporters/flaggers/new", guard=MANAGE, include_in_schema=False)
def enter(request: Page) -> Onward | Markup:
    """Enter it."""
    return _save(request, None)


@get("/reporters/flaggers/{flagger:uuid}", guard=MANAGE, include_in_schema=False)
def entry(request: Page, flagger: FromPath[UUID]) -> Markup:
    """An entry, to change it."""
    line = _entry(request, FlaggerId(flagger))
    typed = {
        "account": str(line.account), "coordinator": line.coordinator, "awarded": f"{line.awarded:%Y-%m-%d}",
        "until": f"{line.until:%Y-%m-%d}" if line.until else "", "harms": tuple(line.harms),
        "jurisdictions": " ".join(line.jurisdictions), "platform": "platform", "known_as": "",
    }  # fmt: skip
    return _form(request, blank(Written, **typed), line)


@post("/reporters/flaggers/{flagger:uuid}", guard=MANAGE, include_in_schema=False)
def change(request: Page, flagger: FromPath[UUID]) -> Onward | Markup:
    """Change it."""
    return _save(request, _entry(request, FlaggerId(flagger)))


@post("/reporters/flaggers/{flagger:uuid}/pause", guard=MANAGE, include_in_schema=False)
def pause(request: Page, flagger: FromPath[UUID]) -> Onward:
    """Let its status not count for now."""
    desk.pause(record_of(request), person(request).id, FlaggerId(flagger), _reason(request))
    return redirect(request, "/reporters/flaggers", notice="Paused. Its notices are taken as ordinary ones.")


@post("/reporters/flaggers/{flagger:uuid}/resume", guard=MANAGE, include_in_schema=False)
def resume(request: Page, flagger: FromPath[UUID]) -> Onward:
    """Let it count again."""
    desk.resume(record_of(request), person(request).id, FlaggerId(flagger))
    return redirect(request, "/reporters/flaggers", notice="Its status counts again.")


@post("/reporters/flaggers/{flagger:uuid}/end", guard=MANAGE, include_in_schema=False)
def end(request: Page, flagger: FromPath[UUID]) -> Onward:
    """It is one no more."""
    desk.end(record_of(request), person(request).id, FlaggerId(flagger), _reason(request))
    return redirect(request, "/reporters/flaggers", notice="Ended. The entry stays in the register.")


def _reason(request: Page) -> str:
    filled = form(request, Why)
    return filled.value.reason if filled.value else ""


def _entry(request: Page, flagger: FlaggerId) -> views.FlaggerLine:
    with record_of(request).reading() as look:
        found = desk.flaggers(look, flagger)
    if not found:
        raise NotHere("The register has no such entry.")
    return found[0]


def _save(request: Page, line: views.FlaggerLine | None) -> Onward | Markup:
    filled = form(request, Written)
    if filled.value is None:
        return _form(request, filled, line, status=422)
    sent = filled.value
    places = sent.jurisdictions.replace(",", " ").upper().split()
    if wrong := [place for place in places if not (len(place) == 2 and place.isalpha())]:
        return _form(
            request, filled.refuse("jurisdictions", f"{wrong[0]} is no place. Write two letters each: DE FR."), line, status=422
        )
    if not is_code(sent.platform):
        return _form(request, filled.refuse("platform", "A platform is a short word without spaces."), line, status=422)
    digest = record_of(request).digest
    names = [ReporterId(reporter_of(digest, sent.platform, name)) for name in sent.known_as.split()]
    made = Entry(
        account=PersonId(sent.account),
        known_as=tuple(dict.fromkeys((*(line.known_as if line else ()), *names))),
        harms=tuple(HarmCode(harm) for harm in sent.harms),
        jurisdictions=tuple(PlaceCode(place) for place in places),
        coordinator=PlaceCode(sent.coordinator.upper()),
        awarded=_midnight(sent.awarded),
        until=_midnight(sent.until) if sent.until else None,
    )
    try:
        desk.register(record_of(request), playbook_of(request), person(request).id, made, line.id if line else None)
    except NotAFlagger as refused:
        return _form(request, filled.refuse("account", f"{refused.detail} {refused.remedy}".strip()), line, status=422)
    return redirect(request, "/reporters/flaggers", notice="It stands in the register.")


def _midnight(day: date) -> Moment:
    return datetime.combine(day, time(), UTC)


def _form(request: Page, filled: Form[Written], line: views.FlaggerLine | None = None, status: int = 200) -> Markup:
    with record_of(request).reading() as look:
        accounts = desk.accounts(look)
    harms = [(harm.code, harm.name) for harm in playbook_of(request).harms.values()]
    return render(
        request, "reporters/flagger.html", status=status, filled=filled, line=line, accounts=accounts, harms=harms,
        states=[(code, code) for code in TERRITORIES],
    )  # fmt: skip


ROUTES = [flaggers, new, enter, entry, change, pause, resume, end]
