"""The starter playbook at work with small figures for misuse and brigades: reports come in and are decided."""

from typing import Any

import msgspec

from cast import Cast
from deciding import decide
from frontline.intake.doors import PLAY as STARTER
from frontline.intake.doors import report
from leeward.frontline.intake import desk as intake
from leeward.frontline.intake.arrival import Receipt, ReporterIn
from leeward.frontline.review import desk as review
from leeward.playbook.model import Playbook
from leeward.record.ledger.record import Record
from leeward.record.terms.code import SourceCode
from leeward.record.terms.ids import DecisionId, JobId, PersonId, ReporterId, ReportId
from leeward.record.terms.people import DOOR
from leeward.record.terms.report import Verdict
from leeward.record.terms.reporter import reporter_of

API = SourceCode("api")
MILD = "commercial_sexual.solicitation"
assert STARTER.reporters is not None
MISUSE = msgspec.structs.replace(
    STARTER.reporters.misuse, turned_down_from=4, share_from=0.3, after_warning=2, suspend_days=10, longest_days=20
)
BRIGADE = msgspec.structs.replace(STARTER.reporters.brigade, new_reporters=4, same_words=3, same_circle=3, claims=3)
PLAY: Playbook = msgspec.structs.replace(
    STARTER, reporters=msgspec.structs.replace(STARTER.reporters, misuse=MISUSE, brigade=BRIGADE)
)


def send(record: Record, number: int, *, by: str | None = "U-1", actor: PersonId = DOOR, **more: Any) -> Receipt:
    """A report on listing ``number``, by somebody."""
    arrival = report(number, **({"harm": MILD, "reporter": ReporterIn(id=by) if by else None, "id": None} | more))
    return intake.receive(record, PLAY, [arrival], door=API, actor=actor)[0]


def who(record: Record, name: str = "U-1") -> ReporterId:
    """The number of a reporter."""
    return reporter_of(record.digest, "jobs", name)


def end(record: Record, cast: Cast, receipt: Receipt, verdict: Verdict = Verdict.NO_VIOLATION) -> DecisionId:
    """Decide the job of a report."""
    assert receipt.job is not None
    review.claim(record, PLAY, cast.bob.id, receipt.job)
    return decide(record, PLAY, cast.bob.id, receipt.job, verdict).decision


def turned_down(record: Record, cast: Cast, numbers: range, *, by: str = "U-1") -> list[ReportId]:
    """Reports that are decided as no violation; the reports."""
    receipts = [send(record, number, by=by) for number in numbers]
    for receipt in receipts:
        end(record, cast, receipt)
    return [receipt.report for receipt in receipts if receipt.report is not None]


def job_row(record: Record, job: JobId | None) -> dict[str, Any]:
    """A job as it stands."""
    with record.reading() as look:
        found = look.one("SELECT * FROM job WHERE id = %(job)s", {"job": job})
    assert found is not None
    return found
