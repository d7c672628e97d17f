"""Facts in words: what a timeline says of each kind. A kind without a sentence here tells its own name."""

from collections.abc import Callable
from typing import Any

from leeward.record.facts import (
    Fact,
    appeals,
    assessment,
    enforcement,
    intake,
    labels,
    quality,
    reporters,
    review,
    signals,
    statements,
    triage,
    vault,
)
from leeward.record.terms.appeal import AppealOutcome, Appellant, HearingEnd
from leeward.record.terms.quality import Seat
from leeward.record.terms.report import ClockEnd, LeaseEnd, Verdict
from leeward.record.terms.reporter import Signal

VERDICTS = {Verdict.VIOLATES: "violates", Verdict.NO_VIOLATION: "no violation", Verdict.NOT_ENOUGH: "not enough to decide"}
SOURCES = {
    "user_report": "report by a user",
    "notice": "legal notice",
    "trusted_flagger": "trusted flagger",
    "authority_order": "order of an authority",
    "law_enforcement": "law enforcement",
    "partner": "partner",
    "proactive": "our own rules",
}
STATES = {
    "open": "open",
    "claimed": "taken",
    "held": "on hold",
    "escalated": "with a lead",
    "assigned": "given to somebody",
    "merged": "decided with another",
    "decided": "decided",
}

Telling = Callable[[Any], tuple[str, str]]


def plain(code: object) -> str:
    """A code as words: ``labour_exploitation.fees`` is "labour exploitation, fees"."""
    return str(code).replace("_", " ").replace(".", ", ")


def tell(fact: Fact) -> tuple[str, str]:
    """(what happened, detail) in plain words."""
    told = _WORDS.get(type(fact))
    if told is None:
        words = "".join(" " + letter.lower() if letter.isupper() else letter for letter in type(fact).__name__).strip()
        return words[:1].upper() + words[1:], ""
    return told(fact)


def _assessed(fact: assessment.ReportAssessed) -> tuple[str, str]:
    rules = f"{len(fact.reasons)} {'rule' if len(fact.reasons) == 1 else 'rules'} matched" if fact.reasons else "no rule matched"
    return "Assessed by the playbook", f"{rules}; severity {int(fact.severity)}, likelihood {fact.likelihood:.0%}"


def _met(fact: triage.ClockMet) -> tuple[str, str]:
    how = {ClockEnd.DUTY: "Duty done", ClockEnd.TIME: "Time over", ClockEnd.DECISION: "Clock stopped"}[fact.ending]
    late = "" if fact.on_time else " late"
    return f"{how}{late}: {fact.clock}", ""


def _clocks(fact: triage.ClocksStarted) -> tuple[str, str]:
    return "Clocks started", ", ".join(clock.clock for clock in fact.clocks)


def _decided(fact: review.JobDecided) -> tuple[str, str]:
    path = " · ".join(f"{step.question}: {step.answer}" for step in fact.path)
    clause = f" {fact.clause} (version {fact.clause_version})" if fact.clause else ""
    return f"Decided: {VERDICTS[fact.verdict]}{clause}", path


_ENDINGS = {
    LeaseEnd.DECIDED: "Out of hand: decided",
    LeaseEnd.SKIPPED: "Skipped",
    LeaseEnd.HELD: "Out of hand: on hold",
    LeaseEnd.ESCALATED: "Out of hand: with a lead",
    LeaseEnd.RELEASED: "Given back",
    LeaseEnd.EXPIRED: "The lease ran out",
}


def _lease(fact: review.LeaseEnded) -> tuple[str, str]:
    chosen = fact.ending in (LeaseEnd.SKIPPED, LeaseEnd.RELEASED)
    return _ENDINGS[fact.ending], plain(fact.reason) if chosen else ""


def _revealed(fact: vault.TextRead) -> tuple[str, str]:
    return f"Revealed {len(fact.refs)} {'text' if len(fact.refs) == 1 else 'texts'}", f"for {plain(fact.purpose)}"


def _action(fact: enforcement.ActionTaken) -> tuple[str, str]:
    strikes = f", {fact.strikes} {'strike' if fact.strikes == 1 else 'strikes'}" if fact.strikes else ""
    return f"Action: {plain(fact.measure)}{strikes}", f"for {fact.clause}"


_APPELLANTS = {Appellant.RECIPIENT: "by whom it restricts", Appellant.NOTIFIER: "by who reported it"}
_OUTCOMES = {
    AppealOutcome.UPHELD: "the decision stands",
    AppealOutcome.OVERTURNED: "the decision falls",
    AppealOutcome.PARTLY: "a part of what was done is lifted",
}
_HEARING_ENDS = {
    HearingEnd.RELEASED: "Appeal given back",
    HearingEnd.RECUSED: "Stepped back from the appeal",
    HearingEnd.EXPIRED: "The lease on the appeal ran out",
    HearingEnd.TAKEN_BACK: "Appeal taken back by a lead",
}


def _appealed(fact: appeals.AppealReceived) -> tuple[str, str]:
    quick = "expedited; " if fact.expedited else ""
    return f"Appealed {_APPELLANTS[fact.appellant]}", f"{quick}a decision is promised by {fact.due:%Y-%m-%d %H:%M} UTC"


