"""Where people look and decide: claim, hold, skip, escalate, decide, undo; the console's queues, jobs and reports.

Who works here: reviewers; leads, who take what was escalated; everybody who watches the operations home. ``assignment`` says who
may take which job, ``reasons`` why one is passed on, ``verdict`` what a decision is, ``refusals`` what is not done. ``desk`` is
a package, one file for each sort of thing that happens, and for what is looked at.

An appeal that overturned a decision is carried out here: the decision is reversed, and decided anew where a report was right. The
same follows when an expert of quality found a decision wrong. Who takes a break gives back what they hold; it keeps its place.

A lead gives a job to somebody under the bars that hold when they take it themselves (``giving``). What somebody moved or
merged is in nobody's hand any more; what is merged into a job is decided with it, each subject by its own history.

Hears: AppealTookEffect, BreakBegan, CorrectionOrdered, JobRouted, JobMerged.
Writes: MediaRevealed, JobClaimed, LeaseRenewed, LeaseEnded, JobHeld, JobResumed, JobEscalated, JobDecided, DecisionUndone,
DecisionReversed, JobAssigned, AssignmentEnded.
"""
