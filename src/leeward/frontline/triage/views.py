"""What the page of clocks shows."""

import msgspec

from leeward.record.terms.code import ClockCode, PlaceCode, SourceCode
from leeward.record.terms.ids import JobId, ReportId
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import ClockEnd


class ClockLine(msgspec.Struct, frozen=True, kw_only=True):
    """A clock of a report, in the playbook's words."""

    report: ReportId
    clock: ClockCode
    job: JobId
    name: str
    must: str
    section: str
    instrument: SourceCode
    jurisdiction: PlaceCode
    legal: bool
    ends: ClockEnd
    starts: Moment
    due: Moment | None
    missed: bool
    stopped: Moment | None
    on_time: bool | None
