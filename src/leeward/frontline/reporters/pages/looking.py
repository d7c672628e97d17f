"""Looking: reporters who wait for a person, one reporter, what looks concerted, the figures of a period."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath

from leeward.frontline.reporters import desk, misuse, refusals, views
from leeward.playbook.model import Playbook
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import ReporterId
from leeward.record.terms.moment import Moment, now
from leeward.record.terms.reporter import ReporterState, Signal
from leeward.web import faults
from leeward.web.export import LIMIT
from leeward.web.kit import Choice, Column, Markup, Page, Place, allows, csv_of, get, listing, may, person, render
from leeward.web.telling import SIGNALS, SOURCES, VERDICTS, plain

faults.STATUS.update(refusals.STATUS)

VIEW = may("reporter.view")
SHOW = Choice(
    name="show",
    label="Show",
    usual="found",
    options=(("found", "misuse found"), ("contested", "contested"), ("warned", "warned"), ("suspended", "suspended")),
)
COLUMNS = (
    Column(name="reporter", label="Reporter", hint="Their number here; who they are is not known on this page."),
    Column(name="since", label="Since", digits=True),
    Column(name="decided", label="Decided", digits=True, hint="Reports of the rule's period; overturned decisions do not count."),
    Column(name="turned_down", label="Turned down", digits=True),
    Column(name="share", label="Share turned down", digits=True, hint="Shrunk towards all reporters, with its 95 % interval."),
    Column(name="until", label="Until", digits=True),
)
EXPORTED = tuple((name, name.replace("_", " ")) for name in views.ReporterLine.__struct_fields__)
SIGNAL = Choice(name="signal", label="Signal", options=tuple((each.value, words) for each, words in SIGNALS.items()))
BRIGADE_COLUMNS = (
    Column(name="severity", label="Severity"),
    Column(name="job", label="Job"),
    Column(name="signal", label="What looks concerted"),
    Column(name="reporters", label="People", digits=True),
    Column(name="looked_at", label="Out of", digits=True, hint="Reports looked at; for claims, subjects."),
    Column(name="first", label="First seen", digits=True),
    Column(name="last", label="Last seen", digits=True),
)
BRIGADE_EXPORTED = tuple((name, name.replace("_", " ")) for name in views.BrigadeLine.__struct_fields__)


@get("/reporters", guard=VIEW, place=Place("Front line", "Reporters", key="e", order=64), include_in_schema=False)
def reporters(request: Page) -> Markup | Response[str]:
    """Reporters with whom the rule of misuse has to do: those who wait for a person first of all."""
    asked = listing(request, COLUMNS, (SHOW,), sort="since")
    show = asked.chosen.get("show", "found")
    with record_of(request).reading() as look:
        if request.query_params.get("format") == "csv":
            rows = [msgspec.structs.asdict(row) for row in desk.standings(look, show, limit=LIMIT)]
            return csv_of(rows, EXPORTED, "reporters")
        lines = () if asked.too_deep else desk.standings(look, show, limit=asked.limit, offset=asked.offset)
    book = playbook_of(request)
    rule = book.reporters.misuse if book.reporters else None
    return render(request, "reporters/reporters.html", list=asked, rows=lines, show=show, rule=rule)


@get("/reporters/{reporter:uuid}", guard=VIEW, include_in_schema=False)
def reporter(request: Page, reporter: FromPath[UUID]) -> Markup:
    """One reporter: reliability by source and harm, history and outcomes, how they stand and what can follow."""
    who, playbook = person(request), playbook_of(request)
    with record_of(request).reading() as look:
        seen = desk.reporter_view(look, playbook, who.id, ReporterId(reporter))
    standing, rule = seen.standing, playbook.reporters.misuse if playbook.reporters else None
    decides = allows(who, "reporter.decide")
    texts = desk.read_texts(record_of(request), who.id, seen.id) if decides and standing and _restrained(standing) else {}
    return render(
        request, "reporters/reporter.html", seen=seen, standing=standing, rule=rule, texts=texts, decides=decides, now=now(),
        gravities=misuse.GRAVITIES, intents=misuse.INTENTS, dismissals=misuse.DISMISSALS, liftings=misuse.LIFTINGS,
        hearings=misuse.HEARINGS, can_name=set(seen.can_name), sources=SOURCES, verdicts=VERDICTS, plain=plain,
        decider=standing is not None and who.id in (standing.warned_by, standing.suspended_by),
    )  # fmt: skip


@get("/reporters/brigades", guard=VIEW, include_in_schema=False)
def brigades(request: Page) -> Markup | Response[str]:
    """Jobs whose reports look concerted, the latest first."""
    asked = listing(request, BRIGADE_COLUMNS, (SIGNAL,), sort="last")
    chosen = asked.chosen.get("signal")
    signal, who, book = Signal(chosen) if chosen else None, person(request).id, playbook_of(request)
    with record_of(request).reading() as look:
        if request.query_params.get("format") == "csv":
            rows = [msgspec.structs.asdict(row) for row in desk.brigades(look, book, who, signal, limit=LIMIT)]
            return csv_of(rows, BRIGADE_EXPORTED, "concerted-reports")
        lines = () if asked.too_deep else desk.brigades(look, book, who, signal, limit=asked.limit, offset=asked.offset)
    rule = book.reporters.brigade if book.reporters else None
    return render(request, "reporters/brigades.html", list=asked, rows=lines, signals=SIGNALS, rule=rule)


@get("/reporters/figures", guard=VIEW, include_in_schema=False)
def figures(request: Page) -> Markup | Response[str]:
    """Counts of a year for the transparency report (DSA Art. 22(3), 24(1)(b))."""
    this_year = now().year
    year = request.query_params.get("year", "")
    chosen = int(year) if year.isdigit() and 2000 <= int(year) <= this_year else this_year
    begins, ends = _year(chosen)
    with record_of(request).reading() as look:
        found = desk.figures(look, begins, ends)
    if request.query_params.get("format") == "csv":
        return csv_of(
            [msgspec.structs.asdict(found)], [(name, plain(name)) for name in found.__struct_fields__], f"reporters-{chosen}"
        )
    return render(request, "reporters/figures.html", found=found, year=chosen, years=range(this_year, this_year - 5, -1))


def _year(year: int) -> tuple[Moment, Moment]:
    return datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)


def _restrained(standing: views.Standing) -> bool:
    return standing.state in (ReporterState.WARNED, ReporterState.SUSPENDED)


def record_of(request: Page) -> Record:
    """The record of this house."""
    found: Record = request.app.state.record
    return found


def playbook_of(request: Page) -> Playbook:
    """The playbook in force."""
    found: Playbook = request.app.state.playbook()
    return found


ROUTES = [reporters, brigades, figures, reporter]
