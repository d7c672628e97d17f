"""Taking an answer away: as CSV, XLSX or Parquet, with small counts left out, and written down."""

from typing import Any
from uuid import UUID

from litestar import Response
from litestar.params import FromPath

from leeward.insights.explore import desk
from leeward.insights.explore.checking import checked
from leeward.insights.explore.counted import count_columns, without_small
from leeward.insights.explore.desk.running import known_tables
from leeward.insights.explore.pages.asking import asker_of
from leeward.insights.explore.parameters import with_dollars
from leeward.insights.explore.refusals import NothingToTake
from leeward.record.terms.ids import RunId
from leeward.web.export import FORMATS, file_of
from leeward.web.kit import Page, get, may


@get("/explore/runs/{run:uuid}/export", guard=may("explore.export"), include_in_schema=False)
def export(request: Page, run: FromPath[UUID]) -> Response[Any]:
    """The answer as a file."""
    asker, number = asker_of(request), RunId(run)
    format = str(request.query_params.get("format", "csv"))
    if format not in FORMATS:
        raise NothingToTake(f"There is no format {format[:20]}.", remedy="Take csv, xlsx or parquet.")
    answer = desk.Answers(asker.record, asker.home).answer(number, asker.person)
    if answer is None or answer.outcome != "answered":
        raise NothingToTake("It has no answer (yet).", remedy="Run it until it answers.")
    sql = desk.opened_run(asker.record, asker.person, number)
    tree = checked(with_dollars(sql)[0], known_tables(asker.playbook)).tree
    counts = count_columns(tree, answer.names)
    rows, hidden = without_small(answer.rows, counts, asker.playbook.limits.explore.small)
    desk.take(asker.record, asker.person, number, format, len(rows), hidden)
    return file_of(format, answer.names, rows, "answer")


TAKING = [export]