def _heard(fact: appeals.AppealDecided) -> tuple[str, str]:
    path = " · ".join(f"{step.question}: {step.answer}" for step in fact.path)
    return f"Appeal decided: {_OUTCOMES[fact.outcome]}", f"{fact.clause} (version {fact.clause_version}) · {path}"


SIGNALS = {
    Signal.MANY_NEW: "many who never reported before",
    Signal.SAME_WORDS: "different people, nearly the same words",
    Signal.SAME_CIRCLE: "people who reported together before",
    Signal.MANY_CLAIMS: "one person says to be depicted in many cases",
}


def _concerted(fact: reporters.BrigadeSuspected) -> tuple[str, str]:
    how = f"{fact.reporters} {'person' if fact.reporters == 1 else 'people'}, {fact.of} looked at; its place is the same"
    return f"Looks concerted: {SIGNALS[fact.signal]}", how


_SEATS = {Seat.PEER: "peer", Seat.EXPERT: "expert", Seat.PAIR: "second expert", Seat.DISPUTE: "expert on the dispute"}


_WORDS: dict[type[Fact], Telling] = {
    intake.FlaggerClaimUnproven: lambda f: ("Taken as an ordinary notice", f"said to be a trusted flagger's: {plain(f.reason)}"),
    reporters.BrigadeSuspected: _concerted,
    intake.SubjectSeen: lambda f: (f"First seen: {f.subject_kind} on {f.held_by}", ""),
    intake.ReportReceived: lambda f: (
        f"Received: {SOURCES[f.source]}",
        f"{plain(f.harm)}; capacity {plain(f.capacity)}; through {f.door}",
    ),
    intake.NoticeFoundIncomplete: lambda f: (
        f"Notice incomplete for {f.instrument}",
        "lacks " + ", ".join(map(plain, f.missing)),
    ),
    intake.CaseOpened: lambda f: ("Sent by the public form", f"{len(f.reports)} places, {len(f.hashes)} hashes"),
    intake.NoticeWithdrawn: lambda f: ("Withdrawn by whoever reported", plain(f.reason)),
    intake.AppealRequested: lambda f: ("Whoever reported asks that somebody looks again", ""),
    intake.NoticeSupplemented: lambda f: ("Added to the notice", ", ".join(map(plain, f.elements)) or "words"),
    intake.NoticeCured: lambda f: (f"Notice complete for {f.instrument}", ", ".join(map(plain, f.elements))),
    assessment.ReportAssessed: _assessed,
    assessment.ReportReassessed: lambda f: (
        "Assessed once more, with what was found",
        f"severity {int(f.severity)}, likelihood {f.likelihood:.0%}",
    ),
    intake.MediaNamed: lambda f: ("More media was named", f"{len(f.media)} {'hash' if len(f.media) == 1 else 'hashes'}"),
    signals.MediaMatched: lambda f: (
        f"Media stands in the bank {plain(f.bank)}",
        f"{f.media.hash.upper()}, {f.distance} bits apart; {plain(f.opinion)}",
    ),
    signals.CopiesSearched: lambda f: (
        "Identical copies searched",
        f"{f.matched + f.platform_matched} found, {f.actioned} removed; {len(f.banks)} banks, {f.references} media compared",
    ),
    review.MediaRevealed: lambda f: ("Media looked at", f"{len(f.media)} {'picture' if len(f.media) == 1 else 'pictures'}"),
    triage.JobRaised: lambda f: ("Moved forward by what was found", ", ".join(f.clauses)),
    labels.LabelPut: lambda f: (
        f"Label put: {plain(f.label)}",
        f"until {f.until:%Y-%m-%d %H:%M} UTC" + (f"; by {f.rule}" if f.rule else ""),
    ),
    labels.LabelTaken: lambda f: (f"Label taken away: {plain(f.label)}", plain(f.reason)),
    assessment.SignalRaised: lambda f: ("Our rules raised a signal", ", ".join(reason.rule for reason in f.reasons)),
    triage.ClocksStarted: _clocks,
    triage.JobOpened: lambda f: (f"Job opened in {plain(f.queue)}", ", ".join(f.clauses)),
    triage.ReportMerged: lambda f: ("Another report joined the job", ""),
    triage.JobRouted: lambda f: (f"Moved to {plain(f.queue)}", plain(f.reason)),
    triage.JobSplit: lambda f: (
        f"Split: {len(f.reports)} {'report' if len(f.reports) == 1 else 'reports'} became a job",
        plain(f.reason),
    ),
    triage.JobMerged: lambda f: ("Another job is decided with this one", plain(f.reason)),
    triage.JobParted: lambda f: ("A merge was taken back", plain(f.reason)),
    review.JobAssigned: lambda f: ("Given to somebody", f"{plain(f.reason)}, until {f.until:%Y-%m-%d %H:%M} UTC"),
    review.AssignmentEnded: lambda f: ("For everybody again", plain(f.reason)),
    triage.JobWentLate: lambda f: (
        "Waits past its start-by",
        {"notified": "leads see it", "raised": "one tier further up", "escalated": "goes to a lead"}[f.step.value],
    ),
    triage.ClockMissed: lambda f: (f"Clock missed: {f.clock}", ""),
    triage.ClockMet: _met,
    statements.StatementWithheld: lambda f: ("No statement of reasons is owed for now", ", ".join(map(plain, f.grounds))),
    triage.ClocksWithdrawn: lambda f: ("Clocks withdrawn", ", ".join(clock.clock for clock in f.clocks)),
    review.JobClaimed: lambda f: ("Taken", ""),
    review.LeaseRenewed: lambda f: ("Kept for longer", ""),
    review.LeaseEnded: _lease,
    review.JobHeld: lambda f: ("Put on hold", f"{plain(f.reason)}, until {f.until:%Y-%m-%d %H:%M} UTC"),
    review.JobResumed: lambda f: ("Open again", plain(f.reason)),
    review.JobEscalated: lambda f: (f"Escalated to {plain(f.queue)}", plain(f.reason)),
    review.JobDecided: _decided,
    review.DecisionUndone: lambda f: ("Decision undone before anything left the house", ""),
    review.DecisionReversed: lambda f: ("Decision reversed", plain(f.reason)),
    appeals.AppealReceived: _appealed,
    appeals.AppealClaimed: lambda f: ("Appeal taken", ""),
    appeals.AppealAssigned: lambda f: ("Appeal given to somebody", ""),
    appeals.AppealReleased: lambda f: (_HEARING_ENDS[f.ending], "" if f.ending is HearingEnd.EXPIRED else plain(f.reason)),
    appeals.AppealEscalated: lambda f: ("Appeal goes to a lead", plain(f.reason)),
    appeals.AppealDecided: _heard,
    appeals.AppealUndone: lambda f: ("Appeal decision undone before anything left the house", ""),
    appeals.AppealTookEffect: lambda f: (f"Appeal carried out: {_OUTCOMES[f.outcome]}", ""),
    appeals.AppealWithdrawn: lambda f: ("Appeal withdrawn", plain(f.reason)),
    appeals.AppealFellLate: lambda f: ("Appeal later than promised", ""),
    quality.CheckOpened: lambda f: ("Drawn for a second look", ""),
    quality.CheckClaimed: lambda f: (f"Second look taken: {_SEATS[f.seat]}", ""),
    quality.CheckReleased: lambda f: ("Second look given back", plain(f.reason)),
    quality.CheckEscalated: lambda f: ("Second look goes to an expert", plain(f.reason)),
    quality.LookTaken: lambda f: (
        f"Looked again, {_SEATS[f.seat]}: {VERDICTS[f.verdict]} {f.clause} (version {f.clause_version})",
        " · ".join(f"{step.question}: {step.answer}" for step in f.path),
    ),
    quality.CheckSettled: lambda f: (
        "The decision was right" if f.right else f"The decision was wrong: {plain(f.grade.value if f.grade else '')}",
        VERDICTS[f.verdict],
    ),
    quality.CorrectionOrdered: lambda f: ("An expert has it put right", VERDICTS[f.verdict]),
    quality.CauseNamed: lambda f: ("Why it was wrong", plain(f.cause)),
    quality.FindingDisputed: lambda f: ("Whoever decided disagrees; another expert looks", ""),
    enforcement.ActionTaken: _action,
    enforcement.ActionCameIntoForce: lambda f: ("Action came into force", ""),
    enforcement.ActionReversed: lambda f: ("Action reversed; strikes and limits restored", plain(f.reason)),
    vault.TextRead: _revealed,
    vault.TextErased: lambda f: ("Texts erased", plain(f.reason)),
    enforcement.ActionHeld: lambda f: (
        "Action waits for a second person",
        f"{plain(f.reason)}, until {f.expires:%Y-%m-%d %H:%M} UTC",
    ),
    enforcement.ActionConfirmed: lambda f: ("Action confirmed by a second person", ""),
    enforcement.ActionDeclined: lambda f: ("Action declined by a second person", plain(f.reason)),
    enforcement.ActionLapsed: lambda f: ("Action lapsed: no second person in time", ""),
    enforcement.ActionExtended: lambda f: (f"Action prolonged until {f.until:%Y-%m-%d %H:%M} UTC", plain(f.reason)),
    enforcement.ActionEnded: lambda f: ("Action ended before its time", plain(f.reason)),
    enforcement.ActionHandedOver: lambda f: ("Somebody else answers for the action", ""),
    enforcement.ActionMadeKnown: lambda f: ("The person is told of a quiet restriction", plain(f.reason)),
    enforcement.QuietEndPassed: lambda f: ("The end of a quiet restriction passed", ""),
    enforcement.QuietEndSeen: lambda f: ("Somebody looked at the end of a quiet restriction", ""),
    enforcement.StrikesForgiven: lambda f: ("Strikes forgiven; the action stands", plain(f.reason)),
    enforcement.ActionExpired: lambda f: ("Action ended by itself", ""),
}
