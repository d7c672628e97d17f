"""Triage: where a report belongs, by when, and in which order.

All clocks that apply to a report run from its receipt, each with its own instrument, due moment and version
(``clocks_of.py``). A notice that lacks mandatory elements is named incomplete and gets a cure clock; once it is cured, the
clocks of the law run from the receipt all the same. A subject without an undecided job becomes one; another report on it joins
that job, which may move forward and up by it, never back or down (``placing.py``). ``serving.py`` says in which order jobs are
served. A decision stops the clocks of its job that wait for one; undoing it lets them run again.

Other clocks begin later (``later.py``): with a decision that took effect, with what somebody came to know, with what was sent to
an authority. Some end with a duty that a person records, or that a statement of reasons does, some with their time.

Leads work here: what is owed, kept and missed stands on the page of clocks. They and whoever holds a job transfer it, split it
and merge others into it (``desk.moving``); nothing of that gives a job more time (``parting.py``).

Hears: ReportAssessed, ReportReassessed, NoticeCured, JobDecided, DecisionUndone, JobEscalated, LeaseEnded, JobResumed,
StatementAccepted, StatementWithheld, ActionMadeKnown, CopiesSearched, DeliveryAttempted. Writes: ClocksStarted,
ClocksWithdrawn, NoticeFoundIncomplete, JobOpened, ReportMerged, JobRaised, JobRouted, JobResumed, ClockMet, ClockMissed,
JobSplit, JobMerged, JobParted, JobWentLate, JobEscalated.
"""
