"""The door: reports and platform activity come in, are checked, made anonymous, told apart from what is known, and recorded.

What rules count over windows is counted here, in the order of arrival, before the rules see an event; and each event is told
which labels stand, those included that rules put on account of the events before it.

The public form (``questions``, ``answers``, ``catalogue``) asks one question a page and needs no account; a case number and a PIN
(``casenumber``) lead back to what was saved, and to the portal (``portal``) where somebody sees how their notice stands, adds,
completes (``validity``) and withdraws.

Works here: nobody by hand; platforms, partners, imports and whoever reports by the public form knock.

Hears: SignalRaised, LabelSettled.
Writes: SubjectSeen, MediaNamed, ReportReceived, ReportRefused, ActivityReceived, LabelPut, CaseOpened, NoticeSupplemented,
NoticeCured, NoticeWithdrawn, AppealRequested, FlaggerClaimUnproven.
"""
