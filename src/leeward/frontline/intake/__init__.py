"""The door: reports and platform activity come in, are checked, made anonymous, told apart from what is known, and recorded.

What rules count over windows is counted here, in the order of arrival, before the rules see an event; and each event is told
which labels stand, those included that rules put on account of the events before it.

Works here: nobody by hand; platforms, partners, imports and (later) the public form knock.

Hears: SignalRaised.
Writes: SubjectSeen, ReportReceived, ReportRefused, ActivityReceived, LabelPut, NoticeSupplemented, NoticeCured.
"""
