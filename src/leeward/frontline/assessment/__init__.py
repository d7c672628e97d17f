"""Assessment: what the playbook makes of a report or of platform activity.

The playbook's rules read each report (as an event of kind ``report``) and each event of a batch of activity. Matches become
reasons: leads, not findings. From the reasons and from what the reporter named follow harm, clauses and severity
(``finding.py``); from the rules' strength and the reporter's record follows the likelihood (``likelihood.py``). Text is seen
here only as it passes; what the rules saw otherwise is put together in ``playbook/event.py``.

Rules in shadow read the same, apart: their matches are recorded, and nothing else follows from them. A rule that somebody
switched off is not asked. One that raises does not match, is counted, and is told of at most once a minute.

Media that was found in a bank is a reason like any other (``playbook/banks.py``): the report is assessed once more.

Nobody works here but the playbook.

Hears: ReportReceived, ActivityReceived, MediaMatched. Writes: ReportAssessed, ReportReassessed, SignalRaised, ShadowMatched,
RuleFailed.
"""
