"""Who listens: the whole flow on one page.

    notice, import, API ─ intake ─ ReportReceived ─ assessment ─ ReportAssessed ─ triage ─ ClocksStarted, JobOpened | ReportMerged
                         ReportReceived ─ signals ─ MediaMatched ─ assessment ─ ReportReassessed ─ triage ─ JobRaised
    activity ─ intake ─ ActivityReceived ─ assessment ─ SignalRaised ─ intake ─ ReportReceived ...
    notifier ─ intake ─ AppealRequested ─ appeals
    recipient, notifier ─ appeals ─ AppealDecided ... AppealTookEffect ─ review ─ DecisionReversed, JobDecided
                                                                     └ enforcement ─ ActionReversed
    expert ─ quality ─ LookTaken, CheckSettled, CorrectionOrdered ─ review ─ DecisionReversed, JobDecided
    reviewer ─ review ─ JobDecided ─ enforcement ─ ActionTaken ... ActionCameIntoForce ─ enforcement ─ DeliveryQueued
                                   └ triage ─ ClockMet                     └ statements ─ StatementOwed ... StatementAccepted
                                                                              StatementAccepted ─ triage ─ ClockMet
                                                                              StatementWithheld ─ triage ─ ClocksWithdrawn
    analyst ─ prevalence ─ PrevalenceItemDrawn ─ quality ─ LabelOpened ... LabelSettled ─ intake ─ ReportReceived, if it violates
    reviewer ─ wellness ─ BreakBegan ─ review, appeals, quality ─ LeaseEnded, AppealReleased, CheckReleased
    JobOpened, ReportMerged ─ reporters ─ BrigadeSuspected, JobHeld, JobResumed
                                                   JobDecided ─ reporters ─ MisuseFound ... a person decides

A listener hears facts in the transaction that appends them and answers with facts; it changes nothing itself. A timer is
asked twice a second whether something came due.
"""

from collections.abc import Callable

from leeward.administration.people import desk as people
from leeward.frontline.appeals import desk as appeals
from leeward.frontline.assessment import desk as assessment
from leeward.frontline.enforcement import desk as enforcement
from leeward.frontline.intake import desk as intake
from leeward.frontline.quality import desk as quality
from leeward.frontline.reporters import desk as reporters
from leeward.frontline.review import desk as review
from leeward.frontline.signals import desk as signals
from leeward.frontline.statements import desk as statements
from leeward.frontline.triage import desk as triage
from leeward.insights.rules import desk as rules
from leeward.playbook.model import Playbook
from leeward.record.facts import Fact
from leeward.record.ledger.record import Listener, Listeners, Record
from leeward.record.terms.moment import Moment

Current = Callable[[], Playbook]
Timer = Callable[[Record, Current, Moment], int]

LISTENING = (intake, signals, assessment, triage, review, enforcement, appeals, quality, statements, reporters)
TIMERS: tuple[Timer, ...] = (
    assessment.wake,
    triage.wake,
    triage.wake_late,
    review.wake,
    appeals.wake,
    enforcement.wake,
    statements.wake,
    reporters.wake,
    quality.wake,
    people.wake,
    intake.wake,
    signals.wake,
    rules.wake,
)


def listeners(current: Current) -> Listeners:
    """The table of who hears what, for the playbook that ``current`` gives."""
    table: dict[type[Fact], tuple[Listener, ...]] = {}
    for room in LISTENING:
        for fact_type, hearing in room.listeners(current).items():
            table[fact_type] = (*table.get(fact_type, ()), *hearing)
    return table


def _no_playbook() -> Playbook:
    raise LookupError("the table is for reading; no playbook is in force")


LISTENERS = listeners(_no_playbook)
"""The same table without a playbook: for tests and for who wants to read it."""
