"""Where people look and decide: claim, hold, skip, escalate, decide, undo; the console's queues, jobs and reports.

Who works here: reviewers; leads, who take what was escalated; everybody who watches the operations home. ``assignment`` says who
may take which job, ``reasons`` why one is passed on, ``verdict`` what a decision is, ``refusals`` what is not done. ``desk`` is
a package, one file for each sort of thing that happens, and for what is looked at.

Hears: nothing.
Writes: JobClaimed, LeaseRenewed, LeaseEnded, JobHeld, JobResumed, JobEscalated, JobDecided, DecisionUndone, DecisionReversed.
"""
