"""Samples and what they come to."""

from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath

from leeward.insights.prevalence import desk
from leeward.insights.prevalence.desk.estimating import LEAST_LABELS
from leeward.insights.prevalence.pages.asking import DESIGNS, DRAW, VIEW, of_parts, over_time, what
from leeward.insights.prevalence.views import Sample
from leeward.record.terms.ids import SampleId
from leeward.record.terms.moment import now
from leeward.web.kit import Markup, Onward, Page, Place, allows, csv_of, get, person, post, redirect, render

EXPORTED = tuple(
    (name, name)
    for name in (
        "id", "event_kind", "harm", "design", "since", "until", "size", "planned", "done", "closed", "basis", "value", "low",
        "high", "seen", "labels", "positives", "sensitivity", "false",
    )
)  # fmt: skip


@get("/prevalence", guard=VIEW, place=Place("Insights", "Prevalence", order=30), include_in_schema=False)
def samples(request: Page) -> Markup | Response[str]:
    """Samples, the latest first, and what they came to over time."""
    with request.app.state.record.reading() as look:
        found = desk.samples(look)
    if request.query_params.get("format") == "csv":
        return csv_of([_row(one) for one in found], EXPORTED, "prevalence")
    return render(
        request, "prevalence/samples.html", samples=found, pictures=over_time(found), what=what,
        draws=allows(person(request), "prevalence.draw"),
    )  # fmt: skip


@get("/prevalence/samples/{sample:uuid}", guard=VIEW, include_in_schema=False)
def show(request: Page, sample: FromPath[UUID]) -> Markup:
    """One sample: design, planned and achieved, the estimate and how it was corrected, its parts."""
    with request.app.state.record.reading() as look:
        found = desk.seen(look, SampleId(sample), now())
    return render(
        request, "prevalence/sample.html", seen=found, one=found.sample, designs=DESIGNS, what=what(found.sample),
        picture=of_parts(found.parts), least=LEAST_LABELS, draws=allows(person(request), "prevalence.draw"),
    )  # fmt: skip


@post("/prevalence/samples/{sample:uuid}/close", guard=DRAW, include_in_schema=False)
def close(request: Page, sample: FromPath[UUID]) -> Onward:
    """Close it with what it comes to now."""
    desk.close(request.app.state.record, person(request).id, SampleId(sample))
    return redirect(request, f"/prevalence/samples/{sample}", notice="It is closed. What it came to never changes.")


def _row(one: Sample) -> dict[str, object]:
    return {name: getattr(one, name) for name in msgspec.structs.asdict(one)}


ROUTES = [samples, show, close]
