"""Prevalence for programs: the same answers as the pages, as JSON."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath

from leeward.insights.prevalence import desk
from leeward.insights.prevalence.pages.asking import VIEW
from leeward.record.terms.ids import SampleId
from leeward.record.terms.moment import now
from leeward.web.kit import Page, get


@get("/v1/prevalence", guard=VIEW, include_in_schema=False)
def list_samples(request: Page) -> Response[bytes]:
    """Samples, the latest first, with what closed ones came to."""
    with request.app.state.record.reading() as look:
        return _json({"samples": desk.samples(look)})


@get("/v1/prevalence/{sample:uuid}", guard=VIEW, include_in_schema=False)
def show_sample(request: Page, sample: FromPath[UUID]) -> Response[bytes]:
    """One sample with its estimate, bands and parts; what is small is null."""
    with request.app.state.record.reading() as look:
        return _json(desk.seen(look, SampleId(sample), now()))


def _json(value: Any) -> Response[bytes]:
    return Response(msgspec.json.encode(value), media_type="application/json")


ROUTES = [list_samples, show_sample]
